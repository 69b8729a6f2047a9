package io.omnihub.drill;

import io.omnihub.buffer.BrokerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sockets that break, of visitors and agents, under load. `-Ddrill.cuts=120` is the long form of the first, in which
/// they are cut for ten minutes; `-Ddrill.kills=50` that of the second; `-Ddrill.ended=1000` that of the third.
final class SocketDrillIT {

    private static final int CUTS = Integer.getInteger("drill.cuts", 6);
    private static final int KILLS = Integer.getInteger("drill.kills", 2);
    private static final int ENDED = Integer.getInteger("drill.ended", 12);
    private static final Duration BETWEEN_CUTS = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    @Test
    void visitorsWhoAreCutAtRandomMissNothingNorDoesOneWhoDoesNotRead() {
        HubProcess hub = new HubProcess(directory, SocketDrill.SETTINGS);
        hub.start();
        try (SocketDrill drill = new SocketDrill(List.of(hub), 1_000, PAUSE)) {
            drill.begin();
            for (int cut = 0; cut < CUTS; cut++) {
                drill.letRun(BETWEEN_CUTS);
                if (cut == CUTS / 2) {
                    drill.addWhoDoesNotRead();
                }
                drill.cut(ThreadLocalRandom.current().nextDouble());
            }
            drill.reckon("1,000 visitors, cut %d times".formatted(CUTS), hub);
        }
    }

    @Test
    void whatWasAcknowledgedIsThereOnceAndInOrderAfterKills() {
        HubProcess hub = new HubProcess(directory, SocketDrill.SETTINGS);
        hub.start();
        try (SocketDrill drill = new SocketDrill(List.of(hub), 200, PAUSE.dividedBy(5))) {
            drill.begin();
            for (int kill = 0; kill < KILLS; kill++) {
                drill.letRun(
                        Duration.ofMillis(1_000 + ThreadLocalRandom.current().nextInt(3_000)));
                drill.kill(hub);
                hub.launch();
                hub.awaitReady();
            }
            drill.letRun(Duration.ofSeconds(1));
            drill.reckon("200 visitors at sockets, the hub killed", hub);
        }
    }

    @Test
    void whatIsWrittenStaysInOrderWhileBackendsOfTheDatabaseAreEnded() {
        try (PostgresServer postgres = new PostgresServer(directory)) {
            Map<String, String> settings = new HashMap<>(SocketDrill.SETTINGS);
            settings.putAll(postgres.settings());
            HubProcess hub = new HubProcess(directory, settings);
            hub.start();
            try (SocketDrill drill = new SocketDrill(List.of(hub), 32, Duration.ofMillis(250))) {
                drill.begin();
                for (int ended = 0; ended < ENDED; ended++) {
                    drill.letRun(
                            Duration.ofMillis(100 + ThreadLocalRandom.current().nextInt(800)));
                    postgres.endBackends(1 + ThreadLocalRandom.current().nextInt(4));
                }
                drill.reckon("32 visitors, backends ended %d times".formatted(ENDED), hub);
            }
        }
    }

    @Test
    void ofTwoNodesOneIsKilledAndItsVisitorsGoOnAtTheOther() {
        try (PostgresServer postgres = new PostgresServer(directory);
                BrokerProcess broker = new BrokerProcess(directory)) {
            Map<String, String> settings = new HashMap<>(SocketDrill.SETTINGS);
            settings.putAll(postgres.settings());
            settings.put("omnihub.buffer.url", broker.url());
            settings.put("omnihub.buffer.user", "hub");
            settings.put("omnihub.buffer.password", "secret");
            HubProcess first = new HubProcess(directory.resolve("first"), settings);
            HubProcess second = new HubProcess(directory.resolve("second"), settings);
            first.start();
            second.startBeside(first);
            try (SocketDrill drill = new SocketDrill(List.of(first, second), 200, PAUSE.dividedBy(5))) {
                drill.begin();
                drill.letRun(Duration.ofSeconds(8));
                drill.kill(first);
                drill.letRun(Duration.ofSeconds(8));
                drill.reckon("200 visitors at two nodes, one killed", second);
            }
        }
    }
}
