package io.omnihub.bench;

import io.omnihub.buffer.BrokerProcess;
import io.omnihub.web.Api;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Durable chat exchanges over WebSocket, against a bare relay and the same relay with a write-ahead log.
final class SocketBench {

    private static final int VISITORS = 100;
    private static final int AGENTS = 10;
    private static final int MANY_VISITORS = 1_000;
    private static final int MORE_AGENTS = 50;
    /// Of an exchange.
    private static final int MESSAGES = 2;

    private static final String RELAY = "sockets: bare relay";
    private static final String DURABLE = "sockets: bare relay with write-ahead log";

    private final Settings settings;
    private final Report report;
    private final Path data;

    SocketBench(Settings settings, Report report, Path data) {
        this.settings = settings;
        this.report = report;
        this.data = data;
    }

    void run() throws Exception {
        measure("SQLite", List.of(), () -> Use.NOTHING);
        try (DurablePostgres postgres = DurablePostgres.start()) {
            measure("PostgreSQL", settings(postgres), postgres::use);
        }
        try (DurablePostgres postgres = DurablePostgres.start();
                BrokerProcess broker = new BrokerProcess(data)) {
            List<String> both = new ArrayList<>(settings(postgres));
            both.addAll(List.of(
                    "--omnihub.buffer.url=" + broker.url(),
                    "--omnihub.buffer.user=hub",
                    "--omnihub.buffer.password=secret"));
            measure(
                    "PostgreSQL beside an external Artemis",
                    both,
                    () -> postgres.use().plus(Use.of(broker.process())));
        }
    }

    private static List<String> settings(DurablePostgres postgres) {
        return List.of(
                "--omnihub.database.url=" + postgres.properties().url(),
                "--omnihub.database.user=" + postgres.properties().user(),
                "--omnihub.database.password=" + postgres.properties().password());
    }

    private void measure(String where, List<String> more, Supplier<Use> database) throws Exception {
        String name = "sockets on " + where;
        Profile profile = new Profile(data.resolveSibling("sockets-" + where + ".jfr"));
        try (PackagedHub hub = PackagedHub.start(
                        data.resolve("sockets-" + where),
                        settings.profile() ? profile.flags() : List.of(),
                        PackagedHub.forSockets(more));
                RelayProcess bare = RelayProcess.start(List.of(), VISITORS, AGENTS, null);
                RelayProcess durable =
                        RelayProcess.start(List.of(), VISITORS, AGENTS, data.resolve("relay-" + where + ".log"))) {
            hub.awaitReady();
            Api api = hub.api();
            Supplier<Use> hubUse = () -> hub.use().plus(database.get());
            try (SocketLoad bareLoad = new SocketLoad(new RelayDialect(0), bare.port(), VISITORS, AGENTS);
                    SocketLoad durableLoad = new SocketLoad(new RelayDialect(0), durable.port(), VISITORS, AGENTS);
                    SocketLoad load = new SocketLoad(
                            new HubDialect(api, VISITORS, AGENTS), hub.gatewayPort(), VISITORS, AGENTS)) {
                bareLoad.closed(settings.warmUp());
                durableLoad.closed(settings.warmUp());
                load.closed(settings.warmUp());
                for (int round = 0; round < settings.rounds(); round++) {
                    closed(RELAY, bareLoad, bare::use);
                    closed(DURABLE, durableLoad, durable::use);
                    closed(name, load, hubUse);
                }
                report.ratio(name + ": ratio to the relay with log", name, DURABLE);
                report.ratio(name + ": CPU, ratio to the relay with log", name + ": CPU", DURABLE + ": CPU");
                open(name + " at half of the maximum", load, hubUse, (int) report.median(name) / 2);
            }
            try (SocketLoad many = new SocketLoad(
                    new HubDialect(api, MANY_VISITORS, MORE_AGENTS), hub.gatewayPort(), MANY_VISITORS, MORE_AGENTS)) {
                many.open((int) report.median(name) / 4, settings.warmUp());
                open(name + ", 1,000 : 50, at a quarter", many, hubUse, (int) report.median(name) / 4);
                open(name + ", 1,000 : 50, at half", many, hubUse, (int) report.median(name) / 2);
            }
            report.add(name + ": memory (RSS) after load", "MB", hub.residentMegabytes());
        }
        if (settings.profile()) {
            profile.print();
        }
    }

    private void closed(String name, SocketLoad load, Supplier<Use> use) throws InterruptedException {
        Use before = use.get();
        SocketLoad.Result result = load.closed(settings.time());
        tell(name, result, Sample.of(result.exchanges, result.nanos, use.get().since(before)));
    }

    private void open(String name, SocketLoad load, Supplier<Use> use, int perSecond) throws InterruptedException {
        for (int round = 0; round < settings.rounds(); round++) {
            Use before = use.get();
            SocketLoad.Result result = load.open(Math.max(1, perSecond), settings.time());
            Sample sample = Sample.of(result.exchanges, result.nanos, use.get().since(before));
            tell(name, result, sample);
            report.add(name + ": passed over", "messages", result.passedOver);
        }
    }

    private void tell(String name, SocketLoad.Result result, Sample sample) {
        report.add(name, sample);
        report.add(name + ": bytes written for a message", "bytes", sample.written() / MESSAGES);
        report.add(name + ": visitor to agent, p50", "ms", result.millis(50));
        report.add(name + ": visitor to agent, p99", "ms", result.millis(99));
        report.add(name + ": visitor to agent, p99.9", "ms", result.millis(99.9));
    }
}
