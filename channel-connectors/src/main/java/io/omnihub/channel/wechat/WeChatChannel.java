package io.omnihub.channel.wechat;

import io.omnihub.message.ChannelId;

/// Names that the channel's parts agree on.
final class WeChatChannel {

    static final ChannelId ID = new ChannelId("wechat");

    /// Exchange property: a [PassiveClaim] on the answer, where there is one.
    static final String CLAIM = "WeChatClaim";

    private WeChatChannel() {}
}
