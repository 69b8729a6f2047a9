package io.omnihub.channel.declared;

import io.omnihub.channel.Capabilities;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelLook;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.message.ChannelId;
import java.util.Map;

/// What a file declares.
///
/// @param fetchesMedia whether a route of the channel fetches the files that contacts send
record DeclaredChannel(
        ChannelId id,
        ChannelLook look,
        Capabilities capabilities,
        boolean fetchesMedia,
        Map<String, DeclaredAccount> accounts) {

    DeclaredChannel {
        accounts = Map.copyOf(accounts);
    }

    ChannelInboxes<DeclaredAccount> inboxes(ChannelStatuses statuses) {
        return new ChannelInboxes<>(id, look, accounts, capabilities, statuses);
    }
}
