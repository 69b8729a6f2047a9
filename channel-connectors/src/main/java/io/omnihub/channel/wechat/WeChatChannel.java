package io.omnihub.channel.wechat;

import io.omnihub.message.ChannelId;

/// Names that the channel's parts agree on.
final class WeChatChannel {

    static final ChannelId ID = new ChannelId("wechat");

    /// Header: the tenant of what is on the exchange, part of the contract of `hub:deadletter`.
    static final String TENANT = "HubTenant";

    /// Header: the inbox of what is on the exchange, part of the contract of `hub:deadletter`.
    static final String INBOX = "HubInbox";

    /// Header: why something is a dead letter, part of the contract of `hub:deadletter`.
    static final String REASON = "HubReason";

    /// Exchange property: the bytes that were proved genuine, decrypted.
    static final String RAW = "WeChatRaw";

    /// Exchange property: what the platform pushed, a [WeChatPush].
    static final String PUSH = "WeChatPush";

    /// Exchange property: when the call began, by [System#nanoTime()].
    static final String STARTED = "WeChatStarted";

    /// Exchange property: a [PassiveClaim] on the answer, where there is one.
    static final String CLAIM = "WeChatClaim";

    private WeChatChannel() {}
}
