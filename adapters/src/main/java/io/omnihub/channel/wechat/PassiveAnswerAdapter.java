package io.omnihub.channel.wechat;

import io.omnihub.channel.PassiveAnswers;
import io.omnihub.channel.TroubleLog;
import io.omnihub.message.InboxId;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.TenantId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.NoSuchHeaderException;
import org.apache.camel.Processor;
import org.apache.camel.support.ExchangeHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.beans.factory.ObjectProvider;

/// Holds a callback open for an answer, where the inbox is set so and the platform would show one.
final class PassiveAnswerAdapter implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(PassiveAnswerAdapter.class);

    /// What a customer does and then waits for an answer to.
    private static final Set<String> ANSWERED =
            Set.of("subscribe", "SCAN", "CLICK", "scancode_waitmsg", "location_select");

    private final TroubleLog trouble = new TroubleLog(LOG, Level.WARN, "Answers can be given in calls again");
    private final WeChatInboxes inboxes;
    private final ObjectProvider<PassiveAnswers> answers;

    PassiveAnswerAdapter(WeChatInboxes inboxes, ObjectProvider<PassiveAnswers> answers) {
        this.inboxes = inboxes;
        this.answers = answers;
    }

    @Override
    public void process(Exchange exchange) throws NoSuchHeaderException {
        WeChatPush push = exchange.getProperty(WeChatChannel.PUSH, WeChatPush.class);
        if (push == null || !(push.isSaid() || ANSWERED.contains(push.event()))) {
            return;
        }
        InboxId inbox = new InboxId(ExchangeHelper.getMandatoryHeader(exchange, WeChatChannel.INBOX, String.class));
        Duration longest = longest(exchange, inboxes.get(inbox.value()));
        PassiveAnswers claims = longest.isPositive() ? answers.getIfAvailable() : null;
        if (claims != null) {
            TenantId tenant =
                    new TenantId(ExchangeHelper.getMandatoryHeader(exchange, WeChatChannel.TENANT, String.class));
            try {
                trouble.works();
                claims.await(tenant, inbox, push.fromUserName(), longest)
                        .flatMap(message ->
                                claim(message, inboxes.get(inbox.value()).account(), claims))
                        .ifPresent(claim -> exchange.setProperty(WeChatChannel.CLAIM, claim));
            } catch (RuntimeException e) {
                // The message is durable: the platform gets its success, whatever the database does meanwhile.
                trouble.fails("No answer can be given in a call of the inbox " + inbox + " now: " + e, null);
                LOG.debug("Why no answer can be given in a call", e);
            }
        }
    }

    /// What is left of the time since the call began.
    private static Duration longest(Exchange exchange, WeChatInbox inbox) {
        long now = System.nanoTime();
        long elapsed = now - Objects.requireNonNullElse(exchange.getProperty(WeChatChannel.STARTED, Long.class), now);
        return inbox.account().passiveAnswer().minusNanos(elapsed);
    }

    private static Optional<PassiveClaim> claim(
            OutboundMessage message, WeChatProperties.Account account, PassiveAnswers claims) {
        try {
            return Optional.of(new Claim(message, WeChatOutboundAdapter.toNative(message, account), claims));
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
        public void notSent(boolean maybeSent) {
            claims.notSent(message, maybeSent);
        }
    }
}
