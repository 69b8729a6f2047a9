package io.omnihub.channel.wechat;

import io.omnihub.channel.PassiveAnswers;
import io.omnihub.message.InboxId;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.TenantId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/// Holds a callback open for an answer, where the inbox is set so and the platform would show one.
final class PassiveAnswerAdapter implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(PassiveAnswerAdapter.class);

    /// Pushes that are no word of the customer, or come when he can no longer be reached.
    private static final Set<String> NEVER_ANSWERED = Set.of(
            "unsubscribe",
            "TEMPLATESENDJOBFINISH",
            "MASSSENDJOBFINISH",
            "LOCATION",
            "VIEW",
            "view_miniprogram",
            "kf_create_session",
            "kf_close_session",
            "kf_switch_session");

    private final WeChatInboxes inboxes;
    private final ObjectProvider<PassiveAnswers> answers;

    PassiveAnswerAdapter(WeChatInboxes inboxes, ObjectProvider<PassiveAnswers> answers) {
        this.inboxes = inboxes;
        this.answers = answers;
    }

    @Override
    public void process(Exchange exchange) {
        WeChatPush push = exchange.getProperty(WeChatChannel.PUSH, WeChatPush.class);
        if (push == null || NEVER_ANSWERED.contains(push.event())) {
            return;
        }
        InboxId inbox = new InboxId(exchange.getMessage().getHeader(WeChatChannel.INBOX, String.class));
        Duration longest = longest(exchange, inboxes.get(inbox.value()));
        PassiveAnswers claims = longest.isPositive() ? answers.getIfAvailable() : null;
        if (claims != null) {
            TenantId tenant = new TenantId(exchange.getMessage().getHeader(WeChatChannel.TENANT, String.class));
            try {
                claims.await(tenant, inbox, push.fromUserName(), longest)
                        .flatMap(message -> claim(message, claims))
                        .ifPresent(claim -> exchange.setProperty(WeChatChannel.CLAIM, claim));
            } catch (RuntimeException e) {
                // The message is durable: the platform gets its success, whatever the database does meanwhile.
                LOG.warn("No answer can be given in a call of the inbox {} now", inbox, e);
            }
        }
    }

    /// What is left of the time since the call began.
    private static Duration longest(Exchange exchange, WeChatInbox inbox) {
        long elapsed = System.nanoTime() - exchange.getProperty(WeChatChannel.STARTED, System.nanoTime(), Long.class);
        return inbox.account().passiveAnswer().minusNanos(elapsed);
    }

    private static Optional<PassiveClaim> claim(OutboundMessage message, PassiveAnswers claims) {
        try {
            return Optional.of(new Claim(message, WeChatOutboundAdapter.toNative(message), claims));
        } catch (RuntimeException _) {
            // The API sender finds the same and records it.
            claims.notSent(message, false);
            return Optional.empty();
        }
    }

    /// A claim on a delivery of the hub's.
    private record Claim(OutboundMessage message, WeChatSend send, PassiveAnswers claims) implements PassiveClaim {

        @Override
        public void sent() {
            claims.sent(message);
        }

        @Override
        public void notSent() {
            claims.notSent(message, false);
        }
    }
}
