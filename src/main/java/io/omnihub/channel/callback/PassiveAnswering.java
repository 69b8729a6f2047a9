package io.omnihub.channel.callback;

import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.PassiveAnswers;
import io.omnihub.channel.Recent;
import io.omnihub.channel.TroubleLog;
import io.omnihub.message.OutboundMessage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.beans.factory.ObjectProvider;

/// Last step of a call to a platform that shows its contacts what we answer: holds the call open for a message, where
/// the inbox is set so, and answers with it where it fits, else with "taken, and nothing to say now".
///
/// A platform confirms no such answer, but calls again where it missed one: then it gets the same answer again.
public final class PassiveAnswering implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(PassiveAnswering.class);

    /// Longer than a platform's repeated calls take.
    private static final Duration REPEATED = Duration.ofSeconds(30);

    private final TroubleLog trouble = new TroubleLog(LOG, Level.WARN, "Answers are given in calls again");
    private final CallbackAnswer nothing;
    private final PassiveWriter writer;
    private final ObjectProvider<PassiveAnswers> claims;
    private final Recent<CallbackAnswer> answers;

    /// @param nothing the answer without a message
    public PassiveAnswering(
            CallbackAnswer nothing, PassiveWriter writer, ObjectProvider<PassiveAnswers> claims, Clock clock) {
        this.nothing = nothing;
        this.writer = writer;
        this.claims = claims;
        this.answers = new Recent<>(REPEATED, clock);
    }

    @Override
    public void process(Exchange exchange) {
        Callback callback = Callback.of(exchange);
        String call = call(callback);
        answers.get(call)
                .or(() -> awaited(exchange, callback, call))
                .or(() -> unanswered(callback))
                .orElse(nothing)
                .process(exchange);
    }

    private Optional<CallbackAnswer> unanswered(Callback callback) {
        return callback.message() == null ? Optional.empty() : writer.unanswered(callback);
    }

    private Optional<CallbackAnswer> awaited(Exchange exchange, Callback callback, String call) {
        Duration longest = callback.message() == null
                ? Duration.ZERO
                : writer.longest(callback).minusNanos(System.nanoTime() - callback.started());
        PassiveAnswers available = longest.isPositive() ? claims.getIfAvailable() : null;
        if (available == null) {
            return Optional.empty();
        }
        try {
            return available
                    .await(callback.tenant(), callback.inbox(), writer.thread(callback), longest)
                    .flatMap(message -> answer(exchange, callback, call, available, message));
        } catch (RuntimeException e) {
            // What the contact said is durable: the platform gets its success, whatever the database does meanwhile.
            fails(callback, e);
            return Optional.empty();
        }
    }

    private Optional<CallbackAnswer> answer(
            Exchange exchange, Callback callback, String call, PassiveAnswers available, OutboundMessage message) {
        Optional<CallbackAnswer> answer = written(callback, message);
        answer.ifPresentOrElse(
                written -> {
                    trouble.works();
                    answers.put(call, written);
                    exchange.getExchangeExtension().addOnCompletion(new End(available, message));
                },
                () -> available.notSent(message, false));
        return answer;
    }

    private Optional<CallbackAnswer> written(Callback callback, OutboundMessage message) {
        try {
            return writer.write(callback, message);
        } catch (ChannelRejectedException _) {
            // The API sender finds the same, and records it.
            return Optional.empty();
        } catch (RuntimeException e) {
            fails(callback, e);
            return Optional.empty();
        }
    }

    private void fails(Callback callback, RuntimeException e) {
        trouble.fails("No answer can be given in a call of the inbox " + callback.inbox() + " now: " + e, null);
        LOG.debug("Why no answer can be given in a call", e);
    }

    /// What is the same in every call for one message: the bytes within, since platforms encrypt them anew.
    private static String call(Callback callback) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(callback.raw());
            return callback.inbox() + " " + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /// Ends a claim after the answer was written.
    private static final class End extends SynchronizationAdapter {

        private final PassiveAnswers claims;
        private final OutboundMessage message;

        End(PassiveAnswers claims, OutboundMessage message) {
            this.claims = claims;
            this.message = message;
        }

        @Override
        public void onComplete(Exchange exchange) {
            claims.sent(message);
        }

        @Override
        public void onFailure(Exchange exchange) {
            claims.notSent(message, true);
        }
    }
}
