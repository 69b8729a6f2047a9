package io.omnihub.buffer;

import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.server.Queue;

/// What the buffer has taken and the log has not got yet.
public interface Backlog {

    /// Waits until everything that the buffer has taken until now is stored. What comes in the meantime is not waited
    /// for, save with an external broker, which can't tell it apart.
    ///
    /// @return false where that has not come about in this time
    boolean awaitStored(Duration atMost) throws InterruptedException;

    /// Of the broker in this process: each of its queues is stored and acknowledged in order.
    static Backlog embedded(EmbeddedBroker broker, Iterable<String> names) {
        return atMost -> {
            Map<Queue, Long> marks =
                    broker.queues(names).stream().collect(Collectors.toMap(Function.identity(), Backlog::taken));
            return await(
                    atMost,
                    () -> marks.entrySet().stream()
                            .allMatch(mark -> mark.getKey().getMessageCount() == 0
                                    || mark.getKey().getMessagesAcknowledged() >= mark.getValue()));
        };
    }

    /// Of an external broker, which only tells how many messages there are.
    static Backlog external(Broker broker, int partitions) {
        Drain drain = new Drain(broker, partitions);
        return atMost -> await(atMost, () -> drain.left() == 0);
    }

    /// A number of those acknowledged at which all are that are there now.
    private static long taken(Queue queue) {
        long before;
        long taken;
        do {
            before = queue.getMessagesAcknowledged();
            taken = before + queue.getMessageCount();
        } while (queue.getMessagesAcknowledged() != before);
        return taken;
    }

    private static boolean await(Duration atMost, BooleanSupplier over) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!over.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(Duration.ofMillis(20));
        }
        return true;
    }
}
