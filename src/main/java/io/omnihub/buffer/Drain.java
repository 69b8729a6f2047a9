package io.omnihub.buffer;

import java.time.Duration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits until the queues of the partitions that there were are empty, so that others can be added.
///
/// @param partitions their number
record Drain(Broker broker, int partitions) {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration TOLD_EVERY = Duration.ofSeconds(5);

    /// Waits as long as it takes: what was accepted must be in the log first.
    void await() {
        long told = System.nanoTime();
        for (long left = left(); left != 0; left = left()) {
            if (System.nanoTime() - told > TOLD_EVERY.toNanos()) {
                told = System.nanoTime();
                LOG.info(
                        "The log gets more partitions when the buffer is empty: {}",
                        left < 0 ? "its broker is away" : left + " events are left");
            }
            try {
                Thread.sleep(INTERVAL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("stopped before the log got more partitions", e);
            }
        }
    }

    /// How many events are not in the log yet; -1 where nobody knows.
    long left() {
        try (Link link = broker.connect();
                ClientSession session = link.session()) {
            long left = 0;
            for (int partition = 0; partition < partitions; partition++) {
                left += session.queueQuery(SimpleString.of(Queues.inbound(partition)))
                        .getMessageCount();
            }
            return left;
        } catch (Exception e) {
            LOG.debug("The buffer can't be asked", e);
            return -1;
        }
    }
}
