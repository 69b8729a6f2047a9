package io.omnihub.bench;

import io.omnihub.buffer.BareBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Callbacks of a platform, signed and encrypted, through the HTTP door, the buffer and the log of a hub in a JVM of
/// its own, against a bare durable send and receive of messages of the same size through the same broker.
final class CallbackBench {

    static final int CUSTOMERS = 100;
    private static final int RATE = 500;

    /// More than the hub takes; the next runs seal somewhat more than it took.
    private static final int GUESS = 4_000;

    private final Settings settings;
    private final Report report;
    private final Path data;
    private final Platform platform;
    private final String bare;
    private final String maximum;
    private final BitSet accepted = new BitSet();
    private double fastest = GUESS;

    /// @param data of this platform's hub and broker
    CallbackBench(Settings settings, Report report, Path data, Platform platform) {
        this.settings = settings;
        this.report = report;
        this.data = data;
        this.platform = platform;
        this.bare = row("bare Artemis, send and receive");
        this.maximum = row("maximum, through buffer and log");
    }

    void run() throws Exception {
        Profile profile = new Profile(Path.of(data + ".jfr"));
        try (PackagedHub hub = PackagedHub.start(
                data.resolve("hub"), settings.profile() ? profile.flags() : List.of(), hubSettings())) {
            hub.awaitReady();
            measure(hub);
        }
        if (settings.profile()) {
            System.out.println("Callbacks of " + platform.title() + ":");
            profile.print();
        }
    }

    private void measure(PackagedHub hub) throws Exception {
        StoredLog log = StoredLog.in(hub.data());
        Callbacks callbacks = new Callbacks(platform, CUSTOMERS, hub.port());
        try (BareBroker broker = new BareBroker(data.resolve("bare"), CUSTOMERS);
                HttpLoad load = new HttpLoad(CUSTOMERS, hub.port())) {
            long warm = System.nanoTime() + settings.warmUp().toNanos();
            do {
                maximum(hub, log, load, callbacks, Duration.ofSeconds(5));
            } while (System.nanoTime() < warm);
            int bytes = log.bytesOfOne();
            report.add(row("bytes of one in the buffer"), "bytes", bytes);
            bare(broker, bytes, settings.warmUp());
            for (int round = 0; round < settings.rounds(); round++) {
                report.add(bare, bare(broker, bytes, settings.time()));
                report.add(maximum, maximum(hub, log, load, callbacks, settings.time()));
                paced(hub, log, load, callbacks);
            }
        }
        report.ratio(row("ratio"), maximum, bare);
        report.add(row("memory (RSS) after load"), "MB", hub.residentMegabytes());
        StoredLog.Verdict verdict = log.check(accepted);
        report.add(row("accepted in all runs"), "messages", verdict.accepted());
        report.add(row("lost"), "messages", verdict.lost());
        report.add(row("stored twice"), "messages", verdict.twice());
        report.add(row("out of order"), "messages", verdict.outOfOrder());
    }

    private String row(String what) {
        return "callbacks of " + platform.title() + ": " + what;
    }

    private List<String> hubSettings() {
        List<String> all = new ArrayList<>(platform.settings());
        all.add("--omnihub.routes=" + Path.of("routes").toAbsolutePath());
        return all;
    }

    private static Sample bare(BareBroker broker, int bytes, Duration time) throws Exception {
        Use before = Use.here();
        long begin = System.nanoTime();
        long count = broker.run(bytes, time);
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
        String paced = row("at " + RATE + "/s, ");
        report.add(paced + "p50", "ms", result.millis(50));
        report.add(paced + "p99", "ms", result.millis(99));
        report.add(paced + "longest", "ms", result.millis(100));
        report.add(paced + "CPU", "µs each", cpu.toNanos() / 1e3 / Math.max(1, result.count()));
        note(result);
    }

    private void note(HttpLoad.Result result) {
        accepted.or(result.accepted);
        result.refused.forEach((status, count) -> report.add(row("not accepted, " + status), "messages", count));
    }
}
