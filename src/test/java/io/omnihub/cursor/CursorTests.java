package io.omnihub.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.operations.CursorOperations;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.RunningHub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A shop whose orders are fetched page by page, from a server of HTTP and over a start of the hub.
final class CursorTests {

    private static final String ROUTE = """
            - templatedRoute:
                routeTemplateRef: intake-by-pages
                routeId: pages-in
                parameters:
                  - {name: channel, value: pages}
                  - {name: inbox, value: pages-main}
                  - {name: every, value: 300ms}
                  - {name: call, value: "platform:call?channel=pages&method=GET&url={api-url}/orders%3Fafter={cursor}"}
                  - {name: next, value: orders.last.no}
                  - {name: mapping, value: pages}
            - templatedRoute:
                routeTemplateRef: replay-by-steps
                routeId: pages-replay
                parameters:
                  - {name: channel, value: pages}
                  - {name: read, value: "mapping:pages"}
            """;
    private static final String FAILING = """
            - route:
                id: failing
                from:
                  id: failing-from
                  uri: cursor:failing?every=300ms&start=900
                  steps:
                    - setHeader: {id: failing-inbox, name: HubInbox, constant: pages-main}
                    - to: {id: failing-call, uri: "platform:call?channel=pages&method=GET&url={api-url}/orders%3Fafter={cursor}"}
                    - to: {id: failing-next, uri: "cursor:failing?next=orders.last.no"}
                    - to: {id: failing-read, uri: "mapping:pages?inbox=pages-main"}
                    - to: {id: failing-in, uri: "hub:inbound"}
            """;
    private static final String MAPPING = """
            in:
              each: .orders
              thread: .customer
              rules:
                - {message: .no, parts: {text: .state}}
            """;
    private static final String CHANNEL = """
            omnihub:
              channels:
                pages:
                  name: Pages
                  capabilities: {sends: []}
                  inboxes:
                    pages-main: {name: Pages, properties: {api-url: "SHOP"}}
            """;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Queue<Integer> failures = new ConcurrentLinkedQueue<>();
    private volatile int orders = 9;

    @TempDir
    private Path data;

    @Test
    void pagesAreTakenInOrderOnceEachOverFailuresAndAStartAndCanBeTakenAgain() throws IOException {
        HttpServer shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/orders", this::answer);
        shop.start();
        try {
            Path routes = files("http://127.0.0.1:" + shop.getAddress().getPort());
            failures.addAll(List.of(200, 500, 429, 999));
            try (RunningHub hub = start(routes)) {
                await().untilAsserted(() -> assertThat(told(hub)).hasSize(9));
                assertThat(told(hub).getFirst()).isEqualTo("state of 1");
                assertThat(asked.subList(0, 7)).containsExactly("", "3", "3", "3", "3", "6", "9");
                await().untilAsserted(
                                () -> assertThat(place(hub, "pages-pages-main")).isEqualTo("9"));
            }
            asked.clear();
            orders = 12;
            try (RunningHub hub = start(routes)) {
                await().untilAsserted(() -> assertThat(told(hub)).hasSize(12));
                assertThat(asked.getFirst()).isEqualTo("9");

                CursorOperations operations = hub.bean(CursorOperations.class);
                assertThat(operations.setSource("events.x", "1"))
                        .isEqualTo("only what begins with cursor. is a source");
                assertThat(operations.setSource("cursor.none", "1")).isEqualTo("there is no such source");
                asked.clear();
                assertThat(operations.setSource("cursor.pages-pages-main", "6")).isEqualTo("goes on after 6");
                await().untilAsserted(() -> assertThat(asked).containsSubsequence("6", "9", "12"));
                assertThat(told(hub)).as("what is known is known").hasSize(12);
                assertThat(hub.watcher().get("/api/v1/audit").text()).contains("cursor.pages-pages-main");

                // A page that is not kept moves nothing: it has an order without a customer.
                Files.writeString(routes.resolve("failing.camel.yaml"), FAILING);
                await().untilAsserted(() -> assertThat(asked).containsSubsequence("900", "900", "900"));
                assertThat(place(hub, "failing")).isEmpty();
                String second = JsonMapper.shared()
                        .createObjectNode()
                        .put("file", "second.camel.yaml")
                        .put("text", FAILING.replace("failing-", "second-").replace("id: failing", "id: second"))
                        .toString();
                assertThat(hub.watcher().post("/api/v1/routes/check", second).text())
                        .contains("the cursor failing");
                assertThat(operations.forget("cursor.pages-pages-main"))
                        .isEqualTo("forgotten: where a route reads it, it begins anew");
                asked.clear();
                await().untilAsserted(() -> assertThat(asked).containsSubsequence("", "3", "6", "9", "12"));
            }
        } finally {
            shop.stop(0);
        }
    }

    @Test
    void pagesMayBringRecordsToo() throws IOException {
        HttpServer shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/orders", this::answer);
        shop.start();
        try {
            Path routes = files("http://127.0.0.1:" + shop.getAddress().getPort());
            Files.writeString(
                    routes.resolve("pages.camel.yaml"),
                    ROUTE.replace("{name: every,", "{name: take, value: hub:record}\n      - {name: every,"));
            Files.writeString(routes.resolve("mappings/pages.yaml"), """
                    in:
                      each: .orders
                      rules:
                        - record: {type: "order", key: "${.no}", version: 1, state: .state}
                    """);
            try (RunningHub hub = start(routes)) {
                await().untilAsserted(() -> assertThat(orders(hub)).hasSize(9).contains("1", "9"));
                assertThat(told(hub)).isEmpty();
                await().untilAsserted(
                                () -> assertThat(place(hub, "pages-pages-main")).isEqualTo("9"));
            }
        } finally {
            shop.stop(0);
        }
    }

    private static List<String> orders(RunningHub hub) {
        return hub.bean(Database.class)
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select \"key\" from record where source = 'pages-main'")
                                .query((row, _) -> row.getString(1))
                                .list());
    }

    @Test
    void aSourceThatFailsIsAskedLessAndLessAndThenAsSeldomAsAnyway() {
        Rest rest = new Rest(Duration.ofSeconds(1));
        List<Long> millis = new ArrayList<>();
        for (int failure = 0; failure < 6; failure++) {
            rest.failed(Duration.ZERO);
            millis.add(rest.next().toMillis());
        }
        assertThat(millis).containsExactly(200L, 400L, 800L, 1_000L, 1_000L, 1_000L);
        rest.failed(Duration.ofHours(1));
        assertThat(rest.next()).isEqualTo(Duration.ofHours(1));
        rest.failed(Duration.ZERO);
        assertThat(rest.next()).isEqualTo(Duration.ofSeconds(1));
        rest.worked();
        rest.failed(Duration.ZERO);
        assertThat(rest.next()).isEqualTo(Duration.ofMillis(200));
    }

    /// Refused before anything of the page is kept: else it would be taken again and again.
    @Test
    void aPageThatNamesAPositionThatCanNotBeKeptIsNone() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(camel);
            Page page = Page.begin(exchange, "shop", "");
            for (String next : List.of("x".repeat(2_001), "two\\nlines", " ")) {
                exchange.getMessage().setBody(("{\"next\": \"" + next + "\"}").getBytes(StandardCharsets.UTF_8));
                assertThatThrownBy(() -> page.read(exchange, "next"))
                        .isInstanceOf(ChannelUnavailableException.class)
                        .hasMessageContaining("no line of 2000 characters");
            }
            exchange.getMessage().setBody("{\"next\": 9007199254740993}".getBytes(StandardCharsets.UTF_8));
            page.read(exchange, "next");
            assertThat(page.taken()).contains("9007199254740993");
        }
    }

    private RunningHub start(Path routes) {
        return RunningHub.startBare(data, "--omnihub.routes=" + routes);
    }

    private Path files(String address) throws IOException {
        Path routes = Files.createDirectories(data.resolve("routes"));
        for (String shared : List.of("callback.camel.yaml", "intake.camel.yaml", "policies.camel.yaml")) {
            Files.copy(Path.of("routes", shared), routes.resolve(shared));
        }
        Files.writeString(routes.resolve("pages.camel.yaml"), ROUTE);
        Files.writeString(Files.createDirectories(routes.resolve("mappings")).resolve("pages.yaml"), MAPPING);
        Files.writeString(
                Files.createDirectories(data.resolve("channels")).resolve("pages.yaml"),
                CHANNEL.replace("SHOP", address));
        return routes;
    }

    /// Three orders a page, in the order of their numbers.
    private void answer(HttpExchange exchange) throws IOException {
        String after =
                URLDecoder.decode(exchange.getRequestURI().getRawQuery().replace("after=", ""), StandardCharsets.UTF_8);
        asked.add(after);
        Integer failure = failures.poll();
        try (exchange) {
            if (failure != null && failure == 999) {
                return;
            }
            if (failure != null && failure != 200) {
                exchange.sendResponseHeaders(failure, -1);
                return;
            }
            int first = after.isEmpty() ? 1 : Integer.parseInt(after) + 1;
            List<String> page = new ArrayList<>();
            for (int no = first; no < first + 3 && no <= orders; no++) {
                page.add("{\"no\": %d, \"customer\": \"c-1\", \"state\": \"state of %d\"}".formatted(no, no));
            }
            if (first > 900) {
                page.add("{\"no\": 901}");
            }
            byte[] body = ("{\"orders\": " + page + "}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String place(RunningHub hub, String name) {
        return hub.bean(CursorOperations.class).list().stream()
                .filter(place -> place.getOrDefault("name", "").equals("cursor." + name))
                .map(place -> Map.copyOf(place).getOrDefault("position", ""))
                .findFirst()
                .orElse("");
    }

    private static List<String> told(RunningHub hub) {
        List<String> told = new ArrayList<>();
        for (JsonNode conversation :
                hub.watcher().get("/api/v1/conversations").json().path("items")) {
            for (JsonNode entry : hub.watcher()
                    .get("/api/v1/conversations/" + conversation.path("id").asString() + "/entries?after=0")
                    .json()
                    .path("items")) {
                String text = entry.at("/change/parts/0/text").asString("");
                if (!text.isEmpty()) {
                    told.add(text);
                }
            }
        }
        return told;
    }
}
