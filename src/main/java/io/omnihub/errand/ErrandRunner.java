package io.omnihub.errand;

import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.loop.Outage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does the errands of a kind on this node: hands what is due to virtual threads, a bounded number at once for each
/// target.
final class ErrandRunner {

    private static final Logger LOG = LoggerFactory.getLogger(ErrandRunner.class);

    /// Stops before the teller, which tells what ended until then.
    private static final int PHASE = Teller.PHASE + 10;

    /// For so many targets it claims in one transaction: a commit costs more than a claim.
    private static final int AT_ONCE = 20;

    private static final Duration STOP = Duration.ofSeconds(10);

    private final String name;
    private final Errands errands;
    private final ErrandHandler handler;
    private final Places places;
    private final Loop loop;
    private Duration rest = Duration.ZERO;

    ErrandRunner(String name, Errands errands, ErrandHandler handler, int perTarget, Loops loops) {
        this.name = name;
        this.errands = errands;
        this.handler = handler;
        this.places = new Places(perTarget);
        this.loop = loops.loop(name, this::step)
                .resting(Duration.ZERO, () -> rest)
                .phase(PHASE)
                .ending(STOP, this::awaitDone);
    }

    /// It begins nothing more when it is stopped, and waits for what is being done.
    Loop loop() {
        return loop;
    }

    private void awaitDone() {
        try {
            places.awaitEmpty(STOP);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() {
        rest = errands.poll();
        List<Wanted> some = new ArrayList<>();
        for (String target : errands.targets()) {
            int free = places.free(target);
            if (free > 0) {
                some.add(new Wanted(target, List.of(), free, 0));
            }
            if (some.size() == AT_ONCE) {
                claim(some);
                some.clear();
            }
        }
        claim(some);
    }

    private void claim(List<Wanted> some) {
        if (!some.isEmpty() && loop.isRunning()) {
            Errands.Claimed claimed = errands.claim(some, (_, _) -> new Choice.Take(""));
            begin(claimed.errands());
            rest = claimed.rest().compareTo(rest) < 0 ? claimed.rest() : rest;
        }
    }

    private void begin(List<Errand> claimed) {
        for (Errand errand : claimed) {
            places.take(errand.target());
            Thread.ofVirtual().name(name + "-" + errand.id()).start(() -> run(errand));
        }
    }

    private void run(Errand errand) {
        try {
            settle(errand);
        } catch (RuntimeException e) {
            // The claim ends by itself, and it is tried again.
            LOG.warn("The outcome of the errand {} of {} could not be recorded: {}", errand.id(), name, e.toString());
        } finally {
            if (places.release(errand.target())) {
                // More for the target may have waited for the place.
                loop.wake();
            }
        }
    }

    private void settle(Errand errand) {
        Attempt attempt = errand.lastAttempt();
        AtomicReference<Alongside> alongside = new AtomicReference<>(Alongside.NOTHING);
        String result;
        try {
            result = handler.run(errand, alongside::set);
        } catch (ChannelRejectedException e) {
            errands.failed(attempt, e.code(), Objects.toString(e.getMessage(), ""), e.maybeSent(), alongside.get());
            return;
        } catch (ChannelUnavailableException e) {
            errands.retry(
                    attempt,
                    e.code(),
                    Objects.toString(e.getMessage(), ""),
                    e.maybeSent(),
                    false,
                    e.retryAfter(),
                    alongside.get());
            return;
        } catch (RuntimeException e) {
            boolean fault = !(e instanceof Outage);
            if (fault) {
                LOG.error("The errand {} of {} failed by a fault of the hub", errand.id(), name, e);
            }
            errands.retry(
                    attempt,
                    "",
                    fault ? "a fault of the hub, " + e.getClass().getSimpleName() : "the hub is busy",
                    true,
                    fault,
                    Duration.ZERO,
                    alongside.get());
            return;
        }
        errands.done(attempt, result, false, Duration.ZERO, alongside.get());
    }
}
