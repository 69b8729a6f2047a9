package io.omnihub.channel.wechat;

import io.omnihub.channel.Capabilities;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.InboxProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All WeChat accounts by the id of their inbox.
final class WeChatInboxes implements InboxProvider {

    private final Map<String, WeChatInbox> byId = new LinkedHashMap<>();
    private final Capabilities capabilities;

    WeChatInboxes(WeChatProperties properties, Capabilities capabilities, ChannelStatuses statuses) {
        properties.inboxes().forEach((id, account) -> byId.put(id, new WeChatInbox(id, account, statuses)));
        this.capabilities = capabilities;
    }

    Optional<WeChatInbox> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// The inbox of something the hub itself hands us.
    ///
    /// @throws ChannelRejectedException where it was taken out of the configuration meanwhile
    WeChatInbox get(String id) {
        return find(id).orElseThrow(() ->
                new ChannelRejectedException("no-inbox", "the WeChat inbox " + id + " is not configured any more"));
    }

    @Override
    public List<Inbox> inboxes() {
        return byId.values().stream().map(inbox -> inbox.describe(capabilities)).toList();
    }
}
