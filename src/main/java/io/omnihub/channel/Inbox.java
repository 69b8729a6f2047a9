package io.omnihub.channel;

import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.time.Duration;

/// One connected presence on a channel: an official account, a mailbox, a site.
///
/// @param name           the name to show
/// @param reopenWindow   a message within this time after a session ended reopens it; a later one begins a new session
/// @param sendsPerSecond most messages sent to the platform in a second
/// @param capabilities   what may be sent through it
/// @param live           whether the contact's client follows the log itself, so that nothing is delivered
/// @param look           how people see its channel
public record Inbox(
        TenantId tenant,
        ChannelId channel,
        InboxId id,
        String name,
        Duration reopenWindow,
        int sendsPerSecond,
        Capabilities capabilities,
        boolean live,
        ChannelLook look) {

    /// An inbox of a channel that the pages know.
    public Inbox(
            TenantId tenant,
            ChannelId channel,
            InboxId id,
            String name,
            Duration reopenWindow,
            int sendsPerSecond,
            Capabilities capabilities,
            boolean live) {
        this(tenant, channel, id, name, reopenWindow, sendsPerSecond, capabilities, live, ChannelLook.KNOWN);
    }

    /// An inbox of a platform, to which messages are delivered.
    public Inbox(
            TenantId tenant,
            ChannelId channel,
            InboxId id,
            String name,
            Duration reopenWindow,
            int sendsPerSecond,
            Capabilities capabilities) {
        this(tenant, channel, id, name, reopenWindow, sendsPerSecond, capabilities, false);
    }

    Inbox linking() {
        return new Inbox(tenant, channel, id, name, reopenWindow, sendsPerSecond, capabilities.linking(), live, look);
    }
}
