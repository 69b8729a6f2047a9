package io.omnihub.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Idle visitors at the gateway: the memory that each takes, and how long messages of others take beside them.
final class IdleBench {

    private static final List<Integer> COUNTS = List.of(1_000, 5_000, 15_000);
    private static final int VISITORS = 100;
    private static final int AGENTS = 10;
    private static final int RATE = 500;

    private final Settings settings;
    private final Report report;
    private final Path data;

    IdleBench(Settings settings, Report report, Path data) {
        this.settings = settings;
        this.report = report;
        this.data = data;
    }

    void run() throws Exception {
        Map<Integer, Double> bare = bare();
        try (PackagedHub hub =
                PackagedHub.start(data.resolve("idle"), Sample.GIVING_BACK, PackagedHub.forSockets(List.of()))) {
            hub.awaitReady();
            List<SocketLoad> idle = new ArrayList<>();
            try (SocketLoad load =
                    new SocketLoad(new HubDialect(hub.api(), VISITORS, AGENTS), hub.gatewayPort(), VISITORS, AGENTS)) {
                load.open(RATE, settings.warmUp());
                double before = hub.settledMegabytes();
                int there = 0;
                for (int count : COUNTS) {
                    idle.add(new SocketLoad(
                            HubDialect.silent(hub.api(), count - there), hub.gatewayPort(), count - there, 0));
                    there = count;
                    String name = "idle: %,d visitors".formatted(count);
                    double each = (hub.settledMegabytes() - before) * 1024 / count;
                    report.add(name + ": memory (RSS) each", "KB", each);
                    report.add(name + ": the bare relay's", "KB", bare.get(count));
                    report.add(name + ": ratio", "x", each / bare.get(count));
                    for (int round = 0; round < settings.rounds(); round++) {
                        SocketLoad.Result result = load.open(RATE, settings.time());
                        report.add(name + ": p99 of others at " + RATE + "/s", "ms", result.millis(99));
                    }
                }
            } finally {
                idle.forEach(SocketLoad::close);
            }
        }
    }

    /// The relay carries the same load first, so that nothing of what that takes counts for the idle ones.
    private Map<Integer, Double> bare() throws InterruptedException {
        Map<Integer, Double> kilobytes = new TreeMap<>();
        int most = VISITORS + COUNTS.getLast();
        List<SocketLoad> idle = new ArrayList<>();
        try (RelayProcess relay = RelayProcess.start(Sample.GIVING_BACK, most, AGENTS, null);
                SocketLoad load = new SocketLoad(new RelayDialect(0), relay.port(), VISITORS, AGENTS)) {
            load.open(RATE, settings.warmUp());
            double before = relay.settledMegabytes();
            int there = 0;
            for (int count : COUNTS) {
                idle.add(new SocketLoad(new RelayDialect(VISITORS + there), relay.port(), count - there, 0));
                there = count;
                kilobytes.put(count, (relay.settledMegabytes() - before) * 1024 / count);
            }
        } finally {
            idle.forEach(SocketLoad::close);
        }
        return kilobytes;
    }
}
