package io.omnihub.delivery;

import io.omnihub.conversation.BusyException;
import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.Conversations;
import io.omnihub.conversation.Engine;
import io.omnihub.conversation.Outcome;
import io.omnihub.delivery.Untold.Ended;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.message.Keys;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Receipt;
import io.omnihub.message.Sender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Tells the log how deliveries ended. The ledger keeps what is untold, so nothing is forgotten by a crash; the key of
/// each receipt sees to it that the log takes it once.
final class Teller implements SmartLifecycle {

    /// Stops after the readers and the senders, and before the engine.
    static final int PHASE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Teller.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Untold untold;
    private final Conversations conversations;
    private final Commands commands;
    private final Engine engine;
    private final Loop loop;

    Teller(Untold untold, Conversations conversations, Commands commands, Engine engine, Loops loops) {
        this.untold = untold;
        this.conversations = conversations;
        this.commands = commands;
        this.engine = engine;
        this.loop = loops.loop("delivery-teller", this::tellAll).every(Duration.ZERO, PATIENCE);
    }

    @Override
    public void start() {
        loop.start();
    }

    /// What ended while the senders stopped is told before the end.
    @Override
    public void stop() {
        if (!loop.isRunning()) {
            return;
        }
        loop.stop(PATIENCE);
        try {
            tellAll();
        } catch (RuntimeException e) {
            LOG.debug("How the last deliveries ended is told after the next start", e);
        }
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /// There is something to tell.
    void wake() {
        loop.wake();
    }

    private void tellAll() {
        while (tell()) {
            LOG.debug("There is more to tell");
        }
    }

    /// Tells what is untold.
    ///
    /// @return whether there may be more
    boolean tell() {
        List<Ended> batch = untold.next();
        List<Telling> tellings = new ArrayList<>();
        for (Ended ended : batch) {
            Optional<Conversation> conversation =
                    conversations.find(ended.tenant(), ended.id().conversation());
            conversation.ifPresent(known -> tellings.add(new Telling(ended, submit(known, ended))));
        }
        List<Ended> told = new ArrayList<>();
        boolean busy = false;
        for (Telling telling : tellings) {
            try {
                check(telling.ended(), telling.answer().join());
                told.add(telling.ended());
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof BusyException)) {
                    throw e;
                }
                busy = true;
            }
        }
        untold.told(told);
        if (busy) {
            throw new BusyException("The engine is busy.");
        }
        return batch.size() == Untold.AT_ONCE;
    }

    private CompletableFuture<Outcome> submit(Conversation conversation, Ended ended) {
        Receipt receipt = new Receipt(
                MessageRef.of(ended.id().sequence()),
                ended.state(),
                ended.externalId(),
                ended.code(),
                ended.reason(),
                ended.maybeRepeated());
        return engine.submit(
                commands.event(conversation, Sender.HUB, Keys.receipt(ended.keyId(), ended.state()), receipt));
    }

    private static void check(Ended ended, Outcome outcome) {
        switch (outcome) {
            case Outcome.Stored _, Outcome.Waiting _ -> {}
            case Outcome.Refused refused ->
                LOG.error("The log refused the receipt of {}: {}", ended.id(), refused.detail());
            case Outcome.Dead dead -> LOG.error("The receipt of {} is a dead letter: {}", ended.id(), dead.reason());
        }
    }

    private record Telling(Ended ended, CompletableFuture<Outcome> answer) {}
}
