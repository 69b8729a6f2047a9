package io.omnihub.route;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.ChildJvm;
import io.omnihub.mapping.Workbook;
import io.omnihub.message.ContactChange;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Keys;
import io.omnihub.message.TenantId;
import io.omnihub.operations.CursorOperations;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseProperties;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import io.omnihub.watch.Seen;
import io.omnihub.web.RunningHub;
import java.io.BufferedWriter;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/// Systems that nobody here knows, each connected by a route file and a mapping and nothing else, while the hub runs.
class ForeignSystemsTests {

    private static final Logger LOG = LoggerFactory.getLogger(ForeignSystemsTests.class);
    private static final Path FOREIGN = Path.of("src/test/resources/foreign");

    /// What is shipped is what is tried here.
    private static final Path EXAMPLES = Path.of("examples");

    private static final String ERP = "jdbc:sqlite:%s?busy_timeout=10000";
    private static final String ORACLE = "jdbc:h2:mem:erp;MODE=Oracle;DB_CLOSE_DELAY=-1";
    private static final Duration SAMPLING = Duration.ofMillis(500);
    private static final String PASSWORD = "s&cret";

    @TempDir
    private static Path directory;

    private static SshServer sftp = SshServer.setUpDefaultServer();
    private static DatabaseProperties postgres = TestDatabases.newPostgres();
    private static List<String> asked = new CopyOnWriteArrayList<>();
    private static AtomicReference<HttpHandler> crm = new AtomicReference<>();

    private static HttpServer customers;
    private static int pos;
    private static int till;
    private static RunningHub hub;
    private static Path routes;

    @BeforeAll
    static void start() throws Exception {
        Files.createDirectories(directory.resolve("sftp/out"));
        sftp.setHost("127.0.0.1");
        sftp.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(directory.resolve("host-key")));
        sftp.setPasswordAuthenticator((user, password, _) -> user.equals("hub") && password.equals(PASSWORD));
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
                if (file.getFile().getFileName().toString().startsWith("broken")) {
                    throw new IOException("The disk is broken there");
                }
            }
        });
        sftp.setSubsystemFactories(List.of(files));
        sftp.setFileSystemFactory(new VirtualFileSystemFactory(directory.resolve("sftp")));
        sftp.start();
        customers = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        customers.createContext("/", exchange -> crm.get().handle(exchange));
        customers.start();
        KeyPair key = sftp.getKeyPairProvider().loadKeys(null).iterator().next();
        Files.writeString(
                directory.resolve("known-hosts"),
                "[127.0.0.1]:%d %s%n".formatted(sftp.getPort(), PublicKeyEntry.toString(key.getPublic())));
        pos = ChildJvm.freePort();
        till = ChildJvm.freePort();
        routes = directory.resolve("routes");
        Path data = directory.resolve("data");
        Files.createDirectories(routes.resolve("mappings"));
        for (String shared : List.of("callback.camel.yaml", "intake.camel.yaml", "policies.camel.yaml")) {
            Files.copy(Path.of("routes", shared), routes.resolve(shared));
        }
        FileSystemUtils.copyRecursively(FOREIGN.resolve("channels"), data.resolve("channels"));
        for (String system : names(EXAMPLES)) {
            FileSystemUtils.copyRecursively(
                    EXAMPLES.resolve(system).resolve("config/channels"), data.resolve("channels"));
        }
        launch();
    }

    private static void launch(String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "--omnihub.routes=" + routes,
                "--drop.folder=" + directory.resolve("drop"),
                "--foreign.long=" + directory.resolve("long"),
                "--sheet.folder=" + directory.resolve("sheet"),
                "--shop.folder=" + directory.resolve("shop"),
                "--host.server=127.0.0.1:" + sftp.getPort(),
                "--host.user=hub",
                "--host.password=" + PASSWORD,
                "--host.known-hosts=" + directory.resolve("known-hosts"),
                "--host.work=" + directory.resolve("work"),
                "--host.every=200",
                "--host.quiet=1000",
                "--pos.address=127.0.0.1",
                "--pos.port=" + pos,
                "--till.address=127.0.0.1",
                "--till.port=" + till,
                "--ERP_TOKEN=let-me-in",
                "--SHEET_TOKEN=let-me-in",
                "--foreign.crm=http://127.0.0.1:" + customers.getAddress().getPort(),
                "--omnihub.other-databases.erp.url=" + ERP.formatted(directory.resolve("erp.db")),
                "--omnihub.other-databases.shop.url=" + ERP.formatted(directory.resolve("asked.db")),
                "--omnihub.other-databases.orders.url=" + postgres.url(),
                "--omnihub.other-databases.orders.user=" + postgres.user(),
                "--omnihub.other-databases.orders.password=" + postgres.password(),
                "--omnihub.other-databases.oracle.url=" + ORACLE));
        settings.addAll(List.of(more));
        hub = RunningHub.startBare(directory.resolve("data"), settings.toArray(String[]::new));
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
        customers.stop(0);
        sftp.stop(true);
    }

    /// The examples of docs/records.md, as they stand there.
    @Test
    void aCrmAndATableThatAreAskedWhileAnAgentLooks() throws Exception {
        List<String> examples = Pattern.compile("(?s)```yaml\n(.*?)```")
                .matcher(Files.readString(Path.of("docs/records.md")).split("## Look-ups", 2)[1])
                .results()
                .map(example -> example.group(1))
                .limit(3)
                .toList();
        try (Connection erp = DriverManager.getConnection(ERP.formatted(directory.resolve("asked.db")));
                Statement sql = erp.createStatement()) {
            sql.execute("create table orders (no text, phone text, state text, total text)");
            sql.execute("insert into orders values ('A-1', '13800138000', 'paid', '12.50'), ('B-1', '1', 'paid', '1')");
        }
        Files.writeString(routes.resolve("mappings/crm.yaml"), examples.get(1));
        Files.writeString(routes.resolve("mappings/erp-orders.yaml"), examples.get(2));
        Files.writeString(routes.resolve("lookups.camel.yaml"), examples.getFirst());
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                hub.watcher().get("/api/v1/routes").json().path("items"))
                        .anySatisfy(file -> {
                            assertThat(file.path("file").asString()).isEqualTo("lookups.camel.yaml");
                            assertThat(file.path("state").asString())
                                    .as(file.toString())
                                    .isEqualTo("running");
                        }));
        ConversationId id = hub.begin(TenantId.DEFAULT, "amy", "Hello");
        hub.take(RunningHub.event(
                TenantId.DEFAULT,
                "amy",
                Keys.event("phone"),
                new ContactChange("", "", Map.of("phone", "138 0013 8000"))));
        String contact = hub.watcher()
                .get("/api/v1/conversations/" + id)
                .json()
                .path("contact")
                .path("id")
                .asString();
        String lookups = "/api/v1/contacts/" + contact + "/lookups/";

        crm.set(exchange -> answer(exchange, 200, "{\"id\": \"C-1\", \"name\": \"Amy\", \"level\": \"gold\"}"));
        JsonNode customer = hub.watcher().get(lookups + "crm").json();
        assertThat(customer.path("failure").asString("")).isEmpty();
        assertThat(customer.path("records").path(0).path("title").asString()).isEqualTo("Amy");
        assertThat(asked).containsExactly("/customers/13800138000");
        JsonNode orders = hub.watcher().get(lookups + "orders").json();
        assertThat(orders.path("failure").asString("")).isEmpty();
        assertThat(orders.path("records")).singleElement().satisfies(order -> {
            assertThat(order.path("key").asString()).isEqualTo("A-1");
            assertThat(order.path("fields").path(0).path("value").asString()).isEqualTo("12.50");
        });

        crm.set(exchange -> answer(exchange, 503, ""));
        assertThat(hub.watcher().get(lookups + "crm").json().path("failure").asString(""))
                .isEqualTo("It answered with HTTP 503.");
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        asked.add(exchange.getRequestURI().toString());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, 0);
        try (var body = exchange.getResponseBody()) {
            body.write(json.getBytes(UTF_8));
        }
    }

    @Test
    void anErpThatPostsXmlInGbk() throws Exception {
        connect("erp");
        byte[] notice = sample("erp", "erp.xml");
        assertThat(post("/channels/erp/erp-main?token=let-me-in", notice).body())
                .isEqualTo("<ok/>");
        assertThat(post("/channels/erp/erp-main?token=wrong", notice).statusCode())
                .isEqualTo(403);
        await().untilAsserted(() ->
                assertThat(told("erp-main")).singleElement().asString().contains("订单已发货 镕"));
    }

    @Test
    void aShopThatDropsCsvInGbkWithMarkers() throws IOException {
        connect("drop");
        Path drop = Files.createDirectories(directory.resolve("drop"));
        Files.write(drop.resolve("orders.csv"), sample("drop", "orders.csv"));
        Files.write(drop.resolve("ragged.csv"), input("ragged.csv"));
        Files.createFile(drop.resolve("ragged.csv.ok"));
        await().untilAsserted(() -> assertThat(deadLetters())
                .anySatisfy(letter ->
                        assertThat(letter).contains("drop.yaml", "has 2 columns where there should be 3", "line 2")));
        assertThat(told("drop-main")).as("what has no marker is not whole").isEmpty();
        Files.createFile(drop.resolve("orders.csv.ok"));
        await().untilAsserted(() ->
                assertThat(told("drop-main")).hasSize(2).asString().contains("已付款", "已发货"));
        await().untilAsserted(() -> assertThat(names(drop.resolve("done"))).contains("orders.csv", "ragged.csv"));
    }

    @Test
    void aShopWhoseOrdersInGbkBecomeRecordsEachRowByItself() throws IOException {
        connect("shop", "{name: rows, value: \"3\"}");
        Path shop = Files.createDirectories(directory.resolve("shop"));
        Files.write(shop.resolve("shop.csv"), input("shop.csv"));
        Files.createFile(shop.resolve("shop.csv.ok"));
        await().untilAsserted(() -> assertThat(shop.resolve("done/shop.csv")).exists());
        assertThat(letters("shop.csv"))
                .as("a time that is none, a column too few, a quotation without an end, bytes that are no GBK")
                .satisfiesExactlyInAnyOrder(
                        letter -> assertThat(letter).contains("shop.csv line 6: ", "record.time", "shop()"),
                        letter -> assertThat(letter).contains("shop.csv line 8: ", "3 columns where there should be 5"),
                        letter -> assertThat(letter).contains("shop.csv line 10: ", "quotation mark"),
                        letter -> assertThat(letter).contains("shop.csv line 13: ", "is no GB18030"));
        await().untilAsserted(() -> assertThat(orders("shop"))
                .containsExactly("0001", "0002", "0003", "0005", "0007", "0009", "0010", "0012"));
        Files.writeString(shop.resolve("other.csv"), "no,state\n1,P\n2,P\n");
        Files.createFile(shop.resolve("other.csv.ok"));
        await().untilAsserted(() -> assertThat(deadLetters())
                .as("of a file without a column that is needed not each row is a dead letter")
                .filteredOn(letter -> letter.contains("has no column"))
                .singleElement()
                .asString()
                .contains("mappings/shop.yaml", "line 1"));
    }

    @Test
    void sheetsOfExcelThatSomebodyLaysIntoAFolderOrPosts() throws Exception {
        connect("sheet");
        Path folder = Files.createDirectories(directory.resolve("sheet"));
        lay(
                folder,
                "book.xlsx",
                sheet(
                        sheetRow(2, "0012", "<c r='C2' s='1'><v>46000</v></c>", "<f>2*4.25</f><v>8.5</v>"),
                        sheetRow(3, "0013", "<c r='C3' s='1'><v>46000</v></c>", "<f>SUM(A1)</f>"),
                        sheetRow(4, "0014", Workbook.text("C4", "yesterday"), "<v>1</v>"),
                        "",
                        sheetRow(6, "0016", "<c r='C6' s='1'><v>46000</v></c>", "<v>1</v>")
                                + Workbook.text("E6", "more"),
                        sheetRow(7, "0017", "<c r='C7' s='1'><v>46000</v></c>", "<v>1</v>")));
        await().untilAsserted(() -> assertThat(folder.resolve("done/book.xlsx")).exists());
        await().untilAsserted(() -> assertThat(letters("book.xlsx"))
                .satisfiesExactlyInAnyOrder(
                        letter -> assertThat(letter)
                                .contains(
                                        "book.xlsx sheet S, row 3: mappings/sheet.yaml",
                                        "a formula whose value was not saved in the cell D3"),
                        letter -> assertThat(letter)
                                .contains("book.xlsx sheet S, row 4: ", "record.time", "row 4, cell C4)")
                                .contains("application/vnd.omnihub.rows+json")
                                .doesNotContain("yesterday"),
                        letter -> assertThat(letter)
                                .contains("book.xlsx sheet S, row 6: ", "5 columns where there should be 4")));
        await().untilAsserted(() -> assertThat(orders("sheet")).containsExactly("0012", "0017"));
        assertThat(rowsOf("sheet-orders")).isEqualTo(5);

        byte[] posted = sheet(sheetRow(2, "0018", "<c r='C2' s='1'><v>46000</v></c>", "<v>1</v>"));
        assertThat(post("/webhooks/sheet", posted, "wrong").statusCode()).isEqualTo(403);
        for (int time = 0; time < 2; time++) {
            assertThat(post("/webhooks/sheet", posted, "let-me-in").statusCode())
                    .isEqualTo(200);
        }
        await().untilAsserted(() -> assertThat(orders("sheet")).containsExactly("0012", "0017", "0018"));
        assertThat(post("/webhooks/sheet", "PK no workbook".getBytes(UTF_8), "let-me-in")
                        .statusCode())
                .isEqualTo(200);
        await().untilAsserted(() -> assertThat(deadLetters())
                .anySatisfy(letter -> assertThat(letter).contains("mappings/sheet.yaml", "is no workbook of Excel")));
        await().untilAsserted(() -> assertThat(names(folder))
                .as("nothing is left, and nothing half")
                .containsExactly("done"));
        assertThat(mostChanges("sheet")).isEqualTo(1);
    }

    private static byte[] sheet(String... rows) {
        String heading = Stream.of("A1 订单编号", "B1 手机", "C1 时间", "D1 金额")
                .map(cell -> Workbook.text(cell.substring(0, 2), cell.substring(3)))
                .collect(Collectors.joining());
        return Workbook.of(
                false, Stream.concat(Stream.of(heading), Stream.of(rows)).toArray(String[]::new));
    }

    private static String sheetRow(int row, String no, String changed, String total) {
        return Workbook.text("A" + row, no)
                + "<c r='B%d'><v>13800138000</v></c>".formatted(row)
                + changed
                + "<c r='D%d'>%s</c>".formatted(row, total);
    }

    private static void lay(Path folder, String name, byte[] bytes) throws IOException {
        Files.move(Files.write(folder.resolve(name + ".part"), bytes), folder.resolve(name));
    }

    /// A longer one with `-Dforeign.rows=1000000`.
    @Test
    void aLongFileThatIsStoppedInTheMiddleGoesOnAfterARestartAndEachRowIsInEffectOnce() throws IOException {
        connect("long");
        Path folder = Files.createDirectories(directory.resolve("long"));
        int rows = Integer.getInteger("foreign.rows", 20_000);
        Path part = folder.resolve("long.part");
        try (BufferedWriter out = Files.newBufferedWriter(part, Charset.forName("GBK"))) {
            out.write("订单编号,手机,状态,金额,时间\n");
            for (int i = 0; i < rows; i++) {
                out.write("%07d,13800%06d,已付款,%d.50,2026-01-05 09:00:00\n".formatted(i, i % 1_000, i));
            }
            out.write("bad\n");
        }
        // What any file needs once, and what the first calls do, is no memory of a long one.
        try (Stream<String> first = Files.lines(part, Charset.forName("GBK"))) {
            Files.write(folder.resolve("warm.part"), first.limit(1_001).toList(), Charset.forName("GBK"));
        }
        Files.move(folder.resolve("warm.part"), folder.resolve("warm.csv"));
        await().until(() -> count("long") == 1_000);
        long idle = live();
        Files.move(part, folder.resolve("long.csv"));
        await().until(() -> rowsOf("long-orders") > 1_100);
        ShutdownStrategy shutdown = hub.bean(CamelContext.class).getShutdownStrategy();
        shutdown.setTimeUnit(TimeUnit.MILLISECONDS);
        shutdown.setTimeout(50);
        hub.close();
        assertThat(folder.resolve("long.csv")).as("it is in the middle").exists();
        launch();
        long begin = System.nanoTime();
        AtomicLong above = new AtomicLong();
        Callable<Boolean> half = () -> rowsOf("long-orders") > rows / 2.0;
        await().atMost(Duration.ofMinutes(30)).pollInterval(SAMPLING).until(sampled(above, idle, half));
        assertThat(hub.bean(MeterRegistry.class)
                        .get("omnihub.rows.left")
                        .tag("route", "long-orders")
                        .gauge()
                        .value())
                .isBetween(0.0, rows * 1.1);
        Callable<Boolean> done = () -> Files.exists(folder.resolve("done/long.csv"));
        await().atMost(Duration.ofMinutes(30)).pollInterval(SAMPLING).until(sampled(above, idle, done));
        double seconds = (System.nanoTime() - begin) / 1e9;
        Callable<Boolean> stored = () -> count("long") == rows;
        await().atMost(Duration.ofMinutes(30)).pollInterval(SAMPLING).until(sampled(above, idle, stored));
        LOG.info("{} rows, {} a second, {} bytes above idle", rows, Math.round(rows / seconds), above);
        assertThat(above.get()).as("bytes above idle").isLessThan(100L * 1024 * 1024);
        assertThat(letters("long.csv"))
                .singleElement()
                .asString()
                .contains("long.csv line %d: ".formatted(rows + 2), "has 1 columns where there should be 5");
        assertThat(mostChanges("long")).isEqualTo(1);
        assertThat(rowsOf("long-orders")).isEqualTo(rows + 1);
        MeterRegistry meters = hub.bean(MeterRegistry.class);
        assertThat(meters.get("omnihub.rows.left")
                        .tag("route", "long-orders")
                        .gauge()
                        .value())
                .isZero();
        assertThat(meters.get("omnihub.deadletters.given")
                        .tag("route", "long-orders")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private static double rowsOf(String route) {
        Counter counter = hub.bean(MeterRegistry.class)
                .find("omnihub.rows")
                .tag("route", route)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    /// Looks at the heap each time that the condition is.
    private static Callable<Boolean> sampled(AtomicLong most, long idle, Callable<Boolean> condition) {
        return () -> {
            most.accumulateAndGet(live() - idle, Math::max);
            return condition.call();
        };
    }

    private static long live() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void aHostWhoseFileOfFixedWidthIsFetchedBySftpAlsoBehindThoseThatCanNotBeFetched() throws IOException {
        List<Path> broken = IntStream.range(0, 5)
                .mapToObj(number -> directory.resolve("sftp/out/broken" + number + ".txt"))
                .toList();
        for (Path each : broken) {
            Files.write(each, sample("host", "stock.txt"));
        }
        connect("host");
        byte[] stock = sample("host", "stock.txt");
        AtomicInteger written = new AtomicInteger();
        try (OutputStream out = Files.newOutputStream(directory.resolve("sftp/out/stock.txt"))) {
            // As a slow host does, while the hub looks every 200 ms.
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                out.write(stock[written.getAndIncrement()]);
                return written.get() == stock.length;
            });
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(told("host-main")).hasSize(2).asString().contains("茶杯: 12", "水壶: 7"));
        await().untilAsserted(() ->
                assertThat(names(directory.resolve("sftp/out/done"))).containsExactly("stock.txt"));
        for (Path each : broken) {
            assertThat(each).exists();
            Files.delete(each);
        }
    }

    @Test
    void aTableOfOrdersInSomebodyElsesDatabase() throws Exception {
        try (Connection erp = DriverManager.getConnection(ERP.formatted(directory.resolve("erp.db")));
                Statement sql = erp.createStatement()) {
            sql.execute("create table orders (no text, customer text, state text, changed text, taken int default 0)");
            sql.execute("insert into orders values ('0001', 'c-1', 'P', '2026-01-05', 0), ('0002', null, 'S', '', 0)");
            connect("table");
            await().untilAsserted(() -> assertThat(deadLetters())
                    .as("the row without a customer")
                    .anySatisfy(letter -> assertThat(letter).contains("table.yaml", "must be given")));
            sql.execute("insert into orders values ('0003', 'c-3', 'S', '2026-01-06', 0)");
            await().untilAsserted(() ->
                    assertThat(told("table-main")).hasSize(2).asString().contains("0001", "已付款", "0003", "已发货"));
            await().untilAsserted(() -> {
                try (ResultSet left = sql.executeQuery("select count(*) from orders where taken = 0")) {
                    assertThat(left.getInt(1)).isZero();
                }
            });
        }
    }

    @Test
    void anErpThatKeepsItsOrdersInATableOfPostgres() throws Exception {
        try (Connection erp = DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password())) {
            ordersOf(erp, "orders", "varchar", "numeric(12, 2)");
            assertThat(Files.readString(Path.of("docs/records.md")))
                    .as("the page shows the files that were tried")
                    .contains(
                            Files.readString(EXAMPLES.resolve("orders/routes/orders.camel.yaml")),
                            Files.readString(EXAMPLES.resolve("orders/routes/mappings/orders.yaml")),
                            Files.readString(EXAMPLES.resolve("orders/config/channels/orders.yaml")));
        }
    }

    @Test
    void anErpThatKeepsItsOrdersInATableOfOracle() throws Exception {
        try (Connection erp = DriverManager.getConnection(ORACLE)) {
            ordersOf(erp, "oracle", "varchar2", "number(12, 2)");
        }
    }

    private static void ordersOf(Connection erp, String system, String text, String number) throws Exception {
        try (Statement sql = erp.createStatement()) {
            sql.execute(
                    "create table orders (no %1$s(20) primary key, phone %1$s(20), state %1$s(250), total %2$s, ordered_at timestamp, changed_at timestamp)"
                            .formatted(text, number));
            sql.execute(orderRows("0001", 4));
            sql.execute("update orders set state = 'draft' where no = '0004'");
            sql.execute("update orders set state = '%s' where no = '0002'".formatted("x".repeat(201)));
            connect(system, "{name: every, value: 300ms}");
            await().untilAsserted(() -> assertThat(orders(system)).containsExactly("0001", "0003"));
            await().untilAsserted(() -> assertThat(deadLetters())
                    .filteredOn(letter -> letter.contains("the row 0002 of 2026-01-05T09:02: mappings/orders.yaml")
                            && letter.contains("\"" + system + "\""))
                    .singleElement()
                    .asString()
                    .contains("record.state"));
            // By a server whose clock is five minutes behind.
            sql.execute(
                    "update orders set state = 'S', changed_at = timestamp '2026-01-05 08:58:00' where no = '0003'");
            await().untilAsserted(() ->
                    assertThat(stateOf(system, "0003")).contains("\"shipped\"", "\"12.5\"", "2026-01-05T01:00:00Z"));
            assertThat(mostChanges(system)).isEqualTo(2);
            double before = rowsOf(system + "-table");
            hub.bean(CursorOperations.class).setSource("cursor.%1$s-%1$s".formatted(system), "2026-01-05T09:00:00");
            await().until(() -> rowsOf(system + "-table") >= before + 3);
            assertThat(mostChanges(system)).as("what comes again is known").isEqualTo(2);
            assertThat(letters("\"" + system + "\"")).hasSize(1);
        }
    }

    private static String orderRows(String first, int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "('%04d', '13800138000', 'P', 12.50, timestamp '2026-01-05 09:00:00', timestamp '2026-01-05 09:%02d:00')"
                                .formatted(Integer.parseInt(first) + i, i + 1))
                .collect(Collectors.joining(", ", "insert into orders values ", ""));
    }

    private static String stateOf(String source, String key) {
        return hub.bean(Database.class)
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select body from record where source = ? and \"key\" = ?")
                                .params(source, key)
                                .query((row, _) -> new String(row.getBytes(1), UTF_8))
                                .single());
    }

    @Test
    void tillsThatSpeakRawTcpWithALengthAndWaitForAnAnswer() throws IOException {
        connect("pos");
        try (Socket till = new Socket(InetAddress.getLoopbackAddress(), pos)) {
            till.setSoTimeout(30_000);
            DataInputStream in = new DataInputStream(till.getInputStream());
            DataOutputStream out = new DataOutputStream(till.getOutputStream());
            for (String id : List.of("1", "2", "2")) {
                assertThat(said(in, out, "{\"till\": \"t-1\", \"id\": \"%s\", \"text\": \"纸用完了\"}".formatted(id)))
                        .isEqualTo("ACK");
            }
            assertThat(said(in, out, "{\"till\": "))
                    .as("it is kept as a dead letter")
                    .isEqualTo("ACK");
        }
        await().untilAsserted(
                        () -> assertThat(told("pos-main")).hasSize(2).asString().contains("纸用完了"));
        await().untilAsserted(() -> assertThat(deadLetters())
                .anySatisfy(letter -> assertThat(letter).contains("pos.yaml")));
    }

    @Test
    void tillsThatReportOrdersBetweenStxAndEtxAreToldWhatWasNotKeptAndSendItAgain() throws IOException {
        String order = "{\"no\": \"T-1\", \"version\": 1, \"state\": \"P\", \"member\": \"M-1\", \"total\": \"12.50\"}";
        String broken = "{\"no\": ";
        hub.close();
        launch("--omnihub.buffer.minimum-free=1000TB");
        try {
            connect("till");
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), till)) {
                assertThat(said(socket, order)).as("the disk is full").isEqualTo("NAK");
                assertThat(said(socket, broken)).as("as a dead letter, neither").isEqualTo("NAK");
            }
        } finally {
            hub.close();
            launch();
        }
        awaitRunning("till");
        assertThat(orders("till")).isEmpty();
        assertThat(letters("till.yaml")).isEmpty();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), till)) {
            for (String message :
                    List.of(order, order, broken, order.replace("1, \"state\": \"P", "2, \"state\": \"C"))) {
                assertThat(said(socket, message)).isEqualTo("ACK");
            }
        }
        await().untilAsserted(() -> assertThat(orders("till")).containsExactly("T-1"));
        await().untilAsserted(() -> assertThat(stateOf("till", "T-1")).contains("\"cancelled\"", "\"12.50\""));
        assertThat(mostChanges("till")).as("each version once").isEqualTo(2);
        await().untilAsserted(() -> assertThat(letters("till.yaml")).hasSize(1));
        assertThat(Files.readString(Path.of("docs/doors.md")))
                .as("the page shows the files that were tried")
                .contains(
                        Files.readString(EXAMPLES.resolve("till/routes/till.camel.yaml")),
                        Files.readString(EXAMPLES.resolve("till/routes/mappings/till.yaml")));
    }

    /// Says something between STX and ETX.
    private static String said(Socket socket, String message) throws IOException {
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(("\2" + message + "\3").getBytes(UTF_8));
        String answer = new String(socket.getInputStream().readNBytes(5), US_ASCII);
        assertThat(answer).startsWith("\2").endsWith("\3");
        return answer.substring(1, 4);
    }

    /// Its samples must come to what lies beside them, else its route does not run.
    @Test
    void eachExampleThatIsShippedRunsAndHasASampleAndStandsInThePage() throws IOException {
        assertThat(names(EXAMPLES)).contains("drop", "host", "orders", "pos", "sheet", "shop", "till");
        String page = Files.readString(Path.of("docs/doors.md"));
        for (String system : names(EXAMPLES)) {
            try (Stream<Path> samples =
                    Files.list(EXAMPLES.resolve(system).resolve("routes/samples/%s-replay".formatted(system)))) {
                assertThat(samples).as(system).hasSizeGreaterThanOrEqualTo(3);
            }
            assertThat(page).contains("| [`%1$s`](../examples/%1$s) |".formatted(system));
            connect(system);
        }
    }

    @Test
    void aCourierWhoseRouteReadsFieldsByJsonPath() throws Exception {
        connect("courier");
        assertThat(quote("[{\"kg\": 3}, {\"kg\": 40}]")).isEqualTo("2 to 上海 by van");
        assertThat(quote("[{\"kg\": 3}]")).isEqualTo("1 to 上海 by bicycle");
    }

    private static String quote(String parcels) throws IOException, InterruptedException {
        String asked = "{\"parcels\": %s, \"to\": \"上海\"}".formatted(parcels);
        return post("/webhooks/courier-quotes", asked.getBytes(UTF_8)).body();
    }

    private static void connect(String system) throws IOException {
        connect(system, "");
    }

    /// Moves a route, and its mapping and samples, if it has some, there, and waits until the route runs.
    ///
    /// @param parameter another one of its first route, since tests are in more haste than operators
    private static void connect(String system, String parameter) throws IOException {
        Path shipped = EXAMPLES.resolve(system).resolve("routes");
        Path files = Files.exists(shipped) ? shipped : FOREIGN.resolve("routes");
        if (Files.exists(files.resolve("samples"))) {
            FileSystemUtils.copyRecursively(files.resolve("samples"), routes.resolve("samples"));
        }
        for (String file : List.of("mappings/%s.yaml".formatted(system), system + ".camel.yaml")) {
            if (Files.exists(files.resolve(file))) {
                assertThat(Files.readAllLines(files.resolve(file))).hasSizeLessThanOrEqualTo(60);
                String text = Files.readString(files.resolve(file));
                Path whole = directory.resolve(UUID.randomUUID().toString());
                Files.writeString(
                        whole,
                        parameter.isEmpty()
                                ? text
                                : text.replaceFirst("parameters:\n", "parameters:\n      - " + parameter + "\n"));
                Files.move(whole, routes.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        awaitRunning(system);
    }

    /// What lies in the folder now, and no version before it.
    private static void awaitRunning(String system) throws IOException {
        String name = system + ".camel.yaml";
        String hash =
                Seen.Whole.of(Files.readAllBytes(routes.resolve(name)), "").hash();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                hub.watcher().get("/api/v1/routes").json().path("items"))
                        .anySatisfy(file -> {
                            assertThat(file.path("file").asString()).isEqualTo(name);
                            assertThat(file.path("state").asString())
                                    .as(file.toString())
                                    .isEqualTo("running");
                            assertThat(file.path("hash").asString()).isEqualTo(hash);
                        }));
    }

    private static String said(DataInputStream in, DataOutputStream out, String message) throws IOException {
        byte[] bytes = message.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
        return new String(in.readNBytes(in.readInt()), US_ASCII);
    }

    private static HttpResponse<String> post(String path, byte[] body) throws IOException, InterruptedException {
        return post(path, body, "none");
    }

    private static HttpResponse<String> post(String path, byte[] body, String token)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(hub.address + path))
                            .header("X-Token", token)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    /// The parts of what stands in an inbox's conversations.
    private static List<String> told(String inbox) {
        return items("/api/v1/conversations?inbox=" + inbox)
                .flatMap(conversation ->
                        items("/api/v1/conversations/" + conversation.path("id").asString() + "/entries?after=0"))
                .map(entry -> entry.path("change").path("parts"))
                .filter(parts -> !parts.isMissingNode())
                .map(JsonNode::toString)
                .toList();
    }

    private static List<String> letters(String file) {
        return deadLetters().stream().filter(letter -> letter.contains(file)).toList();
    }

    /// The keys of the records that a source told, in order.
    private static List<String> orders(String source) {
        return hub.bean(Database.class)
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select \"key\" from record where source = ? order by \"key\"")
                                .param(source)
                                .query((row, _) -> row.getString(1))
                                .list());
    }

    private static long count(String source) {
        return number("select count(*) from record where source = ?", source);
    }

    private static long mostChanges(String source) {
        return number("select max(changes) from record where source = ?", source);
    }

    /// Beside the hub, which ends what reads for long: of a million rows that takes a while.
    private static long number(String sql, String source) {
        try (Connection database = DriverManager.getConnection(ERP.formatted(directory.resolve("data/omnihub.db")));
                PreparedStatement statement = database.prepareStatement(sql)) {
            statement.setString(1, source);
            try (ResultSet row = statement.executeQuery()) {
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> deadLetters() {
        return items("/api/v1/dead-letters?limit=100").map(JsonNode::toString).toList();
    }

    private static Stream<JsonNode> items(String path) {
        return hub.watcher().get(path).json().path("items").valueStream();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static byte[] sample(String system, String name) throws IOException {
        return Files.readAllBytes(EXAMPLES.resolve(system)
                .resolve("routes/samples/%s-replay".formatted(system))
                .resolve(name));
    }

    private static byte[] input(String name) throws IOException {
        return Files.readAllBytes(FOREIGN.resolve("inputs").resolve(name));
    }
}
