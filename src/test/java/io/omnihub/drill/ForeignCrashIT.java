package io.omnihub.drill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.ChildJvm;
import io.omnihub.mapping.Workbook;
import io.omnihub.store.DatabaseProperties;
import io.omnihub.store.TestDatabases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/// The hub is killed in the middle of a file, a workbook, a table and a till's orders, which come by the examples that
/// are shipped, and started anew: each order is in effect once, and none is missing.
final class ForeignCrashIT {

    private static final int ROWS = 6_000;

    /// So many are in effect when the hub is killed.
    private static final int LEAST = 300;

    private static final int BAD = 4_000;
    private static final Charset GBK = Charset.forName("GBK");

    @TempDir
    private static Path directory;

    private static DatabaseProperties erp = TestDatabases.newPostgres();
    private static int till = ChildJvm.freePort();
    private static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        Path routes =
                Files.createDirectories(directory.resolve("routes/mappings")).getParent();
        for (String shared : List.of("callback.camel.yaml", "intake.camel.yaml", "policies.camel.yaml")) {
            Files.copy(Path.of("routes", shared), routes.resolve(shared));
        }
        for (String system : List.of("shop", "sheet", "orders", "till")) {
            Path example = Path.of("examples", system);
            FileSystemUtils.copyRecursively(
                    example.resolve("config/channels"), Files.createDirectories(directory.resolve("channels")));
            Files.copy(
                    example.resolve("routes/mappings/%s.yaml".formatted(system)),
                    routes.resolve("mappings/%s.yaml".formatted(system)));
            String route = Files.readString(example.resolve("routes/%s.camel.yaml".formatted(system)));
            // Small pieces, so that there is a middle, and a table is looked at soon.
            String parameters = switch (system) {
                case "till" -> "";
                case "orders" -> "      - {name: rows, value: \"50\"}\n      - {name: every, value: 300ms}\n";
                default -> "      - {name: rows, value: \"50\"}\n";
            };
            Files.writeString(
                    routes.resolve("%s.camel.yaml".formatted(system)),
                    route.replaceFirst("parameters:\n", "parameters:\n" + parameters));
        }
        try (Connection connection = DriverManager.getConnection(erp.url(), erp.user(), erp.password());
                Statement sql = connection.createStatement()) {
            sql.execute("create table orders (no varchar(20) primary key, phone varchar(20), state varchar(250),"
                    + " total numeric(12, 2), ordered_at timestamp, changed_at timestamp)");
        }
        hub = new HubProcess(
                directory,
                Map.of(
                        "omnihub.routes", routes.toString(),
                        "shop.folder", folder("shop").toString(),
                        "sheet.folder", folder("sheet").toString(),
                        "SHEET_TOKEN", "let-me-in",
                        "till.address", "127.0.0.1",
                        "till.port", Integer.toString(till),
                        "omnihub.other-databases.orders.url", erp.url(),
                        "omnihub.other-databases.orders.user", erp.user(),
                        "omnihub.other-databases.orders.password", erp.password()));
        hub.start();
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void inTheMiddleOfAFile() throws IOException {
        Path file = folder("shop").resolve("orders.csv");
        try (Stream<String> rows = IntStream.range(0, ROWS)
                .mapToObj(i ->
                        "%05d,13800138000,已付款,%d.50,%s".formatted(i, i, i == BAD ? "昨天" : "2026-01-05 09:00:00"))) {
            Files.write(file, Stream.concat(Stream.of("订单编号,手机,状态,金额,时间"), rows).toList(), GBK);
        }
        Files.createFile(folder("shop").resolve("orders.csv.ok"));
        killInTheMiddle("shop");
        assertThat(file).as("it is in the middle").exists();
        hub.start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(folder("shop").resolve("done/orders.csv")));
        eachIsInEffectOnce("shop", ROWS - 1);
        assertThat(deadLetters("shop")).as("the row whose time is none").isOne();
    }

    @Test
    void inTheMiddleOfAWorkbook() throws IOException {
        Path file = folder("sheet").resolve("book.xlsx");
        String[] rows = Stream.concat(
                        Stream.of(Workbook.text("A1", "订单编号")
                                + Workbook.text("B1", "手机")
                                + Workbook.text("C1", "时间")
                                + Workbook.text("D1", "金额")),
                        IntStream.range(2, ROWS + 2)
                                .mapToObj(i -> Workbook.text("A" + i, "%05d".formatted(i))
                                        + "<c r='B%1$d'><v>13800138000</v></c>".formatted(i)
                                        + (i == BAD
                                                ? Workbook.text("C" + i, "yesterday")
                                                : "<c r='C%d' s='1'><v>46000</v></c>".formatted(i))
                                        + "<c r='D%d'><v>8.5</v></c>".formatted(i)))
                .toArray(String[]::new);
        Files.move(Files.write(file.resolveSibling("book.part"), Workbook.of(false, rows)), file);
        killInTheMiddle("sheet");
        assertThat(file).as("it is in the middle").exists();
        hub.start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(folder("sheet").resolve("done/book.xlsx")));
        eachIsInEffectOnce("sheet", ROWS - 1);
        assertThat(deadLetters("sheet")).as("the row whose time is none").isOne();
    }

    @Test
    void inTheMiddleOfATable() throws SQLException {
        try (Connection connection = DriverManager.getConnection(erp.url(), erp.user(), erp.password());
                Statement sql = connection.createStatement()) {
            sql.execute(IntStream.range(0, ROWS)
                    .mapToObj(i ->
                            "('%05d', '13800138000', '%s', 12.50, timestamp '2026-01-05 09:00:00', timestamp '2026-01-05 09:00:00' + interval '%d seconds')"
                                    .formatted(i, i == BAD ? "x".repeat(201) : "P", i))
                    .collect(Collectors.joining(", ", "insert into orders values ", "")));
        }
        killInTheMiddle("orders");
        hub.start();
        eachIsInEffectOnce("orders", ROWS - 1);
        await().untilAsserted(() -> assertThat(deadLetters("orders"))
                .as("the row whose state is too long")
                .isOne());
    }

    @Test
    void inTheMiddleOfATillsOrders() throws Exception {
        AtomicInteger acknowledged = new AtomicInteger();
        Thread caller = Thread.ofVirtual().start(() -> report(acknowledged, 1_000));
        await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.get() >= LEAST);
        hub.kill();
        int before = acknowledged.get();
        assertThat(before).as("it is in the middle").isLessThan(1_000);
        hub.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.get() == 1_000);
        caller.join();
        eachIsInEffectOnce("till", 1_000);
        assertThat(deadLetters("till")).isZero();
    }

    /// Reports one order after the other, and each again until it is acknowledged.
    private static void report(AtomicInteger acknowledged, int orders) {
        while (acknowledged.get() < orders) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), till)) {
                socket.setSoTimeout(10_000);
                while (acknowledged.get() < orders) {
                    String order = "{\"no\": \"%05d\", \"version\": 1, \"state\": \"P\", \"total\": \"1.50\"}"
                            .formatted(acknowledged.get());
                    socket.getOutputStream().write(("\2" + order + "\3").getBytes(UTF_8));
                    if (new String(socket.getInputStream().readNBytes(5), UTF_8).equals("\2ACK\3")) {
                        acknowledged.incrementAndGet();
                    }
                }
            } catch (IOException _) {
                await().pollInterval(Duration.ofMillis(50))
                        .atMost(Duration.ofSeconds(60))
                        .until(ForeignCrashIT::isThere);
            }
        }
    }

    private static boolean isThere() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), till)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    private static void killInTheMiddle(String source) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(60))
                .until(() -> number("select count(*) from record where source = ?", source) >= LEAST);
        hub.kill();
        assertThat(number("select count(*) from record where source = ?", source))
                .isLessThan(ROWS / 2);
    }

    private static void eachIsInEffectOnce(String source, long orders) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(number("select count(*) from record where source = ?", source))
                        .isEqualTo(orders));
        assertThat(number("select max(changes) from record where source = ?", source))
                .as("none has changed but by its coming")
                .isOne();
        assertThat(number(
                        "select count(*) from record_change where record in (select id from record where source = ?)",
                        source))
                .isEqualTo(orders);
    }

    private static long deadLetters(String inbox) {
        return number("select count(*) from dead_letter where inbox = ?", inbox);
    }

    private static long number(String sql, String parameter) {
        try (Connection database = DriverManager.getConnection(
                        "jdbc:sqlite:%s?busy_timeout=10000".formatted(directory.resolve("data/omnihub.db")));
                PreparedStatement statement = database.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet row = statement.executeQuery()) {
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path folder(String name) {
        try {
            return Files.createDirectories(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
