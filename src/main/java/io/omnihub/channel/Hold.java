package io.omnihub.channel;

import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An inbox, or all of a channel's of a tenant, through which nothing goes out.
///
/// @param inbox null for all of the channel
/// @param who   as the audit names whoever wanted it
public record Hold(
        TenantId tenant, ChannelId channel, @Nullable InboxId inbox, Mode mode, String who, Instant since) {

    /// How the table writes an inbox.
    public String inboxColumn() {
        return inbox == null ? "" : inbox.value();
    }

    /// The same of one of its inboxes alone.
    Hold in(InboxId one) {
        return new Hold(tenant, channel, one, mode, who, since);
    }

    boolean covers(TenantId ofTenant, ChannelId ofChannel, InboxId ofInbox) {
        return tenant.equals(ofTenant) && channel.equals(ofChannel) && (inbox == null || inbox.equals(ofInbox));
    }

    /// What is held.
    public enum Mode {
        /// Nothing is sent to customers; what they send is taken and fetched as ever.
        PAUSE,
        /// The platform is not called at all: nothing is fetched either.
        DRAIN
    }
}
