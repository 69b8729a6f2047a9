package io.omnihub.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.identity.Role;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.RunningHub;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Long files of a system that drops them in a folder, or gives them out by SFTP, whose names and links are its own.
@ExtendWith(OutputCaptureExtension.class)
class LongFilesTests {

    private static final Path FOREIGN = Path.of("src/test/resources/foreign");
    private static final Charset GBK = Charset.forName("GBK");
    private static final String HEADING = "订单编号,手机,状态,金额,时间\n";

    @TempDir
    private static Path directory;

    private static SshServer sftp = SshServer.setUpDefaultServer();
    private static AtomicReference<Reading> reading = new AtomicReference<>();
    private static RunningHub hub;

    /// What happens while the hub reads a file by SFTP.
    private interface Reading {
        void at(ServerSession session, String file, long offset) throws IOException;
    }

    @BeforeAll
    static void start() throws IOException {
        sftp.setHost("127.0.0.1");
        sftp.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(directory.resolve("host-key")));
        sftp.setPasswordAuthenticator((_, _, _) -> true);
        SftpSubsystemFactory files = new SftpSubsystemFactory();
        files.addSftpEventListener(new SftpEventListener() {
            @Override
            public void reading(
                    ServerSession session,
                    String remote,
                    FileHandle file,
                    long offset,
                    byte[] data,
                    int from,
                    int length)
                    throws IOException {
                reading.get().at(session, file.getFile().getFileName().toString(), offset);
            }
        });
        files.setFileSystemAccessor(new OldNames());
        sftp.setSubsystemFactories(List.of(files));
        sftp.setFileSystemFactory(new VirtualFileSystemFactory(Files.createDirectories(directory.resolve("sftp"))));
        sftp.start();
        Files.createDirectories(directory.resolve("sftp/out"));
        Path data = directory.resolve("data");
        Files.copy(
                FOREIGN.resolve("channels/long.yaml"),
                Files.createDirectories(data.resolve("channels")).resolve("long.yaml"));
        Path routes =
                Files.createDirectories(directory.resolve("routes/mappings")).getParent();
        for (String shared : List.of("callback.camel.yaml", "intake.camel.yaml", "policies.camel.yaml")) {
            Files.copy(Path.of("routes", shared), routes.resolve(shared));
        }
        Files.copy(FOREIGN.resolve("routes/mappings/long.yaml"), routes.resolve("mappings/long.yaml"));
        Files.writeString(
                routes.resolve("long.camel.yaml"),
                byRows(
                                "fetched",
                                "sftp:127.0.0.1:%d/out?username=hub&password=s3cret&strictHostKeyChecking=no&useUserKnownHostsFile=false&filenameEncoding=GBK&stepwise=false&localWorkDirectory=%s&doneFileName=$simple{file:name}.ok"
                                        .formatted(sftp.getPort(), directory.resolve("work")))
                        + byRows("dropped", "file:%s?recursive=false".formatted(directory.resolve("drop"))) + """
                        - templatedRoute:
                            routeTemplateRef: replay-by-steps
                            routeId: long-replay
                            parameters:
                              - {name: channel, value: long}
                              - {name: read, value: "mapping:long?inbox=long"}
                              - {name: take, value: hub:record}
                        """);
        hub = RunningHub.startBare(data, "--omnihub.routes=" + routes);
        assertThat(hub.bean(RouteOperations.class).getFindings()).isEmpty();
    }

    private static String byRows(String id, String from) {
        return """
                - templatedRoute:
                    routeTemplateRef: intake-by-rows
                    routeId: %s
                    parameters:
                      - {name: channel, value: long}
                      - {name: inbox, value: long}
                      - {name: mapping, value: long}
                      - {name: rows, value: "100"}
                      - {name: from, value: "%s&include=.*[.]csv&move=done&delay=200&initialDelay=0"}
                """.formatted(id, from);
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
        sftp.stop(true);
    }

    @BeforeEach
    @AfterEach
    void readOn() {
        reading.set((_, _, _) -> {});
    }

    @Test
    void aFileWithAChineseNameIsFetchedOnceItsMarkerIsThere() throws IOException {
        Path file = directory.resolve("sftp/out/订单.csv");
        Files.writeString(file, rows("a", 1_000), GBK);
        Files.writeString(directory.resolve("sftp/out/b.csv"), rows("b", 10), GBK);
        Files.createFile(directory.resolve("sftp/out/b.csv.ok"));
        await().untilAsserted(() -> assertThat(orders("b")).hasSize(10));
        assertThat(orders("a")).as("what has no marker is not whole").isEmpty();
        Files.createFile(directory.resolve("sftp/out/订单.csv.ok"));
        awaitOrders("a", 1_000);
        await().untilAsserted(() ->
                assertThat(directory.resolve("sftp/out/done/订单.csv")).exists());
        await().untilAsserted(() -> assertThat(directory.resolve("work")).isEmptyDirectory());
    }

    @Test
    void ofAFetchThatIsCutInTheMiddleNothingIsTakenAndItIsMadeAnew() throws IOException {
        Path half = directory.resolve("half");
        reading.set((session, file, offset) -> {
            if (file.equals("cut.csv") && offset > 100_000 && !Files.exists(half)) {
                Files.createFile(half);
                session.close(true);
            }
        });
        give("cut.csv", rows("c", 10_000));
        await().until(() -> Files.exists(half));
        assertThat(orders("c")).isEmpty();
        awaitOrders("c", 10_000);
        await().untilAsserted(() ->
                assertThat(directory.resolve("sftp/out/done/cut.csv")).exists());
        assertThat(letters("cut.csv")).isEmpty();
        assertThat(mostChanges("c")).isEqualTo(1);
    }

    @Test
    void aFileThatCanNotBeFetchedKeepsNoOther() throws IOException {
        reading.set((_, file, _) -> {
            if (file.equals("broken.csv")) {
                throw new IOException("The disk is broken there");
            }
        });
        give("broken.csv", rows("p", 10));
        give("unbroken.csv", rows("q", 10));
        awaitOrders("q", 10);
        assertThat(orders("p")).isEmpty();
        assertThat(directory.resolve("sftp/out/broken.csv")).exists();
        reading.set((_, _, _) -> {});
        awaitOrders("p", 10);
    }

    @Test
    void ofAFileThatGrowsWhileItIsFetchedNoHalfRowIsTaken() throws IOException {
        String whole = rows("g", 1_000);
        Path grown = directory.resolve("grown");
        Path file = directory.resolve("sftp/out/grows.csv");
        reading.set((_, name, _) -> {
            if (name.equals("grows.csv") && !Files.exists(grown)) {
                Files.createFile(grown);
                Files.writeString(file, whole.substring(whole.length() - 200), GBK, StandardOpenOption.APPEND);
            }
        });
        give("grows.csv", whole.substring(0, whole.length() - 200));
        awaitOrders("g", 1_000);
        await().untilAsserted(() ->
                assertThat(directory.resolve("sftp/out/done/grows.csv")).exists());
        assertThat(letters("grows.csv")).isEmpty();
    }

    @Test
    void aNameThatClimbsOutOfTheFolderLeadsNowhere(CapturedOutput output) throws IOException {
        give("climb.csv", rows("n", 10));
        give("climbed.csv", rows("o", 10));
        awaitOrders("o", 10);
        await().untilAsserted(() -> assertThat(output.toString())
                .containsOnlyOnce("climb.csv is not read: its name leads out of its folder"));
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .filteredOn(name -> name.startsWith("climb.csv"))
                    .as("where the server has it, and nowhere here")
                    .containsExactlyInAnyOrder("climb.csv", "climb.csv.ok");
        }
        assertThat(orders("n")).isEmpty();
        FileSystemUtils.deleteRecursively(directory.resolve("sftp/out/climb.csv"));
    }

    @Test
    void aLinkOfTheServerIsNotFollowed(CapturedOutput output) throws IOException {
        Path secret = Files.writeString(directory.resolve("sftp/secret"), rows("s", 10), GBK);
        Files.createSymbolicLink(directory.resolve("sftp/out/link.csv"), secret);
        Files.createFile(directory.resolve("sftp/out/link.csv.ok"));
        give("beside.csv", rows("t", 10));
        awaitOrders("t", 10);
        await().untilAsserted(() -> assertThat(output.toString())
                .contains("out/link.csv is not read: it is a link of its server, and where it leads can't be seen")
                .doesNotContain("s3cret"));
        assertThat(orders("s")).isEmpty();
    }

    @Test
    void aLinkThatLeadsOutOfTheFolderIsNotFollowed(CapturedOutput output) throws IOException {
        Path drop = Files.createDirectories(directory.resolve("drop"));
        Path secret = Files.writeString(directory.resolve("secret"), rows("u", 10), GBK);
        Files.createSymbolicLink(drop.resolve("link.csv"), secret);
        Files.createSymbolicLink(drop.resolve("nowhere.csv"), directory.resolve("nothing"));
        Files.writeString(drop.resolve("kept.txt"), rows("v", 10), GBK);
        Files.createSymbolicLink(drop.resolve("within.csv"), drop.resolve("kept.txt"));
        awaitOrders("v", 10);
        await().untilAsserted(() -> assertThat(output.toString())
                .containsOnlyOnce("link.csv is not read: it is a link that leads out of its folder")
                .containsOnlyOnce("nowhere.csv is not read: it is a link that leads nowhere"));
        drop("after.csv", rows("w", 10));
        awaitOrders("w", 10);
        assertThat(output.toString()).as("each is told once").containsOnlyOnce("link.csv is not read");
        assertThat(orders("u")).isEmpty();
        assertThat(secret).exists();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingIsMovedIntoAFolderThatIsALink(boolean exists, CapturedOutput output) throws IOException {
        Path drop = Files.createDirectories(directory.resolve("drop"));
        Path elsewhere = directory.resolve("elsewhere-" + exists);
        if (exists) {
            Files.createDirectory(elsewhere);
        }
        String name = "moved-%s.csv".formatted(exists);
        String prefix = "x%s".formatted(exists);
        await().untilAsserted(() -> {
            FileSystemUtils.deleteRecursively(drop.resolve("done"));
            Files.createSymbolicLink(drop.resolve("done"), elsewhere);
        });
        drop(name, rows(prefix, 10));
        await().untilAsserted(() -> assertThat(output.toString())
                .contains(name + " is not read: it would be moved into " + drop.resolve("done")));
        if (exists) {
            assertThat(elsewhere).isEmptyDirectory();
        } else {
            assertThat(elsewhere).doesNotExist();
        }
        Files.delete(drop.resolve("done"));
        awaitOrders(prefix, 10);
    }

    @Test
    void anOperatorStopsTheRouteOfALongFileAndStartsItAgain() throws Exception {
        CamelContext camel = hub.bean(CamelContext.class);
        drop("long.csv", rows("y", 6_000));
        await().pollInterval(Duration.ofMillis(1))
                .until(() -> !hub.bean(RouteOperations.class).getLongFiles().isEmpty());
        long begin = System.nanoTime();
        camel.getRouteController().stopRoute("dropped");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
        assertThat(hub.bean(RouteOperations.class).getLongFiles())
                .singleElement()
                .asString()
                .startsWith("dropped long.csv waits: ");
        assertThat(directory.resolve("drop/long.csv")).exists();
        camel.getRouteController().startRoute("dropped");
        awaitOrders("y", 6_000);
        await().untilAsserted(() ->
                assertThat(directory.resolve("drop/done/long.csv")).exists());
        assertThat(hub.bean(RouteOperations.class).getLongFiles()).isEmpty();
        assertThat(letters("long.csv")).isEmpty();
        assertThat(mostChanges("y")).isEqualTo(1);
    }

    @Test
    void whatTheDashboardShowsOfFilesIsMeasured() throws IOException {
        drop("bad.csv", rows("z", 10) + "bad\n");
        awaitOrders("z", 10);
        await().untilAsserted(() -> assertThat(letters("bad.csv")).hasSize(1));
        String measured = hub.as(Role.OPERATOR).get("/actuator/prometheus").text();
        JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(Path.of("config/grafana/omnihub.json")));
        List<String> shown = dashboard
                .path("panels")
                .valueStream()
                .flatMap(panel -> panel.path("targets").valueStream())
                .map(target -> target.path("expr").asString())
                .filter(expression -> expression.contains("route)"))
                .flatMap(expression ->
                        Pattern.compile("omnihub_\\w+").matcher(expression).results())
                .map(MatchResult::group)
                .toList();
        assertThat(shown)
                .hasSize(3)
                .allSatisfy(metric -> assertThat(measured.lines())
                        .anyMatch(line -> line.startsWith(metric + "{") && line.contains("route=\"dropped\"")));
    }

    private static String rows(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "%s%06d,13800138000,已付款,%d.50,2026-01-05 09:00:00\n".formatted(prefix, i, i))
                .collect(Collectors.joining("", HEADING, ""));
    }

    /// By SFTP, with its marker.
    private static void give(String name, String text) throws IOException {
        Files.writeString(directory.resolve("sftp/out").resolve(name), text, GBK);
        Files.createFile(directory.resolve("sftp/out").resolve(name + ".ok"));
    }

    private static void drop(String name, String text) throws IOException {
        Files.move(
                Files.writeString(directory.resolve("part"), text, GBK),
                Files.createDirectories(directory.resolve("drop")).resolve(name));
    }

    private static void awaitOrders(String prefix, int count) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(orders(prefix)).hasSize(count));
    }

    private static List<String> orders(String prefix) {
        return hub.bean(Database.class)
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select \"key\" from record where source = 'long' and \"key\" like ?")
                                .param(prefix + "%")
                                .query((row, _) -> row.getString(1))
                                .list());
    }

    private static long mostChanges(String prefix) {
        return hub.bean(Database.class)
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select max(changes) from record where source = 'long' and \"key\" like ?")
                                .param(prefix + "%")
                                .query((row, _) -> row.getLong(1))
                                .single());
    }

    private static List<String> letters(String file) {
        return hub.watcher()
                .get("/api/v1/dead-letters?limit=100")
                .json()
                .path("items")
                .valueStream()
                .map(Object::toString)
                .filter(letter -> letter.contains(file))
                .toList();
    }

    /// Names as a server in China of twenty years ago has them, and one that no honest server has.
    private static final class OldNames implements SftpFileSystemAccessor {

        /// By how they look to this server, which reads UTF-8 alone.
        private final Map<String, String> listed = new ConcurrentHashMap<>();

        @Override
        public void putRemoteFileName(
                SftpSubsystemProxy subsystem, Path path, Buffer buffer, String name, boolean shortName) {
            byte[] bytes = (name.equals("climb.csv") ? "x/../../../climb.csv" : name).getBytes(GBK);
            listed.put(new String(bytes, UTF_8), name);
            buffer.putBytes(bytes);
        }

        @Override
        public Path resolveLocalFilePath(SftpSubsystemProxy subsystem, Path root, String remote) throws IOException {
            Path path = SftpFileSystemAccessor.super.resolveLocalFilePath(subsystem, root, remote);
            String name = Objects.toString(path.getFileName(), "");
            return path.resolveSibling(listed.getOrDefault(name, name));
        }
    }
}
