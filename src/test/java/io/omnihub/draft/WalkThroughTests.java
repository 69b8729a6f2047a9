package io.omnihub.draft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.OmniHub;
import io.omnihub.conformance.ChannelTestCommand;
import io.omnihub.identity.Role;
import io.omnihub.simulator.platform.ApiCall;
import io.omnihub.simulator.platform.ApiServer;
import io.omnihub.simulator.platform.BreachException;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What docs/adding-a-channel.md tells, done as it stands there.
class WalkThroughTests {

    private static final String PAGE = read(Path.of("docs/adding-a-channel.md"));
    private static final String API = "https://api.acme.example";
    private static final String KEY = "a key that both sides know";
    private static final int MOST_LINES = 60;

    /// A change takes effect within two seconds; a busy machine is given some more.
    private static final Duration SOON = Duration.ofSeconds(8);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Queue<JsonNode> sent = new ConcurrentLinkedQueue<>();
    private final Queue<String> breaches = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path directory;

    @Test
    void aCapturedCallLeadsToALiveChannelByTwoShortFiles() throws Exception {
        try (ApiServer platform = new ApiServer(new Acme(), breaches::add);
                RunningHub hub = RunningHub.startBare(
                        directory.resolve("data"),
                        "--omnihub.routes=" + shared(),
                        "--ACME_SIGNING_KEY=" + KEY,
                        "--ACME_TOKEN=t-1")) {
            // The first call of a hub waits for its description.
            Api operator = hub.as(Role.OPERATOR);
            assertThat(operator.get("/api/v1/routes").status()).isEqualTo(200);
            writeFiles(platform.url());
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    operator.get("/api/v1/routes").json().path("items"))
                            .filteredOn(file -> file.path("file").asString().contains("acme"))
                            .hasSize(2)
                            .allSatisfy(file -> assertThat(file.path("state").asString())
                                    .as(file.toString())
                                    .isEqualTo("running")));

            String captured = block("json", "1. Capture");
            assertThat(call(hub, captured, "wrong")).isEqualTo(403);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(call(hub, captured, KEY)).isEqualTo(200));
            await().untilAsserted(() -> assertThat(conversations(hub)).hasSize(1));
            String conversation = conversations(hub).getFirst().path("id").asString();
            assertThat(hub.as(Role.AGENT)
                            .post("/api/v1/conversations/" + conversation + "/replies", """
                                    {"parts": [{"type": "text", "text": "It is on its way."}]}""")
                            .status())
                    .isEqualTo(201);

            await().untilAsserted(() -> assertThat(sent).singleElement().satisfies(message -> {
                assertThat(message.path("to").asString()).isEqualTo("u-5");
                assertThat(message.path("text").asString()).isEqualTo("It is on its way.");
            }));
            assertThat(platform.calls()).containsExactly("POST /v1/messages");
            assertThat(breaches).isEmpty();
            await().untilAsserted(() -> assertThat(operator.get("/api/v1/deliveries?conversation=" + conversation)
                            .json()
                            .path("items"))
                    .singleElement()
                    .satisfies(delivery -> {
                        assertThat(delivery.path("state").asString()).isEqualTo("sent");
                        assertThat(delivery.path("externalId").asString()).isEqualTo("p-1");
                    }));
        }
    }

    @Test
    void itPassesWhatHoldsOfEveryChannelFilesAmongIt() throws IOException {
        shared();
        writeFiles(API);

        PrintStream stream = new PrintStream(out, true, UTF_8);
        int status = ChannelTestCommand.run(OmniHub.class, stream, stream, own("channel", "test", "acme"));

        assertThat(out.toString(UTF_8))
                .contains("passed: each kind of file reaches the customer byte by byte")
                .doesNotContain("failed: ");
        assertThat(status).isZero();
    }

    /// The command writes all; two of the files are then written by hand.
    private void writeFiles(String api) throws IOException {
        Path captured = Files.writeString(directory.resolve("captured.json"), block("json", "1. Capture"));
        List<String> words = new ArrayList<>(List.of("channel", "new", "acme", captured.toString()));
        Pattern.compile("(--(?:proof|call)=)'([^']+)'")
                .matcher(PAGE)
                .results()
                .map(option -> option.group(1) + option.group(2))
                .forEach(words::add);
        assertThat(words).hasSize(6);
        PrintStream stream = new PrintStream(out, true, UTF_8);
        assertThat(ChannelCommand.run(stream, stream, own(words.toArray(String[]::new))))
                .as(out.toString(UTF_8))
                .isZero();
        assertThat(routes().resolve("acme.camel.yaml")).hasContent(block("yaml", "5. The route"));

        String mapping = block("yaml", "3. The mapping");
        String declaration = block("yaml", "4. What it can do");
        assertThat(mapping.lines()).hasSizeLessThanOrEqualTo(MOST_LINES);
        assertThat(declaration.lines()).hasSizeLessThanOrEqualTo(MOST_LINES);
        Files.writeString(routes().resolve("mappings/acme.yaml"), mapping);
        Files.writeString(channels().resolve("acme.yaml"), declaration.replace(API, api));
    }

    private Path shared() throws IOException {
        Files.createDirectories(channels());
        Files.createDirectories(routes());
        for (String file : List.of("callback.camel.yaml", "policies.camel.yaml")) {
            Files.copy(Path.of("routes", file), routes().resolve(file));
        }
        return routes();
    }

    private Path routes() {
        return directory.resolve("routes");
    }

    private Path channels() {
        return directory.resolve("data/channels");
    }

    private String[] own(String... words) {
        return Stream.concat(
                        Stream.of(words),
                        Stream.of("--omnihub.routes=" + routes(), "--omnihub.config.channels=" + channels()))
                .toArray(String[]::new);
    }

    private static int call(RunningHub hub, String body, String key) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(hub.address + "/channels/acme/acme-main"))
                                    .header(
                                            "X-Acme-Signature",
                                            "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8))))
                                    .POST(BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        }
    }

    /// The platform as its documentation would tell of it.
    private final class Acme implements ApiServer.Api {

        @Override
        public void answer(ApiCall call) throws IOException {
            call.requireMethod("POST");
            JsonNode body = call.json();
            if (!call.header("Authorization").equals("Bearer t-1")) {
                throw new BreachException("the token is not ours");
            }
            if (!body.hasNonNull("idempotency_key")) {
                throw new BreachException("there is no idempotency_key");
            }
            sent.add(body);
            call.answer("{\"id\": \"p-1\"}");
        }

        @Override
        public void refuse(ApiCall call) throws IOException {
            call.answer(422, "{\"error\": {\"code\": \"wrong\"}}");
        }
    }

    private static List<JsonNode> conversations(RunningHub hub) {
        return hub.as(Role.AGENT)
                .get("/api/v1/conversations")
                .json()
                .path("items")
                .valueStream()
                .toList();
    }

    /// The first block of a language behind a heading.
    private static String block(String language, String heading) {
        String after = PAGE.substring(PAGE.indexOf("## " + heading));
        String from = after.substring(after.indexOf("```" + language + "\n") + language.length() + 4);
        return from.substring(0, from.indexOf("```"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
