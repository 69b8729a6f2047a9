package io.omnihub.bench;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.OmniHub;
import io.omnihub.buffer.Buffer;
import io.omnihub.buffer.RawRecord;
import io.omnihub.channel.InboxProvider;
import io.omnihub.record.Erp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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
