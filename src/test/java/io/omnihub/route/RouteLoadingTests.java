package io.omnihub.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.OmniHub;
import io.omnihub.channel.Takers;
import io.omnihub.channel.declared.DeclaredChannels;
import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditRow;
import io.omnihub.identity.Role;
import io.omnihub.mapping.Mappings;
import io.omnihub.message.Content;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Message;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.watch.Seen;
import io.omnihub.watch.WatchedFolder;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import io.omnihub.yaml.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ServiceStatus;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import tools.jackson.databind.JsonNode;

/// Files that come, change and go in the folder of routes of a running hub.
final class RouteLoadingTests {

    private static final String POLICIES = "policies.camel.yaml";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Path routes;
    private static RunningHub hub;

    private final CamelContext camel = hub.bean(CamelContext.class);
    private final Api operator = hub.as(Role.OPERATOR);

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        routes = Files.createDirectory(directory.resolve("routes"));
        Files.copy(Path.of("routes", POLICIES), routes.resolve(POLICIES));
        Files.writeString(routes.resolve("broken.camel.yaml"), "- route:\n    from:\n   uri: direct:x\n");
        Files.writeString(routes.resolve("unknown.camel.yaml"), answering("unknown", "nothing:of-the-kind", "x"));
        Files.writeString(routes.resolve("there.camel.yaml"), answering("there", "platform-http:/webhooks/there", "1"));
        Path channels = Files.createDirectories(directory.resolve("data/channels"));
        Files.writeString(channels.resolve("erp.yaml"), """
            omnihub:
              channels:
                erp:
                  capabilities: {sends: []}
                  inboxes: {orders: {}}
            """);
        Files.createDirectory(routes.resolve("mappings"));
        hub = RunningHub.start(
                directory.resolve("data"),
                "--omnihub.routes=" + routes,
                "--omnihub.other-databases.orders.url=jdbc:sqlite::memory:");
        hub.bean(CamelContext.class).getRegistry().bind("firstText", (Processor) exchange -> {
            List<?> events = exchange.getMessage().getBody(List.class);
            Message message = (Message) ((InboundEvent) events.getFirst()).body();
            exchange.getMessage().setBody(((Content.Text) message.parts().getFirst()).text());
        });
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @AfterEach
    void empty() throws IOException {
        try (var files = Files.list(routes.resolve("mappings"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        try (var files = Files.list(routes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!List.of(POLICIES, "broken.camel.yaml", "unknown.camel.yaml", "there.camel.yaml")
                        .contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
        await().until(() -> hub.bean(RouteFiles.class).statuses().size() == 4);
    }

    @Test
    void brokenFilesDoNotStopTheStartAndAreShown() throws Exception {
        assertThat(post("/webhooks/there").body()).isEqualTo("1");

        JsonNode broken = file("broken.camel.yaml");
        assertThat(broken.path("state").asString()).isEqualTo("refused");
        assertThat(broken.at("/findings/0/line").asInt()).isEqualTo(3);
        assertThat(broken.at("/findings/0/problem").asString()).startsWith("it is no YAML: ");
        JsonNode unknown = file("unknown.camel.yaml");
        assertThat(unknown.path("state").asString()).isEqualTo("refused");
        assertThat(unknown.at("/findings/0/problem").asString()).contains("nothing");
        assertThat(file(POLICIES).path("state").asString()).isEqualTo("running");

        Health health = hub.context
                .getBean("routesHealthIndicator", HealthIndicator.class)
                .health();
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails().get("refused").toString())
                .contains("broken.camel.yaml:3: it is no YAML")
                .contains("unknown.camel.yaml:");
    }

    @Test
    void aFileThatComesChangesAndGoesTakesEffect() throws Exception {
        assertThat(post("/webhooks/shop").statusCode()).isEqualTo(404);

        write("shop.camel.yaml", answering("shop", "platform-http:/webhooks/shop", "one"));
        await().until(() -> post("/webhooks/shop").body().equals("one"));

        write("shop.camel.yaml", answering("shop", "platform-http:/webhooks/shop", "two"));
        await().until(() -> post("/webhooks/shop").body().equals("two"));
        await().until(() -> camel.getRoute("shop") != null && camel.getRoute("shop" + CamelRoutes.BESIDE) == null);

        // A route of another id may take the path over.
        write("shop.camel.yaml", answering("shop-again", "platform-http:/webhooks/shop", "three"));
        await().until(() -> post("/webhooks/shop").body().equals("three"));
        await().until(() -> camel.getRoute("shop") == null);

        Files.delete(routes.resolve("shop.camel.yaml"));
        await().until(() -> post("/webhooks/shop").statusCode() == 404);
        assertThat(camel.getRoutes()).noneMatch(route -> route.getRouteId().startsWith("shop"));
    }

    /// The bound guards only; what it takes is printed.
    @Test
    void whateverIsDoneToAFileTakesEffectWithinSeconds() throws Exception {
        Path file = routes.resolve("soon.camel.yaml");
        List<Long> written = new ArrayList<>();
        List<Long> moved = new ArrayList<>();
        List<Long> deleted = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String one = "written " + i;
            written.add(millisUntil(
                    () -> Files.writeString(file, answering("soon", "platform-http:/webhooks/soon", one)),
                    () -> post("/webhooks/soon").body().equals(one)));
            String other = "moved " + i;
            moved.add(millisUntil(
                    () -> write("soon.camel.yaml", answering("soon", "platform-http:/webhooks/soon", other)),
                    () -> post("/webhooks/soon").body().equals(other)));
            deleted.add(millisUntil(
                    () -> Files.delete(file), () -> post("/webhooks/soon").statusCode() == 404));
        }
        System.out.printf(
                "A route file takes effect after so many ms: written %s, moved there %s, deleted %s%n",
                written, moved, deleted);
        assertThat(written).allSatisfy(millis -> assertThat(millis).isLessThan(5_000));
        assertThat(moved).allSatisfy(millis -> assertThat(millis).isLessThan(5_000));
        assertThat(deleted).allSatisfy(millis -> assertThat(millis).isLessThan(5_000));
    }

    private static long millisUntil(Change change, Callable<Boolean> effect) throws Exception {
        long begun = System.nanoTime();
        change.make();
        await().pollInterval(Duration.ofMillis(5)).until(effect);
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }

    @Test
    void aFileThatIsRenamedAnswersAllTheTime() throws Exception {
        write("shop.camel.yaml", answering("shop", "platform-http:/webhooks/shop", "x"));
        await().until(() -> post("/webhooks/shop").body().equals("x"));
        AtomicBoolean stop = new AtomicBoolean();
        Set<Integer> answers = ConcurrentHashMap.newKeySet();
        Thread caller = Thread.ofVirtual().start(() -> {
            while (!stop.get()) {
                try {
                    answers.add(post("/webhooks/shop").statusCode());
                } catch (Exception _) {
                    answers.add(0);
                }
            }
        });

        Files.move(routes.resolve("shop.camel.yaml"), routes.resolve("erp.camel.yaml"));
        await().until(() -> file("erp.camel.yaml").path("state").asString().equals("running")
                && file("shop.camel.yaml").isMissingNode());
        // Another id on the same path.
        write("next.camel.yaml", answering("next", "platform-http:/webhooks/shop", "y"));
        await().until(() -> file("next.camel.yaml").path("state").asString().equals("refused"));
        Files.delete(routes.resolve("erp.camel.yaml"));
        await().until(() -> post("/webhooks/shop").body().equals("y"));
        stop.set(true);
        caller.join();

        assertThat(answers).containsExactly(200);
        await().until(() -> camel.getRoute("shop") == null);
    }

    @Test
    void whatCanNotBeStartedAgainIsNotShownAsRunning() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        flaky(broken);
        write("flaky.camel.yaml", answering("flaky", "flaky:one", "x"));
        await().until(() -> file("flaky.camel.yaml").path("state").asString().equals("running"));

        broken.set(true);
        write("flaky.camel.yaml", answering("flaky", "flaky:two", "x"));
        await().until(() -> !file("flaky.camel.yaml").path("findings").isEmpty());

        JsonNode file = file("flaky.camel.yaml");
        assertThat(file.path("state").asString()).isEqualTo("refused");
        assertThat(file.path("routes")).isEmpty();
        assertThat(file.at("/findings/0/problem").asString()).isEqualTo("It is broken");
        broken.set(false);
        write("flaky.camel.yaml", answering("flaky", "flaky:three", "x"));
        await().until(() -> file("flaky.camel.yaml").path("state").asString().equals("running"));
    }

    @Test
    void whatCanNotBeStartedInThePlaceOfTheOldLeavesTheOldRunning() throws Exception {
        write("flaky.camel.yaml", answering("flaky", "platform-http:/webhooks/flaky", "old"));
        await().until(() -> post("/webhooks/flaky").body().equals("old"));
        flaky(new AtomicBoolean(true));

        // The call of step 2 succeeds; what can't be started is started in step 4.
        write(
                "flaky.camel.yaml",
                answering("flaky", "platform-http:/webhooks/flaky", "new") + answering("other", "flaky:other", "x"));
        await().until(() -> file("flaky.camel.yaml").path("state").asString().equals("kept"));

        assertThat(file("flaky.camel.yaml").at("/findings/0/problem").asString())
                .isEqualTo("It is broken");
        assertThat(post("/webhooks/flaky").body()).isEqualTo("old");
        assertThat(camel.getRoutes()).extracting(route -> route.getRouteId()).doesNotContain("other");
    }

    @Test
    void whatNamesAFileThatCameWithItAndCanNotBeStartedIsRefusedToo() throws Exception {
        flaky(new AtomicBoolean(true));
        synchronized (hub.bean(RouteLoading.class)) {
            write("giver.camel.yaml", configuration("caught") + answering("giver", "flaky:giver", "x"));
            write(
                    "needy.camel.yaml",
                    answering("needy", "platform-http:/webhooks/needy", "x")
                            .replace("id: needy\n", "id: needy\n    routeConfigurationId: shops\n"));
        }

        await().until(() -> file("needy.camel.yaml").path("state").asString().equals("refused"));
        assertThat(file("needy.camel.yaml").at("/findings/0/problem").asString())
                .isEqualTo("there is no route configuration shops");
        assertThat(file("giver.camel.yaml").path("state").asString()).isEqualTo("refused");
    }

    @Test
    void aPortThatIsTakenIsRefused() throws Exception {
        camel.addComponent("netty", new Flaky(new AtomicBoolean()));
        int port;
        try (ServerSocket taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
            write("port.camel.yaml", answering("port", "netty:tcp://0.0.0.0:" + port, "x"));
            await().until(() -> file("port.camel.yaml").path("state").asString().equals("refused"));
        }
        assertThat(file("port.camel.yaml").at("/findings/0/line").asInt()).isEqualTo(4);
        assertThat(file("port.camel.yaml").at("/findings/0/problem").asString())
                .isEqualTo("the tcp port %d is taken already: by another program, or by the hub itself", port);
        // It is tried again with whatever comes.
        write("rival.camel.yaml", answering("rival", "direct:rival", "x"));
        await().until(() -> file("port.camel.yaml").path("state").asString().equals("running"));
        write("rival.camel.yaml", answering("rival", "netty:tcp://0.0.0.0:" + port, "x"));
        await().until(() -> file("rival.camel.yaml").path("state").asString().equals("kept"));
        assertThat(file("rival.camel.yaml").at("/findings/0/problem").asString())
                .endsWith(" is taken already: by the route port, port.camel.yaml:4");
    }

    @Test
    void databasesOfOthersAreThereUnderTheirNames() throws Exception {
        DataSource orders = camel.getRegistry().lookupByNameAndType("orders", DataSource.class);

        try (Connection connection = orders.getConnection();
                ResultSet row = connection.createStatement().executeQuery("select 7")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).isEqualTo(7);
        }
    }

    @Test
    void whoAsksForActivationNeedNotWaitAndIsInTheAudit() throws Exception {
        Files.writeString(routes.resolve("asked.camel.yaml"), answering("asked", "platform-http:/webhooks/asked", "x"));

        Api.Answer answer = operator.post("/api/v1/routes/activate", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("items").valueStream())
                .anyMatch(file -> file.path("file").asString().equals("asked.camel.yaml")
                        && file.path("state").asString().equals("running"));
        AuditRow told = hub.bean(AuditLog.class)
                .list(TenantId.DEFAULT, Long.MAX_VALUE, 1)
                .getFirst();
        assertThat(told.what()).isEqualTo(AuditAction.ROUTES_ACTIVATED.publicName());
        assertThat(told.who()).startsWith("token:");
        assertThat(hub.bean(RouteMXBean.class).activate())
                .anyMatch(finding -> finding.startsWith("broken.camel.yaml:3"));
    }

    private void flaky(AtomicBoolean broken) {
        camel.removeComponent("flaky");
        camel.addComponent("flaky", new Flaky(broken));
    }

    /// Its routes start only now and then.
    private static final class Flaky extends DefaultComponent {

        private final AtomicBoolean broken;

        private Flaky(AtomicBoolean broken) {
            this.broken = broken;
        }

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    return new DefaultConsumer(this, processor) {
                        @Override
                        protected void doStart() {
                            if (broken.get()) {
                                throw new IllegalStateException("It is broken");
                            }
                        }
                    };
                }
            };
        }
    }

    @Test
    void checkSaysWhatIsNotGiven() {
        Api.Answer answer = operator.post("/api/v1/routes/check", "{\"file\": \"x.camel.yaml\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").asString()).isEqualTo("text");
        assertThat(operator.post("/api/v1/routes/check", "{}").status()).isEqualTo(400);
    }

    @Test
    void whatCanNotBeUsedLeavesWhatRuns() throws Exception {
        write("shop.camel.yaml", answering("shop", "platform-http:/webhooks/shop", "good"));
        await().until(() -> post("/webhooks/shop").body().equals("good"));

        for (String bad : List.of(
                "- route:\n    id: shop\n    from:\n  uri: direct:x",
                "- rout:\n    id: shop\n",
                "not a list",
                answering("shop", "platform-http:/elsewhere/shop", "bad"),
                answering("shop", "platform-http:/webhooks/there", "bad"),
                answering("shop", "platform-http:/webhooks/shop?noSuch=option", "bad"),
                answering("shop", "hub:outbound", "bad"),
                answering("there", "platform-http:/webhooks/shop", "bad"),
                answering("shop", "platform-http:/webhooks/shop", "bad") + "          nonsense: true\n",
                answering("shop", "platform-http:/webhooks/shop", "bad")
                        .replace("id: shop\n", "id: shop\n    routeConfigurationId: callback\n"),
                answering("shop", "platform-http:/webhooks/shop", "bad") + answering("shop", "direct:shop", "bad"),
                answering("shop", "platform-http:/webhooks/shop", "bad")
                        + "        - process:\n            ref: '#bean:nobody'\n")) {
            write("shop.camel.yaml", bad);
            await().alias(bad)
                    .until(() ->
                            file("shop.camel.yaml").path("state").asString().equals("kept"));
            assertThat(file("shop.camel.yaml").at("/findings/0/problem").asString())
                    .as(bad)
                    .isNotEmpty();
            assertThat(post("/webhooks/shop").body()).as(bad).isEqualTo("good");
            write("shop.camel.yaml", answering("shop", "platform-http:/webhooks/shop", "good"));
            await().until(() -> file("shop.camel.yaml").path("state").asString().equals("running"));
        }
        assertThat(camel.getRoutes()).extracting(route -> route.getRouteId()).doesNotHaveDuplicates();
        assertThat(camel.getRoutes()).noneMatch(route -> CamelRoutes.isBeside(route.getRouteId()));
    }

    @Test
    void whatDependsOnAChangedFileIsLoadedAnew() throws Exception {
        write("template.camel.yaml", template("old"));
        write("shop.camel.yaml", """
                - templatedRoute:
                    routeTemplateRef: answering
                    routeId: shop
                    prefixId: shop-
                    parameters:
                      - name: path
                        value: shop
                """);
        await().until(() -> post("/webhooks/shop").body().equals("old"));

        write("template.camel.yaml", template("new"));
        await().until(() -> post("/webhooks/shop").body().equals("new"));
        await().until(() -> camel.getRoute("shop" + CamelRoutes.BESIDE) == null);

        Files.delete(routes.resolve("template.camel.yaml"));
        await().until(() -> file("template.camel.yaml").path("state").asString().equals("kept"));
        assertThat(file("template.camel.yaml").at("/findings/0/problem").asString())
                .isEqualTo("it is gone, and goes on as it was, since shop.camel.yaml needs it");
        Files.delete(routes.resolve("shop.camel.yaml"));
        await().until(() -> hub.bean(RouteFiles.class).statuses().size() == 4);
    }

    @Test
    void aChangedConfigurationReachesTheRoutesThatNameIt() throws Exception {
        String failing = answering("shop", "platform-http:/webhooks/shop", "x")
                .replace("id: shop\n", "id: shop\n    routeConfigurationId: shops\n")
                .replace("- setBody:\n            constant: x", """
                        - throwException:
                                    exceptionType: java.lang.IllegalStateException
                                    message: closed""");
        write("shop.camel.yaml", failing);
        await().until(() -> file("shop.camel.yaml").path("state").asString().equals("refused"));
        assertThat(file("shop.camel.yaml").at("/findings/0/problem").asString())
                .isEqualTo("there is no route configuration shops");

        write("shops.camel.yaml", configuration("first"));
        await().until(() -> post("/webhooks/shop").body().equals("first"));
        write("shops.camel.yaml", configuration("second"));
        await().until(() -> post("/webhooks/shop").body().equals("second"));
    }

    @Test
    void whatAnOperatorStoppedStaysStopped() throws Exception {
        write("shop.camel.yaml", answering("shop", "platform-http:/webhooks/shop", "one"));
        await().until(() -> post("/webhooks/shop").body().equals("one"));
        camel.getRouteController().stopRoute("shop");

        write("shop.camel.yaml", answering("shop", "platform-http:/webhooks/shop", "two"));
        String before = file("shop.camel.yaml").path("hash").asString();
        await().until(() -> !file("shop.camel.yaml").path("hash").asString().equals(before));

        assertThat(camel.getRouteController().getRouteStatus("shop")).isEqualTo(ServiceStatus.Stopped);
        camel.getRouteController().startRoute("shop");
        assertThat(post("/webhooks/shop").body()).isEqualTo("two");
    }

    @Test
    void linksThatLeadOutAndFilesThatEverybodyMayWriteAreRefused(@TempDir Path elsewhere) throws Exception {
        Path outside = elsewhere.resolve("outside.camel.yaml");
        Files.writeString(outside, answering("outside", "platform-http:/webhooks/outside", "x"));
        Files.createSymbolicLink(routes.resolve("link.camel.yaml"), outside);
        write("open.camel.yaml", answering("open", "platform-http:/webhooks/open", "x"));
        Files.setPosixFilePermissions(routes.resolve("open.camel.yaml"), PosixFilePermissions.fromString("rw-rw-rw-"));

        await().until(() -> file("link.camel.yaml").path("state").asString().equals("refused"));
        await().until(() -> file("open.camel.yaml").path("state").asString().equals("refused"));
        assertThat(file("link.camel.yaml").at("/findings/0/problem").asString())
                .isEqualTo("it leads out of the folder by a symbolic link");
        assertThat(file("open.camel.yaml").at("/findings/0/problem").asString())
                .isEqualTo("it may be written by everybody");
        assertThat(post("/webhooks/outside").statusCode()).isEqualTo(404);

        Files.setPosixFilePermissions(routes.resolve("open.camel.yaml"), PosixFilePermissions.fromString("rw-r--r--"));
        await().until(() -> post("/webhooks/open").body().equals("x"));
    }

    private static String mapped(String answer) {
        return """
            - route:
                id: mapped
                from:
                  uri: platform-http:/webhooks/mapped
                  steps:
                    - to:
                        uri: mapping:orders?inbox=orders
                    - to:
                        uri: direct:mapped-seen
                    - process:
                        ref: "#bean:firstText"
                    - setBody:
                        simple: "${body} %s"
            - route:
                id: mapped-seen
                from:
                  uri: direct:mapped-seen
                  steps:
                    - to:
                        uri: log:seen?level=DEBUG
            """.formatted(answer);
    }

    private static String mapping(String text) {
        return """
            tables:
              state: states.csv
            in:
              thread: .user
              rules:
                - message: .id
                  parts:
                    - text: '%s'
            """.formatted(text);
    }

    private static String ordered() throws Exception {
        return post("/webhooks/mapped", "{\"user\": 1, \"id\": 2, \"state\": \"P\"}")
                .body();
    }

    @Test
    void mappingsAndTheirTablesAreLoadedWithTheRoutesThatNameThem() throws Exception {
        String name = "mappings/orders.yaml";
        write("mapped.camel.yaml", mapped("A"));
        await().until(() -> file("mapped.camel.yaml").path("state").asString().equals("refused"));
        assertThat(file("mapped.camel.yaml").at("/findings/0/line").asInt()).isEqualTo(7);
        assertThat(file("mapped.camel.yaml").at("/findings/0/problem").asString())
                .isEqualTo("there is no mapping orders: mappings/orders.yaml");
        write(name, mapping("${state(.state)}"));
        await().until(() -> file(name).path("state").asString().equals("refused"));
        assertThat(file(name).at("/findings/0/line").asInt()).isEqualTo(2);
        assertThat(file(name).at("/findings/0/problem").asString())
                .isEqualTo("tables.state: there is no such file beside the mapping");

        write("mappings/states.csv", "key,value\nP,paid\n");
        await().until(() -> ordered().equals("paid A"));
        write("mappings/states.csv", "key,value\nP,settled\n");
        await().until(() -> ordered().equals("settled A"));
        write(name, mapping("now ${state(.state)}"));
        await().until(() -> ordered().equals("now settled A"));

        // What is wrong changes nothing.
        write(name, mapping("${none(.state)}"));
        await().until(() -> file(name).path("state").asString().equals("kept"));
        assertThat(file(name).at("/findings/0/line").asInt()).isEqualTo(8);
        write("mappings/states.csv", "key\nP\n");
        await().until(() -> file("mappings/states.csv").path("state").asString().equals("kept"));
        assertThat(ordered()).isEqualTo("now settled A");
        Files.delete(routes.resolve(name));
        await().until(() -> file(name)
                .at("/findings/0/problem")
                .asString()
                .equals("it is gone, and goes on as it was, since mapped.camel.yaml needs it"));
        assertThat(ordered()).isEqualTo("now settled A");

        // A version is kept of each, and holds until the file is another one.
        assertThat(back(name, before(name)).status()).isEqualTo(200);
        assertThat(ordered()).isEqualTo("settled A");
        assertThat(back("mappings/states.csv", before("mappings/states.csv")).status())
                .isEqualTo(200);
        assertThat(ordered()).isEqualTo("paid A");
        write(name, mapping("new ${state(.state)}"));
        await().until(() -> ordered().equals("new paid A"));
    }

    @Test
    void aMappingIsTriedOnTheSamplesOfTheRoutesThatNameIt() throws Exception {
        String name = "mappings/orders.yaml";
        Path samples = Files.createDirectories(routes.resolve("samples/mapped-in"));
        Files.writeString(samples.resolve("one.json"), "{\"user\": 1, \"id\": 2, \"text\": \"a\"}");
        Files.writeString(samples.resolve("one.unified.json"), "[{\"body\": {\"text\": \"a\"}}]");
        String right = mapping("${.text}").replaceFirst("(?s).*in:", "in:");
        write(name, right);
        write("mapped.camel.yaml", """
            - route:
                id: mapped-in
                from:
                  uri: direct:mapped-in
                  steps:
                    - to: mapping:orders?inbox=orders
                    - process:
                        ref: "#bean:firstText"
                    - setBody:
                        simple: '[{"body": {"text": "${body}"}}]'
                    - to: hub:inbound
            """);
        await().until(() -> file("mapped.camel.yaml").path("state").asString().equals("running"));

        write(name, right.replace(".text", ".id"));
        await().until(() -> file(name).path("state").asString().equals("kept"));
        assertThat(file(name).at("/findings/0/file").asString()).isEqualTo("samples/mapped-in/one.json");
        assertThat(file(name).at("/findings/0/problem").asString())
                .isEqualTo("$[0].body.text is \"2\", and should be \"a\"");
        assertThat(file("mapped.camel.yaml").path("state").asString()).isEqualTo("running");
        assertThat(operator.post("/api/v1/routes/mapped.camel.yaml/trial", "")
                        .json()
                        .path("items"))
                .isEmpty();

        Files.writeString(samples.resolve("one.unified.json"), "[{\"body\": {\"text\": \"2\"}}]");
        // The sample says now what the mapping does.
        await().until(() -> file(name).path("state").asString().equals("running"));
    }

    @Test
    void theFirstSampleThatTakesTooLongEndsATrial(@TempDir Path folder) throws Exception {
        Path samples = Files.createDirectories(folder.resolve("samples/slow"));
        for (String name : List.of("a", "b", "c")) {
            Files.writeString(samples.resolve(name + ".json"), "{}");
            Files.writeString(samples.resolve(name + ".unified.json"), "[]");
        }
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        camel.getRegistry().bind("slow", (Processor) _ -> {
            begun.incrementAndGet();
            never.await();
        });
        RouteFile file = RouteFile.read(
                "slow.camel.yaml",
                Seen.Whole.of(
                        answering("slow", "direct:slow", "x\n        - process: {ref: \"#bean:slow\"}")
                                .getBytes(StandardCharsets.UTF_8),
                        "root"));

        List<Problem> found = new RouteTrial(camel, folder, Duration.ofMillis(300), Duration.ofSeconds(2))
                .run(file, RouteSet.EMPTY.with(Set.of(), List.of(file)));

        assertThat(found).hasSize(1);
        assertThat(found.getFirst().reason()).contains("samples/slow/a.json takes more than");
        assertThat(begun).hasValue(1);
        never.countDown();
    }

    /// No call meets the one of before and the other of now.
    @Test
    void aRouteAndItsMappingChangeAtOnce() throws Exception {
        write("mappings/states.csv", "key,value\nP,paid\n");
        write("mappings/orders.yaml", mapping("0"));
        write("mapped.camel.yaml", mapped("0"));
        await().until(() -> ordered().equals("0 0"));
        AtomicBoolean stop = new AtomicBoolean();
        Set<String> answers = ConcurrentHashMap.newKeySet();
        List<Thread> load = IntStream.range(0, 4)
                .mapToObj(_ -> Thread.ofVirtual().start(() -> {
                    while (!stop.get()) {
                        try {
                            answers.add(ordered());
                        } catch (Exception e) {
                            answers.add(e.toString());
                        }
                    }
                }))
                .toList();
        RouteLoading loading = hub.bean(RouteLoading.class);
        for (int version = 1; version <= 5; version++) {
            String name = Integer.toString(version);
            synchronized (loading) {
                write("mappings/orders.yaml", mapping(name));
                write("mapped.camel.yaml", mapped(name));
            }
            await().until(() -> answers.contains(name + " " + name));
        }
        stop.set(true);
        for (Thread thread : load) {
            thread.join();
        }

        assertThat(answers).containsExactlyInAnyOrder("0 0", "1 1", "2 2", "3 3", "4 4", "5 5");
    }

    @Test
    void anyVersionCanBeGoneBackToAndThatHoldsUntilTheFileIsWrittenAnew() throws Exception {
        String name = "shop.camel.yaml";
        for (String version : List.of("one", "two", "three")) {
            write(name, answering("shop", "platform-http:/webhooks/shop", version));
            await().until(() -> post("/webhooks/shop").body().equals(version));
        }
        int before = versions(name).getFirst().path("version").asInt();
        await().until(() -> versions(name)
                .getFirst()
                .path("hash")
                .asString()
                .equals(file(name).path("hash").asString()));
        int third = versions(name).getFirst().path("version").asInt();
        assertThat(before).isBetween(third - 1, third);
        JsonNode came = versions(name).getFirst();
        assertThat(came.path("what").asString()).isEqualTo("came");
        assertThat(came.path("who").asString()).isEqualTo(System.getProperty("user.name"));
        assertThat(came.path("hash").asString()).hasSize(64);

        assertThat(back(name, third - 2).status()).isEqualTo(200);
        assertThat(post("/webhooks/shop").body()).isEqualTo("one");
        JsonNode rolledBack = versions(name).getFirst();
        assertThat(rolledBack.path("what").asString()).isEqualTo("rolled-back");
        assertThat(rolledBack.path("who").asString()).startsWith("token:");

        // As a start does, and other nodes.
        RouteHistory.Last last = new RouteHistory(hub.bean(Database.class), Clock.systemUTC(), "")
                .last()
                .get(name);
        assertThat(last.holds(Seen.Whole.of(Files.readAllBytes(routes.resolve(name)), "")
                        .hash()))
                .isTrue();
        assertThat(new String(last.body(), StandardCharsets.UTF_8)).contains("constant: one");

        assertThat(back(name, 99).status()).isEqualTo(404);
        write(name, answering("shop", "platform-http:/webhooks/shop", "four"));
        await().until(() -> post("/webhooks/shop").body().equals("four"));
        Files.delete(routes.resolve(name));
        await().until(() -> post("/webhooks/shop").statusCode() == 404);
        await().until(() -> versions(name).getFirst().path("what").asString().equals("gone"));

        assertThat(back(name, third - 1).status()).isEqualTo(200);
        assertThat(post("/webhooks/shop").body()).isEqualTo("two");
        write(name, answering("shop", "platform-http:/webhooks/shop", "five"));
        await().until(() -> post("/webhooks/shop").body().equals("five"));
    }

    /// Two nodes with the same folder.
    @Test
    void whatOneNodeWentBackToHoldsOnTheOtherToo(@TempDir Path folder) throws Exception {
        String name = "two.camel.yaml";
        try (DefaultCamelContext one = new DefaultCamelContext();
                DefaultCamelContext other = new DefaultCamelContext()) {
            RouteFiles first = files(one, folder);
            RouteFiles second = files(other, folder);
            RouteLoading firstNode = loading(folder, first);
            RouteLoading secondNode = loading(folder, second);
            List<RouteLoading> nodes = List.of(firstNode, secondNode);
            nodes.forEach(RouteLoading::first);
            for (String version : List.of("one", "two")) {
                Files.writeString(folder.resolve(name), answering("two", "direct:two", version));
                nodes.forEach(RouteLoading::step);
            }
            assertThat(firstNode.versions(name)).hasSize(2);
            String good = firstNode.versions(name).getLast().hash();
            String bad = firstNode.versions(name).getFirst().hash();

            assertThat(firstNode.rollBack(name, 1, "amy")).isEmpty();
            for (int look = 0; look < 3; look++) {
                nodes.reversed().forEach(RouteLoading::step);
                assertThat(second.running().file(name).orElseThrow().hash()).isEqualTo(good);
                assertThat(first.running().file(name).orElseThrow().hash()).isEqualTo(good);
            }
            assertThat(firstNode.versions(name)).hasSize(3);

            // After a start too; and until the file is another one, be it the one that was gone back to.
            RouteLoading again = loading(folder, first);
            again.first();
            again.step();
            assertThat(first.running().file(name).orElseThrow().hash()).isEqualTo(good);
            Files.writeString(folder.resolve(name), answering("two", "direct:two", "one"));
            List.of(again, secondNode).forEach(RouteLoading::step);
            Files.writeString(folder.resolve(name), answering("two", "direct:two", "two"));
            List.of(again, secondNode).forEach(RouteLoading::step);
            assertThat(first.running().file(name).orElseThrow().hash()).isEqualTo(bad);
            assertThat(second.running().file(name).orElseThrow().hash()).isEqualTo(bad);
        }
    }

    private RouteFiles files(DefaultCamelContext node, Path folder) {
        node.disableJMX();
        node.start();
        return new RouteFiles(
                new CamelRoutes(node, new Takers(), new Mappings()),
                new RouteCheck(node, true),
                new RouteTrial(node, folder),
                hub.bean(DeclaredChannels.class),
                Clock.systemUTC());
    }

    /// Two nodes with a folder each.
    @Test
    void whatComesChangesAndGoesInOneNodesFolderDoesSoOnTheOtherToo(@TempDir Path directory) throws Exception {
        String name = "far.camel.yaml";
        Path here = Files.createDirectory(directory.resolve("here"));
        Path there = Files.createDirectory(directory.resolve("there"));
        try (DefaultCamelContext one = new DefaultCamelContext();
                DefaultCamelContext other = new DefaultCamelContext()) {
            RouteFiles first = files(one, here);
            RouteFiles second = files(other, there);
            RouteLoading firstNode = loading(here, first, "first");
            RouteLoading secondNode = loading(there, second, "second");
            List<RouteLoading> nodes = List.of(firstNode, secondNode);
            nodes.forEach(RouteLoading::first);

            // It lies in one folder alone.
            Files.writeString(here.resolve(name), answering("far", "direct:far", "one"));
            nodes.forEach(RouteLoading::step);
            assertThat(text(second, name)).contains("constant: one");
            // Who has it not does not take it away from the other.
            nodes.reversed().forEach(RouteLoading::step);
            nodes.forEach(RouteLoading::step);
            assertThat(text(first, name)).contains("constant: one");

            // Each node has the newest, be it in its folder or not.
            Files.writeString(there.resolve(name), answering("far", "direct:far", "two"));
            nodes.reversed().forEach(RouteLoading::step);
            assertThat(text(first, name)).contains("constant: two");
            assertThat(text(second, name)).contains("constant: two");
            assertThat(firstNode.versions(name)).hasSize(2);

            // A start does not bring back what lies in the folder since before.
            firstNode = loading(here, first, "first");
            firstNode.first();
            secondNode.step();
            assertThat(text(first, name)).contains("constant: two");
            assertThat(text(second, name)).contains("constant: two");

            // What somebody puts there does, though it was there before.
            Files.writeString(here.resolve(name), answering("far", "direct:far", "three"));
            List.of(firstNode, secondNode).forEach(RouteLoading::step);
            assertThat(text(second, name)).contains("constant: three");
            Files.writeString(there.resolve(name), answering("far", "direct:far", "one"));
            List.of(secondNode, firstNode).forEach(RouteLoading::step);
            assertThat(text(first, name)).contains("constant: one");

            // A folder with nothing in it is no wish.
            Files.writeString(there.resolve("near.camel.yaml"), answering("near", "direct:near", "x"));
            secondNode.step();
            Files.delete(there.resolve(name));
            List.of(secondNode, firstNode).forEach(RouteLoading::step);
            assertThat(text(second, name)).isEmpty();
            assertThat(text(first, name)).isEmpty();
            List.of(firstNode, secondNode).forEach(RouteLoading::step);
            assertThat(text(first, name)).isEmpty();
        }
    }

    @Test
    void whatLiesInNoFolderIsRemovedByRestWhichTheAuditTells() throws Exception {
        String name = "lone.camel.yaml";
        write(name, answering("lone", "platform-http:/webhooks/lone", "x"));
        await().until(() -> post("/webhooks/lone").body().equals("x"));
        await().until(() -> !versions(name).isEmpty());
        Api.Answer refused = operator.delete("/api/v1/routes/" + name);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("detail").asString())
                .isEqualTo("lone.camel.yaml lies in the folder: take it out of there.");
        int version = versions(name).getFirst().path("version").asInt();
        Files.delete(routes.resolve(name));
        await().until(() -> post("/webhooks/lone").statusCode() == 404);
        assertThat(back(name, version).status()).isEqualTo(200);
        assertThat(post("/webhooks/lone").body()).isEqualTo("x");

        assertThat(operator.delete("/api/v1/routes/" + name).status()).isEqualTo(204);

        assertThat(post("/webhooks/lone").statusCode()).isEqualTo(404);
        AuditRow told = hub.bean(AuditLog.class)
                .list(TenantId.DEFAULT, Long.MAX_VALUE, 1)
                .getFirst();
        assertThat(told.what() + " " + told.target()).isEqualTo("route.removed %s", name);
        assertThat(told.who()).startsWith("token:");
        assertThat(operator.delete("/api/v1/routes/" + name).status()).isEqualTo(404);
        assertThat(operator.delete("/api/v1/routes/mappings/none.yaml").status())
                .isEqualTo(404);
    }

    @Test
    void aFileOfANodeThatIsNoMoreIsRemovedByHandOnAllNodes(@TempDir Path directory) throws Exception {
        String name = "left.camel.yaml";
        Path gone = Files.createDirectory(directory.resolve("gone"));
        Path here = Files.createDirectory(directory.resolve("here"));
        Files.writeString(gone.resolve(name), answering("left", "direct:left", "one"));
        try (DefaultCamelContext zero = new DefaultCamelContext();
                DefaultCamelContext one = new DefaultCamelContext();
                DefaultCamelContext other = new DefaultCamelContext();
                DefaultCamelContext again = new DefaultCamelContext()) {
            RouteLoading bringing = loading(gone, files(zero, gone), "gone");
            bringing.first();
            assertThatThrownBy(() -> bringing.remove(name, "amy"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("lies in the folder");
            RouteFiles first = files(one, here);
            RouteFiles second = files(other, here);
            RouteLoading firstNode = loading(here, first, "first");
            RouteLoading secondNode = loading(here, second, "second");
            List.of(firstNode, secondNode).forEach(RouteLoading::first);
            assertThat(text(first, name)).contains("constant: one");
            // Somebody went back to it before, which stands in its way no more than the node that brought it.
            assertThat(firstNode.rollBack(name, 1, "amy")).isEmpty();

            firstNode.remove(name, "amy");
            List.of(secondNode, firstNode, secondNode).forEach(RouteLoading::step);

            assertThat(text(first, name)).isEmpty();
            assertThat(text(second, name)).isEmpty();
            assertThat(firstNode.versions(name).getFirst().what()).isEqualTo(RouteVersion.What.GONE);
            assertThat(firstNode.versions(name).getFirst().who()).isEqualTo("amy");
            RouteFiles later = files(again, here);
            loading(here, later, "second").first();
            assertThat(text(later, name)).isEmpty();
            assertThatThrownBy(() -> firstNode.remove(name, "amy")).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void aFolderThatIsMissingOrEmptyEndsNothingOnAnyNode(@TempDir Path directory) throws Exception {
        String name = "mounted.camel.yaml";
        Path folder = Files.createDirectory(directory.resolve("folder"));
        Path away = directory.resolve("away");
        Files.writeString(folder.resolve(name), answering("mounted", "direct:mounted", "one"));
        try (DefaultCamelContext one = new DefaultCamelContext();
                DefaultCamelContext other = new DefaultCamelContext();
                DefaultCamelContext third = new DefaultCamelContext()) {
            RouteFiles first = files(one, folder);
            RouteFiles second = files(other, folder);
            Path link = Files.createSymbolicLink(directory.resolve("link"), folder);
            RouteLoading firstNode = loading(link, first, "first");
            RouteLoading secondNode = loading(folder, second, "second");
            List<RouteLoading> nodes = List.of(firstNode, secondNode);
            nodes.forEach(RouteLoading::first);

            Files.delete(link);
            nodes.forEach(RouteLoading::step);
            Files.createDirectory(away);
            Files.createSymbolicLink(link, away);
            nodes.forEach(RouteLoading::step);

            assertThat(text(first, name)).contains("constant: one");
            assertThat(text(second, name)).contains("constant: one");
            assertThat(first.status(name).orElseThrow().state()).isEqualTo(RouteStatus.State.KEPT);
            assertThat(first.status(name).orElseThrow().findings())
                    .extracting(Problem::reason)
                    .containsExactly("the folder of routes is missing or empty, which is taken for an accident:"
                            + " what ran goes on");
            assertThat(firstNode.versions(name)).hasSize(1);

            // What another node's folder brings is followed meanwhile.
            Files.writeString(folder.resolve(name), answering("mounted", "direct:mounted", "two"));
            nodes.reversed().forEach(RouteLoading::step);
            assertThat(text(first, name)).contains("constant: two");

            Files.delete(link);
            Files.createSymbolicLink(link, folder);
            nodes.forEach(RouteLoading::step);
            assertThat(first.status(name).orElseThrow().state()).isEqualTo(RouteStatus.State.RUNNING);

            // A start with the wrong folder, or before it is there, be there another file or none.
            RouteLoading again = loading(away, files(third, away), "second");
            again.first();
            firstNode.step();
            Files.writeString(away.resolve("else.camel.yaml"), answering("else", "direct:else", "x"));
            again.step();
            again.step();
            firstNode.step();
            assertThat(text(first, name)).contains("constant: two");
            assertThat(firstNode.versions(name)).hasSize(2);
        }
    }

    private static String text(RouteFiles files, String name) {
        return files.running()
                .file(name)
                .map(file -> new String(file.bytes(), StandardCharsets.UTF_8))
                .orElse("");
    }

    private RouteLoading loading(Path folder, RouteFiles files) {
        return loading(folder, files, "");
    }

    private RouteLoading loading(Path folder, RouteFiles files, String node) {
        return new RouteLoading(
                new WatchedFolder(folder, RouteFile::isMeant, Duration.ZERO),
                files,
                new RouteHistory(hub.bean(Database.class), Clock.systemUTC(), node),
                hub.bean(AuditLog.class),
                Duration.ZERO);
    }

    @Test
    void aVersionThatCanNotBeUsedAnyMoreIsNotGoneBackTo() throws Exception {
        String name = "mine.camel.yaml";
        write(name, answering("mine", "platform-http:/webhooks/mine", "one"));
        await().until(() -> post("/webhooks/mine").body().equals("one"));
        write(name, answering("mine", "platform-http:/webhooks/other", "two"));
        await().until(() -> post("/webhooks/other").body().equals("two"));
        write("rival.camel.yaml", answering("rival", "platform-http:/webhooks/mine", "rival"));
        await().until(() -> post("/webhooks/mine").body().equals("rival"));

        Api.Answer refused = back(name, 1);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("detail").asString())
                .isEqualTo("The version can't be used: mine.camel.yaml:4: the path /webhooks/mine is taken already: by"
                        + " the route rival, rival.camel.yaml:4.");
        assertThat(post("/webhooks/other").body()).isEqualTo("two");
        assertThat(file(name).path("state").asString()).isEqualTo("running");
    }

    @Test
    void samplesAreTriedBeforeAFileRunsAndTouchNothing() throws Exception {
        Path samples = Files.createDirectories(routes.resolve("samples/tried"));
        Files.writeString(samples.resolve("first.json"), "{\"text\": \"hello\"}");
        Files.writeString(samples.resolve("headers.properties"), "From=amy\n");
        Files.writeString(samples.resolve("first.unified.json"), unified("amy", "right"));
        String trying = """
            - route:
                id: tried
                from:
                  uri: platform-http:/webhooks/tried
                  steps:
                    - to:
                        uri: log:tried
                    - setBody:
                        simple:
                          expression: '%s'
                    - to:
                        uri: file:/nowhere
                    - to:
                        uri: hub:inbound
            """;

        write("tried.camel.yaml", trying.formatted(unified("${header.From}", "wrong")));
        await().until(() -> file("tried.camel.yaml").path("state").asString().equals("refused"));
        assertThat(file("tried.camel.yaml").at("/findings/0/file").asString()).isEqualTo("samples/tried/first.json");
        assertThat(file("tried.camel.yaml").at("/findings/0/problem").asString())
                .isEqualTo("$[0].body.text is \"wrong\", and should be \"right\"");
        assertThat(post("/webhooks/tried").statusCode()).isEqualTo(404);

        write("tried.camel.yaml", trying.formatted(unified("${header.From}", "right")));
        await().until(() -> file("tried.camel.yaml").path("state").asString().equals("running"));
        assertThat(Path.of("/nowhere")).doesNotExist();
        Api.Answer answer = operator.post("/api/v1/routes/tried.camel.yaml/trial", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("items")).isEmpty();

        Files.writeString(samples.resolve("second.json"), "{}");
        assertThat(operator.post("/api/v1/routes/tried.camel.yaml/trial", "")
                        .json()
                        .at("/items/0/problem")
                        .asString())
                .isEqualTo("there is no second.unified.json beside it");
        // Nothing that the samples ran through has joined the trial's Camel.
        assertThat(post("/webhooks/there").body()).isEqualTo("1");
    }

    @Test
    void theCommandLineReachesTheRunningHub() throws Exception {
        write("shop.camel.yaml", answering("shop", "platform-http:/webhooks/shop", "one"));
        await().until(() -> post("/webhooks/shop").body().equals("one"));
        await().until(() -> !versions("shop.camel.yaml").isEmpty());

        assertThat(command("status"))
                .contains(
                        "shop.camel.yaml running shop",
                        "broken.camel.yaml refused",
                        "  broken.camel.yaml:3: it is no YAML");
        assertThat(command("versions shop.camel.yaml")).contains(" came ");
        assertThat(command("rollback shop.camel.yaml 999"))
                .contains("omnihub routes rollback: there is no version 999 of shop.camel.yaml");
        write("shop.camel.yaml", answering("shop", "platform-http:/webhooks/shop", "two"));
        command("activate");
        assertThat(post("/webhooks/shop").body()).isEqualTo("two");
        String newest =
                command("versions shop.camel.yaml").lines().skip(1).findFirst().orElseThrow();
        String number = newest.substring(0, newest.indexOf(' '));
        assertThat(command("rollback shop.camel.yaml " + number))
                .contains("shop.camel.yaml is what it was in version " + number);
        assertThat(post("/webhooks/shop").body()).isEqualTo("one");
        assertThat(command("remove shop.camel.yaml")).contains("shop.camel.yaml lies in the folder");
        assertThat(command("remove nothing.camel.yaml")).contains("there is no file nothing.camel.yaml");
    }

    private static String command(String words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        String line = "routes " + words + " --omnihub.data=" + routes.resolveSibling("data");
        var _ = RoutesCommand.run(OmniHub.class, stream, stream, line.split(" "));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String unified(String from, String text) {
        return "[{\"header\": {\"sender\": {\"id\": \"%s\"}}, \"body\": {\"text\": \"%s\"}}]".formatted(from, text);
    }

    @Test
    void operatorsSeeTheSameByJmx() throws Exception {
        write("shop.camel.yaml", answering("shop", "platform-http:/webhooks/shop", "one"));
        await().until(() -> post("/webhooks/shop").body().equals("one"));
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("io.omnihub:type=Routes");

        // Another hub of this process may be the one that is shown.
        assertThat((String[]) server.getAttribute(name, "Files")).isNotEmpty();
        RouteMXBean shown = hub.bean(RouteMXBean.class);
        assertThat(shown.getFiles()).contains("shop.camel.yaml RUNNING [shop]");
        assertThat(shown.getFindings()).anyMatch(finding -> finding.startsWith("broken.camel.yaml:3: it is no YAML"));

        assertThat(shown.check("new.camel.yaml", answering("new", "nothing:new", "x")))
                .singleElement()
                .asString()
                .startsWith("new.camel.yaml:4: ");
        assertThat(shown.check("new.camel.yaml", answering("new", "direct:new", "x")))
                .isEmpty();

        await().until(() -> !versions("shop.camel.yaml").isEmpty());
        int version = versions("shop.camel.yaml").getFirst().path("version").asInt();
        assertThat(shown.rollBack("shop.camel.yaml", version)).isEmpty();
        AuditRow told = hub.bean(AuditLog.class)
                .list(TenantId.DEFAULT, Long.MAX_VALUE, 1)
                .getFirst();
        assertThat(told.who() + " " + told.what() + " " + told.target())
                .isEqualTo("jmx route.rolled.back shop.camel.yaml/%s", version);
    }

    /// The first look at the API's description takes long on a busy machine.
    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(1));
    }

    static String answering(String id, String uri, String answer) {
        return "- route:\n    id: %s\n    from:\n      uri: %s\n      steps:\n        - setBody:\n            constant: %s\n"
                .formatted(id, uri, answer);
    }

    private static String template(String answer) {
        return """
            - routeTemplate:
                id: answering
                parameters:
                  - name: path
                route:
                  from:
                    uri: platform-http:/webhooks/{{path}}
                    steps:
                      - setBody:
                          id: body
                          constant: %s
            """.formatted(answer);
    }

    private static String configuration(String answer) {
        return """
            - routeConfiguration:
                id: shops
                onException:
                  - onException:
                      exception:
                        - java.lang.Exception
                      handled:
                        constant:
                          expression: "true"
                      steps:
                        - setBody:
                            constant: %s
            """.formatted(answer);
    }

    private interface Change {

        void make() throws Exception;
    }

    private static void write(String name, String text) throws IOException {
        Path beside = routes.resolve(name + ".tmp");
        Files.writeString(beside, text);
        Files.setLastModifiedTime(
                beside, java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() - 5_000));
        Files.move(beside, routes.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private Api.Answer back(String name, int version) {
        return operator.post("/api/v1/routes/" + name + "/rollback", "{\"version\": %d}".formatted(version));
    }

    private int before(String name) {
        return versions(name).get(1).path("version").asInt();
    }

    private List<JsonNode> versions(String name) {
        return operator.get("/api/v1/routes/" + name + "/versions")
                .json()
                .path("items")
                .valueStream()
                .toList();
    }

    private JsonNode file(String name) {
        for (JsonNode file : operator.get("/api/v1/routes").json().path("items")) {
            if (file.path("file").asString().equals(name)) {
                return file;
            }
        }
        return tools.jackson.databind.node.MissingNode.getInstance();
    }

    private static HttpResponse<String> post(String path) throws Exception {
        return post(path, "probe");
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(hub.address + path))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
