package io.omnihub.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.identity.Role;
import io.omnihub.log.LogFeed;
import io.omnihub.message.Content;
import io.omnihub.message.Direction;
import io.omnihub.message.Entry;
import io.omnihub.message.EntryKind;
import io.omnihub.message.Message;
import io.omnihub.watch.Seen;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Routes, and what they are made of, that are replaced again and again while work flows through them, each from its
/// source to the log or to the platform. More of it with `-Ddrill.activations=200`.
final class RoutesUnderLoadTests {

    private static final int ACTIVATIONS = Integer.getInteger("drill.activations", 8);
    private static final int CALLERS = 6;
    private static final int CUSTOMERS = 4;

    /// So much waits at most to be taken.
    private static final int AHEAD = 40;

    private static final int HEAP = 1_000;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();
    private static final String MAPPING = """
            in:
              thread: .from
              rules:
                - message: .id
                  parts: {text: "%s"}
            """;

    @TempDir
    private static Path directory;

    private static final Map<String, List<String>> SENT = new ConcurrentHashMap<>();
    private static final AtomicInteger PAGES = new AtomicInteger();
    private static final List<Entry> LOGGED = new ArrayList<>();

    private static SshServer sftp = SshServer.setUpDefaultServer();
    private static HttpServer platform;
    private static RunningHub hub;
    private static Path routes;

    @BeforeAll
    static void start() throws IOException {
        platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        platform.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        platform.createContext("/messages", RoutesUnderLoadTests::take);
        platform.createContext("/orders", RoutesUnderLoadTests::page);
        platform.start();
        Files.createDirectories(directory.resolve("sftp/out"));
        sftp.setHost("127.0.0.1");
        sftp.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(directory.resolve("host-key")));
        sftp.setPasswordAuthenticator((_, password, _) -> password.equals("let-me-in"));
        sftp.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        sftp.setFileSystemFactory(new VirtualFileSystemFactory(directory.resolve("sftp")));
        sftp.start();
        routes = directory.resolve("routes");
        Files.createDirectories(routes.resolve("mappings"));
        for (String shared : List.of("callback.camel.yaml", "intake.camel.yaml", "policies.camel.yaml")) {
            Files.copy(Path.of("routes", shared), routes.resolve(shared));
        }
        for (String channel : List.of("drop", "heap", "led", "host", "pages")) {
            String mapping = MAPPING.formatted("${.id}");
            Files.writeString(
                    routes.resolve("mappings/" + channel + ".yaml"),
                    channel.equals("pages") ? mapping.replace("in:\n", "in:\n  each: .orders\n") : mapping);
        }
        Path channels = Files.createDirectories(directory.resolve("data/channels"));
        for (String channel : List.of("calls", "replies", "told", "drop", "heap", "led", "host", "pages")) {
            Files.writeString(channels.resolve(channel + ".yaml"), """
                    omnihub:
                      channels:
                        %1$s:
                          capabilities: {}
                          inboxes:
                            %1$s-main:
                              secrets: {token: let-me-in}
                              properties: {api-url: "http://127.0.0.1:%2$d"}
                    """.formatted(
                            channel, platform.getAddress().getPort()));
        }
        hub = RunningHub.startBare(directory.resolve("data"), "--omnihub.routes=" + routes);
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
        platform.stop(0);
        sftp.stop(true);
    }

    /// The route's answer and the mapping's text are of one version, though a template that both stand on is replaced
    /// with them now and then.
    @Test
    void nothingIsLostTwiceOrRefusedWhileRoutesAreReplacedUnderLoad() throws Exception {
        layCalls(0);
        Map<String, String> answered = new ConcurrentHashMap<>();
        Set<String> versions = ConcurrentHashMap.newKeySet();
        List<String> failed = new CopyOnWriteArrayList<>();
        AtomicBoolean stop = new AtomicBoolean();
        await().until(() -> call("calls", "first", "c-first").statusCode() == 200);
        List<Thread> callers = IntStream.range(0, CALLERS)
                .mapToObj(caller -> Thread.ofVirtual().start(() -> {
                    for (int n = 0; !stop.get(); n++) {
                        String id = caller + "-" + n;
                        try {
                            HttpResponse<String> answer = call("calls", "c-" + caller, id);
                            answered.put(id, answer.body());
                            versions.add(answer.body());
                            if (answer.statusCode() != 200) {
                                failed.add(id + " " + answer.statusCode());
                            }
                        } catch (Exception e) {
                            failed.add(id + " " + e);
                        }
                    }
                }))
                .toList();
        for (int version = 1; version <= ACTIVATIONS; version++) {
            layCalls(version);
            String now = Integer.toString(version);
            await().until(() -> versions.contains(now));
        }
        stop.set(true);
        for (Thread caller : callers) {
            caller.join();
        }

        System.out.printf(
                "%d activations under load: %d calls, %d failed%n", ACTIVATIONS, answered.size(), failed.size());
        assertThat(failed).isEmpty();
        assertThat(answered.size()).isGreaterThan(10 * ACTIVATIONS);
        await().untilAsserted(() -> assertThat(logged("calls")).hasSize(answered.size() + 1));
        Map<String, List<String>> texts = logged("calls").stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.sender().id(),
                        Collectors.mapping(RoutesUnderLoadTests::text, Collectors.toList())));
        for (int caller = 0; caller < CALLERS; caller++) {
            List<String> told = new ArrayList<>();
            for (int n = 0; answered.containsKey(caller + "-" + n); n++) {
                told.add(caller + "-" + n + " " + answered.get(caller + "-" + n));
            }
            assertThat(texts.get("c-" + caller)).containsExactlyElementsOf(told);
        }
        nothingCameTwice("calls", answered.size() + 1);
    }

    private static void layCalls(int version) throws IOException {
        String mapping = MAPPING.formatted("${.id} " + version);
        String route = """
                - templatedRoute:
                    routeTemplateRef: callback-by-steps
                    routeId: calls-callback
                    parameters:
                      - {name: channel, value: calls}
                      - {name: proof, value: "callback:token?channel=calls&at=header:X-Token"}
                      - {name: read, value: "mapping:calls"}
                      - {name: answer, value: "callback:answer?type=text&body=%d"}
                """.formatted(version);
        if (version % 4 == 3) {
            String template = Files.readString(Path.of("routes/callback.camel.yaml")) + "# " + version + "\n";
            lay("mappings/calls.yaml", mapping, "callback.camel.yaml", template, "calls.camel.yaml", route);
        } else {
            lay("mappings/calls.yaml", mapping, "calls.camel.yaml", route);
        }
    }

    @Test
    void filesOfAFolderAreEachTakenOnceWhileTheirRouteIsReplaced() throws Exception {
        Path drop = Files.createDirectories(directory.resolve("drop"));
        int given = replacing(
                "drop",
                intake("drop", "file:" + drop + "?include=.*[.]json&move=done&delay=50&initialDelay=0"),
                () -> logged("drop").size(),
                number -> layFile(drop, number));
        eachStandsInTheLogOnce("drop", given);
        await().untilAsserted(() -> assertThat(names(drop)).containsExactly("done"));
    }

    /// The files that were found together are a task of minutes. It ends behind the one that is in hand.
    @ParameterizedTest
    @CsvSource({"heap, file:", "led, master:led:file:"})
    void manyFilesThatLieThereDoNotKeepTheirRouteFromBeingReplaced(String channel, String from) throws Exception {
        Path folder = Files.createDirectories(directory.resolve(channel));
        for (int number = 1; number <= HEAP; number++) {
            layFile(folder, number);
        }
        String text = intake(channel, from + folder + "?include=.*[.]json&move=done&delay=50&initialDelay=0");
        replace(channel + ".camel.yaml", text);
        await().until(() -> logged(channel).size() > HEAP / 50);
        long begun = System.nanoTime();
        replace(channel + ".camel.yaml", text + "# again\n");
        System.out.printf(
                "%s: %d of %d files were taken when their route was replaced, which took %d ms%n",
                channel,
                logged(channel).size(),
                HEAP,
                Duration.ofNanos(System.nanoTime() - begun).toMillis());
        assertThat(logged(channel)).hasSizeLessThan(HEAP);
        eachStandsInTheLogOnce(channel, HEAP);
    }

    @Test
    void filesOfAServerAreEachTakenOnceWhileTheirRouteIsReplaced() throws Exception {
        Path out = directory.resolve("sftp/out");
        int given = replacing(
                "host",
                intake(
                        "host",
                        "sftp:127.0.0.1:" + sftp.getPort() + "/out?include=.*[.]json&username=hub&password=let-me-in"
                                + "&strictHostKeyChecking=no&useUserKnownHostsFile=false&move=done&delay=50&initialDelay=0"
                                + "&localWorkDirectory=" + directory.resolve("work")),
                () -> logged("host").size(),
                number -> layFile(out, number));
        eachStandsInTheLogOnce("host", given);
        await().untilAsserted(() -> assertThat(names(out)).containsExactly("done"));
    }

    @Test
    void pagesOfASourceAreEachTakenOnceWhileTheirRouteIsReplaced() throws Exception {
        int given =
                replacing("pages", """
                - templatedRoute:
                    routeTemplateRef: intake-by-pages
                    routeId: pages-in
                    parameters:
                      - {name: channel, value: pages}
                      - {name: inbox, value: pages-main}
                      - {name: every, value: 200ms}
                      - {name: call, value: "platform:call?channel=pages&method=GET&url={api-url}/orders%3Fafter={cursor}"}
                      - {name: next, value: orders.last.id}
                      - {name: mapping, value: pages}
                """ + replay("pages"), () -> logged("pages").size(), PAGES::set);
        eachStandsInTheLogOnce("pages", given);
    }

    @Test
    void repliesReachThePlatformOnceAndInOrderWhileTheirRoutesAreReplaced() throws Exception {
        String mapping = MAPPING.formatted("${.id}") + """
                out:
                  message:
                    - {when: .type == "text", call: "messages", body: {to: $thread, text: .text}}
                  answer: {externalId: .id}
                """;
        lay("mappings/replies.yaml", mapping, "replies-in.camel.yaml", callback("replies"));
        await().until(() -> call("replies", "r-0", "hello-0").statusCode() == 200);
        for (int customer = 1; customer < CUSTOMERS; customer++) {
            call("replies", "r-" + customer, "hello-" + customer);
        }
        await().until(() -> logged("replies").size() == CUSTOMERS);
        List<String> conversations = logged("replies").stream()
                .map(entry -> entry.conversation().value())
                .toList();
        Api agent = hub.as(Role.AGENT);
        int given = replacing(
                "replies",
                """
                - templatedRoute:
                    routeTemplateRef: outbound-by-steps
                    routeId: replies-outbound
                    parameters:
                      - {name: channel, value: replies}
                - templatedRoute:
                    routeTemplateRef: call-by-steps
                    routeId: replies-call
                    parameters:
                      - {name: channel, value: replies}
                      - {name: call, value: "platform:call?channel=replies&url={api-url}/{path}"}
                """,
                () -> SENT.values().stream().mapToInt(List::size).sum(),
                number -> assertThat(agent.post(
                                        "/api/v1/conversations/" + conversations.get(number % CUSTOMERS) + "/replies",
                                        "{\"parts\": [{\"type\": \"text\", \"text\": \"%d\"}]}".formatted(number))
                                .status())
                        .isEqualTo(201));
        await().until(() -> delivered("sent") == given);
        assertThat(SENT).hasSize(CUSTOMERS);
        SENT.values()
                .forEach(texts -> assertThat(texts)
                        .as("each once, and in order")
                        .isSortedAccordingTo(
                                (one, other) -> Integer.compare(Integer.parseInt(one), Integer.parseInt(other)))
                        .doesNotHaveDuplicates());
        assertThat(SENT.values().stream().mapToInt(List::size).sum()).isEqualTo(given);
        assertThat(delivered("claimed")).as("each was claimed once").isEqualTo(given);
    }

    @Test
    void aSubscriptionGetsEachEventOnceAndInOrderWhileItsRouteIsReplaced() throws Exception {
        List<Long> noted = new CopyOnWriteArrayList<>();
        hub.bean(CamelContext.class).getRegistry().bind("noted", (Processor)
                exchange -> noted.add(exchange.getMessage().getHeader("HubPosition", Long.class)));
        lay("mappings/told.yaml", MAPPING.formatted("${.id}"), "told.camel.yaml", callback("told"));
        await().until(() -> call("told", "e-0", "event-0").statusCode() == 200);
        Predicate<Entry> meant = entry -> entry.kind() == EntryKind.MESSAGE_CREATED;
        replacing("noted", """
                - route:
                    id: noted
                    from:
                      id: noted-from
                      uri: hub:events?subscription=noted&types=message.created&from=start
                      steps:
                        - process: {id: noted-process, ref: "#bean:noted"}
                """, noted::size, number -> call("told", "e-" + number % CUSTOMERS, "event-" + number));
        await().untilAsserted(() -> assertThat(noted)
                .containsExactlyElementsOf(
                        logged(meant).stream().map(Entry::position).toList()));
    }

    /// Gives work all the time, and replaces the route that does it again and again, each time after some of it was
    /// done by the one before.
    ///
    /// @param done how much has been done
    /// @return how much was given
    private static int replacing(String name, String text, IntSupplier done, Giver giver) throws Exception {
        String file = name + ".camel.yaml";
        replace(file, text + "# 0\n");
        int before = done.getAsInt();
        AtomicInteger given = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        List<Throwable> failed = new CopyOnWriteArrayList<>();
        Thread giving = Thread.ofVirtual().start(() -> {
            try {
                while (!stop.get()) {
                    await().until(() -> given.get() - done.getAsInt() + before < AHEAD || stop.get());
                    giver.give(given.get() + 1);
                    given.incrementAndGet();
                }
            } catch (Throwable e) {
                failed.add(e);
            }
        });
        for (int version = 1; version <= ACTIVATIONS; version++) {
            int sofar = done.getAsInt();
            await().until(() -> done.getAsInt() > sofar + 5 || !failed.isEmpty());
            replace(file, text + "# " + version + "\n");
        }
        int last = done.getAsInt();
        await().until(() -> done.getAsInt() > last || !failed.isEmpty());
        stop.set(true);
        giving.join();
        assertThat(failed).isEmpty();
        System.out.printf("%s replaced %d times: %d given%n", name, ACTIVATIONS, given.get());
        return given.get();
    }

    private static void replace(String file, String text) throws IOException {
        String hash = Seen.Whole.of(text.getBytes(UTF_8), "").hash();
        lay(file, text);
        await().untilAsserted(() -> assertThat(hub.bean(RouteFiles.class).status(file))
                .hasValueSatisfying(status -> {
                    assertThat(status.findings()).isEmpty();
                    assertThat(status.hash()).isEqualTo(hash);
                }));
    }

    private static void eachStandsInTheLogOnce(String channel, int given) {
        await().untilAsserted(() -> assertThat(logged(channel)).hasSizeGreaterThanOrEqualTo(given));
        assertThat(logged(channel))
                .extracting(RoutesUnderLoadTests::text)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, given)
                        .mapToObj(Integer::toString)
                        .toList());
        nothingCameTwice(channel, given);
    }

    /// What comes twice is dropped by the engine: its counters tell.
    private static void nothingCameTwice(String channel, int given) {
        assertThat(counted("omnihub.buffer.accepted", channel, "")).isEqualTo(given);
        assertThat(counted("omnihub.engine.events", channel, "duplicate")).isZero();
        assertThat(counted("omnihub.engine.events", channel, "dead")).isZero();
    }

    private static double counted(String name, String channel, String outcome) {
        var search = hub.bean(MeterRegistry.class).find(name).tag("channel", channel);
        Counter counter = (outcome.isEmpty() ? search : search.tag("outcome", outcome)).counter();
        return counter == null ? 0 : counter.count();
    }

    private static double delivered(String what) {
        return hub.bean(MeterRegistry.class)
                .get("omnihub.delivery")
                .tags("channel", "replies", "what", what)
                .counter()
                .count();
    }

    private static String intake(String channel, String from) {
        return """
                - templatedRoute:
                    routeTemplateRef: intake
                    routeId: %1$s-in
                    parameters:
                      - {name: channel, value: %1$s}
                      - {name: inbox, value: %1$s-main}
                      - {name: mapping, value: %1$s}
                      - {name: from, value: "%2$s"}
                """.formatted(channel, from) + replay(channel);
    }

    private static String callback(String channel) {
        return """
                - templatedRoute:
                    routeTemplateRef: callback-by-steps
                    routeId: %1$s-callback
                    parameters:
                      - {name: channel, value: %1$s}
                      - {name: proof, value: "callback:token?channel=%1$s&at=header:X-Token"}
                      - {name: read, value: "mapping:%1$s"}
                """.formatted(channel);
    }

    private static String replay(String channel) {
        return """
                - templatedRoute:
                    routeTemplateRef: replay-by-steps
                    routeId: %1$s-replay
                    parameters:
                      - {name: channel, value: %1$s}
                      - {name: read, value: "mapping:%1$s"}
                """.formatted(channel);
    }

    /// Puts files there at once, so that they come into operation together.
    ///
    /// @param filesAndTexts in turn
    private static void lay(String... filesAndTexts) throws IOException {
        synchronized (hub.bean(RouteLoading.class)) {
            for (int i = 0; i < filesAndTexts.length; i += 2) {
                Path beside = Files.writeString(directory.resolve("beside"), filesAndTexts[i + 1]);
                Files.setLastModifiedTime(beside, FileTime.fromMillis(System.currentTimeMillis() - 5_000));
                Files.move(beside, routes.resolve(filesAndTexts[i]), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private static void layFile(Path folder, int number) throws IOException {
        Path beside = folder.resolveSibling(number + ".part");
        Files.writeString(beside, event("d-" + number % CUSTOMERS, Integer.toString(number)));
        Files.move(beside, folder.resolve(number + ".json"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static HttpResponse<String> call(String channel, String from, String id) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(hub.address + "/channels/%1$s/%1$s-main".formatted(channel)))
                        .header("X-Token", "let-me-in")
                        .POST(BodyPublishers.ofString(event(from, id)))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String event(String from, String id) {
        return "{\"from\": \"%s\", \"id\": \"%s\"}".formatted(from, id);
    }

    private static List<Entry> logged(String channel) {
        return logged(entry -> entry.channel().value().equals(channel)
                && entry.direction() == Direction.INBOUND
                && entry.kind() == EntryKind.MESSAGE_CREATED);
    }

    /// All that stands in the log, read on from where it was read to the last time.
    private static synchronized List<Entry> logged(Predicate<Entry> wanted) {
        try {
            List<Entry> more;
            do {
                long position = LOGGED.isEmpty() ? 0 : LOGGED.getLast().position();
                more = hub.bean(LogFeed.class).next(0, position, 500, Duration.ZERO, _ -> true);
                LOGGED.addAll(more);
            } while (!more.isEmpty());
            return LOGGED.stream().filter(wanted).toList();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Entry entry) {
        return ((Content.Text) ((Message) entry.change()).parts().getFirst()).text();
    }

    /// A platform that takes its time, so that calls are on their way when their route is replaced.
    private static void take(HttpExchange exchange) throws IOException {
        JsonNode message = JSON.readTree(exchange.getRequestBody());
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        SENT.computeIfAbsent(message.path("to").asString(), _ -> new CopyOnWriteArrayList<>())
                .add(message.path("text").asString());
        answer(exchange, "{\"id\": \"p-%s\"}".formatted(message.path("text").asString()));
    }

    /// Three orders a page, in the order of their numbers.
    private static void page(HttpExchange exchange) throws IOException {
        String after = exchange.getRequestURI().getRawQuery().replace("after=", "");
        int first = after.isEmpty() ? 1 : Integer.parseInt(after) + 1;
        String orders = IntStream.rangeClosed(first, Math.min(first + 2, PAGES.get()))
                .mapToObj(number -> event("p-" + number % CUSTOMERS, Integer.toString(number)))
                .collect(Collectors.joining(", "));
        answer(exchange, "{\"orders\": [%s]}".formatted(orders));
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(json.getBytes(UTF_8));
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(10));
    }

    /// Gives what has a number, the first is 1.
    private interface Giver {

        void give(int number) throws Exception;
    }
}
