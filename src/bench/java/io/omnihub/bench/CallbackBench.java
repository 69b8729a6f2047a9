package io.omnihub.bench;

import io.omnihub.buffer.BareBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// WeChat callbacks in safe mode through the HTTP door, the buffer and the log of a hub in a JVM of its own, against a
/// bare durable send and receive of messages of the same size through the same broker.
final class CallbackBench {

    private static final int CUSTOMERS = 100;
    private static final int RATE = 500;

    /// More than the hub takes; the next runs seal somewhat more than it took.
    private static final int GUESS = 4_000;

    private static final String BARE = "callbacks: bare Artemis, send and receive";
    private static final String MAXIMUM = "callbacks: maximum, through buffer and log";
    private static final String PACED = "callbacks at " + RATE + "/s: ";

    private final Settings settings;
    private final Report report;
    private final Path data;
    private final BitSet accepted = new BitSet();
    private double fastest = GUESS;

    CallbackBench(Settings settings, Report report, Path data) {
        this.settings = settings;
        this.report = report;
        this.data = data;
    }

    void run() throws Exception {
        Profile profile = new Profile(data.resolveSibling("callbacks.jfr"));
        try (PackagedHub hub = PackagedHub.start(
                data.resolve("callbacks"), settings.profile() ? profile.flags() : List.of(), hubSettings())) {
            hub.awaitReady();
            measure(hub);
        }
        if (settings.profile()) {
            profile.print();
        }
    }

    private void measure(PackagedHub hub) throws Exception {
        StoredLog log = StoredLog.in(hub.data());
        try (BareBroker bare = new BareBroker(data.resolve("bare"), CUSTOMERS);
                Callbacks callbacks = new Callbacks(CUSTOMERS, hub.port());
                HttpLoad load = new HttpLoad(CUSTOMERS, hub.port())) {
            long warm = System.nanoTime() + settings.warmUp().toNanos();
            do {
                maximum(hub, log, load, callbacks, Duration.ofSeconds(5));
            } while (System.nanoTime() < warm);
            int bytes = log.bytesOfOne();
            report.add("callbacks: bytes of one in the buffer", "bytes", bytes);
            bare(bare, bytes, settings.warmUp());
            for (int round = 0; round < settings.rounds(); round++) {
                report.add(BARE, bare(bare, bytes, settings.time()));
                report.add(MAXIMUM, maximum(hub, log, load, callbacks, settings.time()));
                paced(hub, log, load, callbacks);
            }
        }
        report.ratio("callbacks: ratio", MAXIMUM, BARE);
        report.add("callbacks: memory (RSS) after load", "MB", hub.residentMegabytes());
        StoredLog.Verdict verdict = log.check(accepted);
        report.add("callbacks: accepted in all runs", "messages", verdict.accepted());
        report.add("callbacks: lost", "messages", verdict.lost());
        report.add("callbacks: stored twice", "messages", verdict.twice());
        report.add("callbacks: out of order", "messages", verdict.outOfOrder());
    }

    private static List<String> hubSettings() {
        List<String> all = new ArrayList<>(Callbacks.settings());
        all.add("--omnihub.routes=" + Path.of("routes").toAbsolutePath());
        return all;
    }

    private static Sample bare(BareBroker bare, int bytes, Duration time) throws Exception {
        Use before = Use.here();
        long begin = System.nanoTime();
        long count = bare.run(bytes, time);
        return Sample.of(count, System.nanoTime() - begin, Use.here().since(before));
    }

    /// Counts what has arrived in the log, until the last one has.
    private Sample maximum(PackagedHub hub, StoredLog log, HttpLoad load, Callbacks callbacks, Duration time)
            throws Exception {
        List<Callbacks.Request> requests = callbacks.seal((long) (fastest * 1.5 * time.toSeconds()));
        long position = log.lastPosition();
        Use before = hub.use();
        long begin = System.nanoTime();
        HttpLoad.Result result = load.closed(requests, time);
        log.await(position + result.count());
        Sample sample =
                Sample.of(result.count(), System.nanoTime() - begin, hub.use().since(before));
        fastest = Math.max(fastest, sample.perSecond());
        note(result);
        return sample;
    }

    private void paced(PackagedHub hub, StoredLog log, HttpLoad load, Callbacks callbacks) throws Exception {
        List<Callbacks.Request> requests = callbacks.seal(RATE * settings.time().toSeconds());
        long position = log.lastPosition();
        Use before = hub.use();
        HttpLoad.Result result = load.open(requests, RATE);
        log.await(position + result.count());
        Duration cpu = hub.use().since(before).cpu();
        report.add(PACED + "p50", "ms", result.millis(50));
        report.add(PACED + "p99", "ms", result.millis(99));
        report.add(PACED + "longest", "ms", result.millis(100));
        report.add(PACED + "CPU", "µs each", cpu.toNanos() / 1e3 / Math.max(1, result.count()));
        note(result);
    }

    private void note(HttpLoad.Result result) {
        accepted.or(result.accepted);
        if (result.refused > 0) {
            report.add("callbacks: not accepted", "messages", result.refused);
        }
    }
}
