package io.omnihub.errand;

import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.loop.Outage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Does the errands of a kind on this node: hands what is due to virtual threads, a bounded number at once for each
/// target.
public final class ErrandRunner implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ErrandRunner.class);

    /// Stops before the teller, which tells what ended until then.
    private static final int PHASE = 510;

    private static final Duration STOP = Duration.ofSeconds(10);

    private final String name;
    private final Errands errands;
    private final ErrandHandler handler;
    private final Places places;
    private final Loop loop;

    ErrandRunner(String name, Errands errands, ErrandHandler handler, int perTarget, Duration poll, Loops loops) {
        this.name = name;
        this.errands = errands;
        this.handler = handler;
        this.places = new Places(perTarget);
        this.loop = loops.loop(name, this::step).every(Duration.ZERO, poll);
    }

    @Override
    public void start() {
        loop.start();
    }

    /// Begins nothing more, and waits for what is being done.
    @Override
    public void stop() {
        loop.stop(STOP);
        try {
            places.awaitEmpty(STOP);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
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

    void wake() {
        loop.wake();
    }

    private void step() {
        for (String target : errands.targets()) {
            int free = places.free(target);
            if (free > 0 && loop.isRunning()) {
                begin(errands.claim(new Wanted(target, List.of(), free, 0), (_, _) -> new Choice.Take()));
            }
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
        String result;
        try {
            result = handler.run(errand);
        } catch (ChannelRejectedException e) {
            errands.failed(attempt, e.code(), Objects.toString(e.getMessage(), ""), e.maybeSent());
            return;
        } catch (ChannelUnavailableException e) {
            errands.retry(attempt, Objects.toString(e.getMessage(), ""), e.maybeSent(), false);
            return;
        } catch (RuntimeException e) {
            boolean fault = !(e instanceof Outage);
            if (fault) {
                LOG.error("The errand {} of {} failed by a fault of the hub", errand.id(), name, e);
            }
            errands.retry(
                    attempt,
                    fault ? "a fault of the hub, " + e.getClass().getSimpleName() : "the hub is busy",
                    true,
                    fault);
            return;
        }
        errands.done(attempt, result, false);
    }
}
