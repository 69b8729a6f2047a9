package io.omnihub.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A hub with little to do: the CPU it takes without any client, and for one exchange while there are few.
final class QuietBench {

    private static final int VISITORS = 100;
    private static final int AGENTS = 10;
    private static final int RATE = 100;

    /// What a start leaves to the compiler is not done before.
    private static final Duration AT_LEAST = Duration.ofMinutes(2);

    private final Settings settings;
    private final Report report;
    private final Path data;

    QuietBench(Settings settings, Report report, Path data) {
        this.settings = settings;
        this.report = report;
        this.data = data;
    }

    void run() throws Exception {
        try (PackagedHub hub = PackagedHub.start(data.resolve("quiet"), List.of(), PackagedHub.forSockets(List.of()))) {
            hub.awaitReady();
            Thread.sleep(settings.warmUp().compareTo(AT_LEAST) > 0 ? settings.warmUp() : AT_LEAST);
            for (int round = 0; round < settings.rounds(); round++) {
                Use before = hub.use();
                long begun = System.nanoTime();
                Thread.sleep(settings.time());
                double used = hub.use().since(before).cpu().toNanos();
                report.add("quiet: CPU without any client", "% of a core", used / (System.nanoTime() - begun) * 100);
            }
            try (SocketLoad load =
                    new SocketLoad(new HubDialect(hub.api(), VISITORS, AGENTS), hub.gatewayPort(), VISITORS, AGENTS)) {
                load.open(RATE, settings.warmUp());
                for (int round = 0; round < settings.rounds(); round++) {
                    Use before = hub.use();
                    SocketLoad.Result result = load.open(RATE, settings.time());
                    String name = "quiet: " + RATE + " exchanges/s";
                    Sample sample =
                            Sample.of(result.exchanges, result.nanos, hub.use().since(before));
                    report.add(name, sample);
                    report.add(name + ": bytes written for a message", "bytes", sample.written() / 2);
                    report.add(name + ": visitor to agent, p99", "ms", result.millis(99));
                }
            }
        }
    }
}
