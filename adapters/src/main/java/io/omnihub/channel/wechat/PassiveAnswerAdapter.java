package io.omnihub.channel.wechat;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.PassiveAnswers;
import io.omnihub.channel.TroubleLog;
import io.omnihub.channel.callback.Callback;
import io.omnihub.channel.wechat.WeChatProperties.Account;
import io.omnihub.message.InboxId;
import io.omnihub.message.OutboundMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
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
    private final ChannelInboxes<Account> inboxes;
    private final ObjectProvider<PassiveAnswers> answers;

    PassiveAnswerAdapter(ChannelInboxes<Account> inboxes, ObjectProvider<PassiveAnswers> answers) {
        this.inboxes = inboxes;
        this.answers = answers;
    }

    @Override
    public void process(Exchange exchange) {
        Callback callback = Callback.of(exchange);
        WeChatPush push = callback.message(WeChatPush.class);
        if (!(push.isSaid() || ANSWERED.contains(push.event()))) {
            return;
        }
        InboxId inbox = callback.inbox();
        Duration longest = longest(callback, inboxes.get(inbox.value()));
        PassiveAnswers claims = longest.isPositive() ? answers.getIfAvailable() : null;
        if (claims != null) {
            try {
                trouble.works();
                claims.await(callback.tenant(), inbox, push.fromUserName(), longest)
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
    private static Duration longest(Callback callback, ChannelInbox<Account> inbox) {
        return inbox.account().passiveAnswer().minusNanos(System.nanoTime() - callback.started());
    }

    private static Optional<PassiveClaim> claim(OutboundMessage message, Account account, PassiveAnswers claims) {
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
