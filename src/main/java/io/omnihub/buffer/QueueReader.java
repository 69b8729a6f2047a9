package io.omnihub.buffer;

import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.loop.Trouble;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads one queue in order on a thread of its own: hands each message over, acknowledges those that were decided, and
/// after any trouble begins again with the oldest one that was not. Nothing is read again before everything handed over
/// earlier is decided: so nothing overtakes, and what waits in memory stays bounded.
final class QueueReader {

    private static final Logger LOG = LoggerFactory.getLogger(QueueReader.class);
    private static final Duration MOMENT = Duration.ofMillis(200);

    /// Each end of an idle wait asks the broker, so it is long; what arrives, the end of the session and the stop end
    /// it.
    private static final Duration IDLE = Duration.ofSeconds(10);

    private static final Duration BUSY = Duration.ofMillis(10);
    private static final Duration SETTLE = Duration.ofMillis(50);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration SHORTEST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Broker broker;
    private final String queue;
    private final Limits limits;
    private final Function<Parcel, CompletableFuture<?>> taker;
    private final Loop loop;
    private final Trouble trouble;
    private final Lock idling = new ReentrantLock();
    private @Nullable Thread idle;
    private volatile boolean running = true;
    private List<? extends CompletableFuture<?>> open = List.of();
    private Duration pause = SHORTEST;

    /// @param taker decides each message; what it throws, or a failed future, brings the message again
    QueueReader(Broker broker, String queue, Limits limits, Function<Parcel, CompletableFuture<?>> taker, Loops loops) {
        this.broker = broker;
        this.queue = queue;
        this.limits = limits;
        this.taker = taker;
        loop = loops.loop("buffer-" + queue, this::step);
        trouble = new Trouble(LOG, "Reading " + queue);
    }

    void start() {
        loop.start();
    }

    /// Stops receiving; what is handed over already has a moment to be decided.
    void stop() {
        idling.lock();
        try {
            running = false;
            if (idle != null) {
                idle.interrupt();
            }
        } finally {
            idling.unlock();
        }
    }

    void join() {
        loop.stop(GRACE.plus(GRACE));
    }

    private void step() throws InterruptedException {
        Duration rest = Duration.ZERO;
        try (Link link = broker.connect()) {
            read(link);
        } catch (InterruptedException e) {
            throw e;
        } catch (StalledException e) {
            LOG.warn("{}; another node may go on with {}", e.getMessage(), queue);
            rest = limits.pause();
        } catch (Exception e) {
            trouble.failed(e);
            rest = pause;
            pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
        }
        rest(rest);
    }

    private void read(Link link) throws Exception {
        ClientSession session = link.transaction();
        Window window = new Window(session, limits.messages(), limits.bytes());
        try {
            Link.ensure(session, queue);
            ClientConsumer consumer = session.createConsumer(SimpleString.of(queue));
            session.start();
            read(session, consumer, window);
            drain(window);
        } finally {
            open = window.open();
            rollBack(session);
        }
    }

    private void read(ClientSession session, ClientConsumer consumer, Window window) throws Exception {
        long settled = System.nanoTime();
        while (running) {
            ClientMessage message = null;
            if (window.isFull()) {
                window.await(SETTLE);
            } else {
                message = window.isEmpty() ? receive(consumer) : consumer.receive(BUSY.toMillis());
            }
            if (message != null) {
                Parcel parcel = parcel(message);
                CompletableFuture<?> decision = take(parcel);
                window.add(message, parcel.body().length, decision);
                if (decision.isCompletedExceptionally()) {
                    // The next one must not overtake it.
                    throw new UndecidedException(decision.exceptionNow());
                }
            } else if (session.isClosed()) {
                throw new UndecidedException("the session was lost");
            }
            if (message == null || System.nanoTime() - settled > SETTLE.toNanos()) {
                window.settle();
                settled = System.nanoTime();
                if (window.isEmpty()) {
                    pause = SHORTEST;
                    trouble.worked();
                }
            }
            Duration stall = limits.stall();
            if (stall != null && window.stalled(stall)) {
                throw new StalledException("The engine made no progress for " + stall);
            }
        }
    }

    /// Waits for a message while nothing else is to be done.
    private @Nullable ClientMessage receive(ClientConsumer consumer) throws ActiveMQException {
        if (!idle(Thread.currentThread())) {
            return null;
        }
        try {
            return consumer.receive(IDLE.toMillis());
        } catch (ActiveMQInterruptedException e) {
            LOG.trace("Reading {} ends", queue, e);
            return null;
        } finally {
            idle(null);
        }
    }

    /// @return whether it may wait
    private boolean idle(@Nullable Thread waits) {
        idling.lock();
        try {
            idle = waits;
            // The stop means the wait, not what comes after it.
            return !Thread.interrupted() && running;
        } finally {
            idling.unlock();
        }
    }

    private void drain(Window window) throws Exception {
        long end = System.nanoTime() + GRACE.toNanos();
        while (!window.isEmpty() && System.nanoTime() < end) {
            window.await(SETTLE);
            window.settle();
        }
    }

    private CompletableFuture<?> take(Parcel parcel) {
        try {
            return taker.apply(parcel);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /// Else what was prefetched would overtake what was not acknowledged, at the next consumer.
    private static void rollBack(ClientSession session) {
        try {
            session.stop();
            session.rollback();
            session.close();
        } catch (ActiveMQException | RuntimeException e) {
            LOG.debug("The session could not be rolled back; the broker does it when it misses us", e);
        }
    }

    /// Waits that long, and then for the last decision.
    private void rest(Duration least) throws InterruptedException {
        CompletableFuture<Void> decided = CompletableFuture.allOf(open.toArray(CompletableFuture<?>[]::new));
        long end = System.nanoTime() + least.toNanos();
        while (running && System.nanoTime() < end) {
            Thread.sleep(Duration.ofNanos(Math.clamp(end - System.nanoTime(), 0, MOMENT.toNanos())));
        }
        while (running && !decided.isDone()) {
            try {
                decided.get(MOMENT.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.trace("Not all is decided yet", e);
            }
        }
        open = List.of();
    }

    private Parcel parcel(ClientMessage message) {
        Map<String, String> labels = new HashMap<>();
        for (SimpleString name : message.getPropertyNames()) {
            if (message.getObjectProperty(name) instanceof SimpleString text) {
                labels.put(name.toString(), text.toString());
            }
        }
        return new Parcel(queue, labels, Link.body(message));
    }

    /// How much a reader holds, and how patient it is.
    ///
    /// @param stall without progress for this long, another node may go on; null where there is no other
    record Limits(int messages, long bytes, @Nullable Duration stall, Duration pause) {

        /// As the settings say.
        static Limits of(BufferProperties properties) {
            return new Limits(
                    properties.windowMessages(),
                    properties.windowSize().toBytes(),
                    properties.embedded() ? null : properties.stall(),
                    properties.pause());
        }
    }

    /// The engine does not get on.
    private static final class StalledException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StalledException(String message) {
            super(message);
        }
    }
}
