package io.omnihub.simulator;

import io.omnihub.simulator.platform.Pushed;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How fast the people of the demo are.
///
/// @param longest the longest that somebody thinks before they go on
record DemoPace(Duration longest) {

    private static final Logger LOG = LoggerFactory.getLogger(DemoPace.class);

    void think() throws InterruptedException {
        long millis = Math.max(2, longest.toMillis());
        Thread.sleep(ThreadLocalRandom.current().nextLong(millis / 4, millis));
    }

    /// Waits for an answer as long as a person does.
    <T> @Nullable T await(BlockingQueue<T> answers) throws InterruptedException {
        return answers.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Until somebody begins anew.
    void rest() throws InterruptedException {
        Thread.sleep(longest.multipliedBy(3));
    }

    static void told(Pushed pushed) {
        if (!pushed.isTaken()) {
            LOG.warn("Demo: the hub did not take what was said; the last answer was HTTP {}", pushed.status());
        }
    }
}
