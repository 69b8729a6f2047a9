package io.omnihub.bench;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.OmniHub;
import io.omnihub.buffer.Buffer;
import io.omnihub.buffer.RawRecord;
import io.omnihub.channel.InboxProvider;
import io.omnihub.conversation.Engine;
import io.omnihub.message.Content;
import io.omnihub.message.Direction;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import io.omnihub.record.Erp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/// Records of a business system on the embedded default: from the door, durable in the buffer, to the committed upsert.
/// Two of three are further versions of records that are there.
class RecordBench {

    private static final String NAME = "records, SQLite";
    private static final int SENDERS = 64;
    private static final int KEYS = 20_000;
    private static final int WAITING = 10_000;

    private static final String MESSAGES = "messages of conversations, SQLite";
    private static final int RATE = 200;
    private static final int MOST_OPEN = 10_000;
    private static final int UPSERTS = 2_000;
    private static final int SYSTEMS = 20;

    private final AtomicLong number = new AtomicLong();

    static void run(Settings settings, Report report, Path data) throws InterruptedException {
        try (ConfigurableApplicationContext hub = new SpringApplicationBuilder(OmniHub.class, RecordBench.class)
                .run(
                        "--omnihub.data=" + data,
                        "--omnihub.config.channels=" + data.resolve("channels"),
                        "--server.port=0",
                        "--omnihub.gateway.port=0")) {
            RecordBench bench = new RecordBench();
            bench.measure(hub, settings.warmUp());
            for (int round = 0; round < settings.rounds(); round++) {
                Sample sample = bench.measure(hub, settings.time());
                report.add(NAME, sample);
                report.add(NAME + ": bytes written for one", "bytes", sample.written());
            }
            bench.beside(hub, settings, report);
        }
    }

    /// Messages of conversations at a steady pace, in turn alone and beside 2,000 upserts a second.
    private void beside(ConfigurableApplicationContext hub, Settings settings, Report report)
            throws InterruptedException {
        String alone = MESSAGES + " alone, p99";
        String busy = MESSAGES + " beside " + UPSERTS + " records/s, p99";
        var _ = messages(hub, settings.warmUp());
        for (int round = 0; round < settings.rounds(); round++) {
            report.add(alone, "ms", messages(hub, settings.time()));
            AtomicBoolean ended = new AtomicBoolean();
            AtomicLong sent = new AtomicLong();
            Buffer buffer = hub.getBean(Buffer.class);
            List<Thread> systems = IntStream.range(0, SYSTEMS)
                    .mapToObj(_ -> Thread.ofVirtual().start(() -> {
                        Pace pace = new Pace(UPSERTS / SYSTEMS);
                        while (!ended.get()) {
                            pace.next();
                            buffer.putRecords(List.of(next()));
                            sent.incrementAndGet();
                        }
                    }))
                    .toList();
            long begin = System.nanoTime();
            report.add(busy, "ms", messages(hub, settings.time()));
            ended.set(true);
            for (Thread system : systems) {
                system.join();
            }
            report.add(
                    MESSAGES + ": records beside them", "per second", sent.get() * 1e9 / (System.nanoTime() - begin));
            settle(hub);
        }
        report.ratio(MESSAGES + ": ratio", busy, alone);
    }

    /// @return within how many milliseconds of its time 99 of 100 messages were stored
    private double messages(ConfigurableApplicationContext hub, Duration time) throws InterruptedException {
        Engine engine = hub.getBean(Engine.class);
        Histogram latencies = new ConcurrentHistogram(60_000_000L, 3);
        Pace pace = new Pace(RATE);
        Semaphore open = new Semaphore(MOST_OPEN);
        for (long i = 0; i < RATE * time.toSeconds(); i++) {
            long due = pace.next();
            open.acquire();
            String user = "visitor" + i % SENDERS;
            var _ = engine.submit(message(user)).whenComplete((_, _) -> {
                latencies.recordValue((System.nanoTime() - due) / 1_000);
                open.release();
            });
        }
        open.acquire(MOST_OPEN);
        return latencies.getValueAtPercentile(99) / 1000.0;
    }

    private static InboundEvent message(String user) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new InboundEvent(
                new Header(
                        TenantId.DEFAULT,
                        Erp.CHANNEL,
                        Erp.SOURCE,
                        Direction.INBOUND,
                        user,
                        user,
                        Keys.client(Sender.contact(user), TimeOrdered.id()),
                        Sender.contact(user),
                        now,
                        now,
                        Map.of(),
                        null),
                Message.of("", new Content.Text("x".repeat(200))));
    }

    /// Until nothing waits any more.
    private void settle(ConfigurableApplicationContext hub) throws InterruptedException {
        while (stored(hub.getBean(MeterRegistry.class)) < number.get()) {
            Thread.sleep(1);
        }
    }

    /// Gives the moments at which something is due, so many a second.
    private static final class Pace {

        private final long each;
        private long due = System.nanoTime();

        Pace(int rate) {
            each = 1_000_000_000L / rate;
        }

        /// Waits for the next one.
        long next() {
            due += each;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            return due;
        }
    }

    private Sample measure(ConfigurableApplicationContext hub, Duration time) throws InterruptedException {
        Buffer buffer = hub.getBean(Buffer.class);
        MeterRegistry meters = hub.getBean(MeterRegistry.class);
        long end = System.nanoTime() + time.toNanos();
        double before = stored(meters);
        AtomicLong sent = new AtomicLong();
        Use use = Use.here();
        long begin = System.nanoTime();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(Thread.ofVirtual().start(() -> {
                while (System.nanoTime() < end) {
                    if (sent.get() - (stored(meters) - before) < WAITING) {
                        buffer.putRecords(List.of(next()));
                        sent.incrementAndGet();
                    }
                }
            }));
        }
        for (Thread sender : senders) {
            sender.join();
        }
        while (stored(meters) - before < sent.get()) {
            Thread.sleep(1);
        }
        return Sample.of(sent.get(), System.nanoTime() - begin, Use.here().since(use));
    }

    private static double stored(MeterRegistry meters) {
        return meters.find("omnihub.records").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private RawRecord next() {
        long next = number.incrementAndGet();
        String json = """
                {"type": "order", "key": "SO-%d", "version": %d, "title": "Order SO-%d", "state": "shipped", "tone": "busy",
                 "contact": {"phone": "138%08d", "memberNumber": "M-%d"},
                 "fields": {"amount": {"money": "%d.50", "currency": "CNY"}, "carrier": "SF", "address": "1 Garden Road"},
                 "steps": [{"name": "packed", "time": "2026-01-31T08:00:00Z"}, {"name": "delivered"}]}""".formatted(next % KEYS, next, next % KEYS, next % KEYS, next % KEYS, next);
        return Erp.record(json);
    }

    @Bean
    InboxProvider erp() {
        return Erp.inboxes();
    }
}
