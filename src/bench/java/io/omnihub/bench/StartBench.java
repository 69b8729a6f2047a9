package io.omnihub.bench;

import java.nio.file.Path;
import java.util.List;

/// From the start of the process until the hub is ready, and the memory it then holds: of the jar, and of the trained
/// distribution.
final class StartBench {

    private StartBench() {}

    static void run(Settings settings, Report report, Path data) throws InterruptedException {
        Distribution distribution = Distribution.prepare(data.resolve("distribution"));
        for (int round = 0; round < settings.rounds(); round++) {
            measure(report, "start, jar", PackagedHub.start(data.resolve("start-" + round), List.of(), List.of()));
            measure(
                    report,
                    "start, trained distribution",
                    PackagedHub.start(data.resolve("start-trained-" + round), distribution.program()));
        }
    }

    private static void measure(Report report, String name, PackagedHub started) {
        try (PackagedHub hub = started) {
            report.add(name + ": until ready", "s", hub.awaitReady().toMillis() / 1000.0);
            report.add(name + ": CPU until ready", "s", hub.use().cpu().toMillis() / 1000.0);
            report.add(name + ": memory (RSS)", "MB", hub.residentMegabytes());
        }
    }
}
