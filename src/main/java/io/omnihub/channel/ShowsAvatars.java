package io.omnihub.channel;

import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.util.Optional;

/// The ability of a channel to show what people and groups look like, as the platform has it now: nothing of it is
/// stored. A channel offers one as a bean, and has [Ability#AVATARS].
public interface ShowsAvatars {

    /// The most bytes of a picture.
    int LARGEST = 1 << 20;

    /// Whether this bean shows those of a channel.
    boolean shows(ChannelId channel);

    /// The bytes of a picture.
    ///
    /// @param externalId the platform's id of a person or a group
    /// @return empty where there is none, or none can be had now
    Optional<byte[]> avatar(TenantId tenant, InboxId inbox, String externalId);
}
