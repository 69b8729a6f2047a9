package io.omnihub.channel.wechat;

import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Message;
import io.omnihub.message.OutboundHeader;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.PlatformCall;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import java.util.List;
import java.util.Map;

/// Makes deliveries as the hub hands them out.
final class Outbound {

    private Outbound() {}

    /// The next attempt at a delivery, with the calls that were made for it.
    static OutboundMessage again(OutboundMessage message, List<PlatformCall> calls) {
        OutboundHeader header = new OutboundHeader(
                message.delivery(),
                message.tenant(),
                message.channel(),
                message.inbox(),
                message.conversation(),
                message.sequence(),
                message.thread(),
                message.attempt() + 1,
                message.maybeRepeated(),
                message.header().writer(),
                message.header().facts());
        return new OutboundMessage(header, message.message(), message.quoted(), calls);
    }

    static OutboundMessage to(String openid, String delivery, Content... parts) {
        return in("safe", openid, delivery, parts);
    }

    static OutboundMessage in(String inbox, String openid, String delivery, Content... parts) {
        OutboundHeader header = new OutboundHeader(
                delivery,
                TenantId.DEFAULT,
                WeChatProperties.CHANNEL,
                new InboxId(inbox),
                new ConversationId("c1"),
                1,
                openid,
                1,
                false,
                Sender.Kind.AGENT,
                Map.of());
        return new OutboundMessage(header, new Message("", List.of(parts), null));
    }
}
