package io.omnihub.channel;

import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Media;
import io.omnihub.message.TenantId;

/// The ability of a channel to fetch media that a contact sent; a channel offers one as a bean, and
/// without one nothing is fetched.
public interface FetchesMedia {

    /// Whether this bean fetches for a channel.
    boolean fetches(ChannelId channel);

    /// Fetches the bytes from the platform into the blob store.
    ///
    /// @throws ChannelUnavailableException where a later try may do better
    /// @throws ChannelRejectedException    where the platform has no such media any more
    Media fetch(TenantId tenant, InboxId inbox, Media media);
}
