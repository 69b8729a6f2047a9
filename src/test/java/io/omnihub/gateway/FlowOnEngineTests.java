package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.conversation.Hub;
import io.omnihub.conversation.Outcome;
import io.omnihub.message.Content;
import io.omnihub.message.Entry;
import io.omnihub.message.Message;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.FaultyDatabase;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;

/// Many clients with several frames outstanding, at a real engine whose commits fail at random: before they are done,
/// after they are done, or by taking longer than a client waits.
final class FlowOnEngineTests {

    private static final int CLIENTS = 16;
    private static final int MOST_OUTSTANDING = 6;
    private static final int FAILURES = Integer.getInteger("drill.failures", 60);

    /// A client waits less.
    private static final int TOO_LONG_MILLIS = 2_000;

    @TempDir
    private Path directory;

    @OnBothDatabases
    void whatEachClientWroteIsStoredOnceAndInOrder(Database.Kind kind) throws Exception {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            FaultyDatabase faulty = new FaultyDatabase(databases.database());
            try (Hub hub = new Hub(faulty);
                    ScheduledExecutorService loop = Executors.newScheduledThreadPool(4)) {
                List<Writer> writers = IntStream.range(0, CLIENTS)
                        .mapToObj(number -> new Writer(hub, loop, "client" + number))
                        .toList();
                writers.forEach(Writer::go);
                CountDownLatch failures = new CountDownLatch(FAILURES);
                fail(faulty, loop, failures);
                assertThat(failures.await(FAILURES, TimeUnit.SECONDS)).isTrue();
                writers.forEach(Writer::stop);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> writers.stream().allMatch(Writer::isSettled));

                for (Writer writer : writers) {
                    assertThat(texts(hub.entries(writer.name))).containsExactlyElementsOf(writer.written());
                }
            }
        }
    }

    private static void fail(FaultyDatabase faulty, ScheduledExecutorService loop, CountDownLatch left) {
        if (left.getCount() == FAILURES / 2) {
            CompletableFuture<Void> tooLong = new CompletableFuture<>();
            faulty.hold(tooLong.completeOnTimeout(null, TOO_LONG_MILLIS, TimeUnit.MILLISECONDS));
        } else if (ThreadLocalRandom.current().nextBoolean()) {
            faulty.refuse(1);
        } else {
            faulty.loseAnswers(1);
        }
        left.countDown();
        if (left.getCount() > 0) {
            int millis = ThreadLocalRandom.current().nextInt(60);
            var _ = loop.schedule(() -> fail(faulty, loop, left), millis, TimeUnit.MILLISECONDS);
        }
    }

    private static List<String> texts(List<Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.change() instanceof Message)
                .map(entry -> ((Content.Text) ((Message) entry.change()).parts().getFirst()).text())
                .toList();
    }

    /// A client that keeps to the rules; its socket's events come one after the other.
    private static final class Writer {

        private final Hub hub;
        private final ScheduledExecutorService loop;
        private final String name;
        private final Flow flow = new Flow();
        private final List<String> written = new ArrayList<>();
        private final List<String> unacknowledged = new ArrayList<>();
        private final AtomicBoolean going = new AtomicBoolean(true);
        private boolean waiting;

        Writer(Hub hub, ScheduledExecutorService loop, String name) {
            this.hub = hub;
            this.loop = loop;
            this.name = name;
        }

        void go() {
            var _ = loop.scheduleWithFixedDelay(this::write, 0, 2, TimeUnit.MILLISECONDS);
        }

        void stop() {
            going.set(false);
        }

        synchronized boolean isSettled() {
            return unacknowledged.isEmpty();
        }

        synchronized List<String> written() {
            return List.copyOf(written);
        }

        private synchronized void write() {
            if (going.get() && unacknowledged.size() < MOST_OUTSTANDING) {
                String id = name + "-" + written.size();
                written.add(id);
                unacknowledged.add(id);
                if (!waiting) {
                    send(id);
                }
            }
        }

        private void send(String id) {
            flow.submit(
                    id,
                    () -> hub.engine.submit(hub.text(name, id, id)),
                    (answered, outcome) -> loop.execute(() -> hear(answered, outcome)));
        }

        private synchronized void hear(String id, Outcome outcome) {
            if (outcome != null) {
                assertThat(outcome).isInstanceOf(Outcome.Stored.class);
                unacknowledged.remove(id);
            } else if (!waiting) {
                waiting = true;
                var _ = loop.schedule(
                        this::sendAgain, ThreadLocalRandom.current().nextInt(30), TimeUnit.MILLISECONDS);
            }
        }

        private synchronized void sendAgain() {
            waiting = false;
            List.copyOf(unacknowledged).forEach(this::send);
        }
    }
}
