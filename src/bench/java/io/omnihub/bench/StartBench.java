package io.omnihub.bench;

import java.nio.file.Path;
import java.util.List;

/// From the start of the process until the hub is ready, and the memory it then holds.
final class StartBench {

    private StartBench() {}

    static void run(Settings settings, Report report, Path data) {
        String name = HubProcess.isPackaged() ? "start, packaged" : "start, class path";
        for (int round = 0; round < settings.rounds(); round++) {
            try (HubProcess hub = HubProcess.start(data.resolve("start-" + round), List.of(), List.of())) {
                report.add(name + ": until ready", "s", hub.awaitReady().toMillis() / 1000.0);
                report.add(name + ": CPU until ready", "s", hub.cpu().toMillis() / 1000.0);
                report.add(name + ": memory (RSS)", "MB", hub.residentMegabytes());
            }
        }
    }
}
