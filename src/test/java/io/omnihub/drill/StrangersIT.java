package io.omnihub.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.web.Api;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What strangers can hold of a hub with little memory is bounded, and others are served throughout.
final class StrangersIT {

    private static final String PROXY = "127.0.0.9";
    private static final String STRANGER = "127.0.0.66";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;

    private static HubProcess hub;
    private final Others others = new Others();

    @BeforeAll
    static void start() {
        hub = new HubProcess(
                directory,
                Map.of(
                        "omnihub.limits.connections", "150",
                        "omnihub.limits.connections-per-address", "60",
                        "omnihub.limits.request-within", "2s",
                        "omnihub.gateway.connections", "400",
                        "omnihub.gateway.connections-per-address", "60",
                        "omnihub.gateway.hello-within", "2s",
                        "omnihub.uploads.daily-per-visitor", "1MB",
                        "omnihub.uploads.daily-per-address", "2MB",
                        "omnihub.proxies", PROXY,
                        "omnihub.sites.app.app", "true"),
                "-Xmx160m");
        hub.start();
    }

    @AfterAll
    static void stop() {
        assertThat(hub.terminate()).isIn(0, 143);
    }

    @BeforeEach
    void othersCome() {
        others.start();
    }

    @AfterEach
    void othersWereServed() {
        others.stop();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /actuator/health HTTP/1.1\r\nHost: hub\r\nX: ",
                "\r\n\r\n",
                "POST /api/v1/visitors HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 1000000\r\n\r\n{",
                // Refused before its body is read, which is then swallowed.
                "POST /api/v1/accounts HTTP/1.1\r\nHost: hub\r\nContent-Length: 1000000\r\n\r\n{",
                "POST /channels/wechat/drill HTTP/1.1\r\nHost: hub\r\nContent-Length: 100000\r\n\r\n{"
            })
    void aRequestThatTricklesIsCut(String beginning) {
        try (Crowding slow = new Crowding(STRANGER, port(), 50, beginning)) {
            awaitEnd(slow);
        }
    }

    @Test
    void anAddressHasSoManyConnectionsAndIsToldToComeLater() {
        awaitRefusal(port());
    }

    @Test
    void aProxySpeaksForManyEachOfWhomIsBounded() {
        // Where this machine is slow some of the many are cut before the next one comes.
        Awaitility.await("one more is too many").atMost(PATIENCE).until(() -> {
            try (Crowding many = new Crowding(PROXY, port(), 60, half("198.51.100.7, 203.0.113.5"))) {
                many.trickle();
                try (Crowding more = new Crowding(PROXY, port(), 1, whole("203.0.113.5"));
                        Crowding other = new Crowding(PROXY, port(), 1, whole("203.0.113.6"))) {
                    assertThat(other.answer()).startsWith("HTTP/1.1 200");
                    return more.answer().startsWith("HTTP/1.1 429");
                }
            }
        });
    }

    @Test
    void whereAllPlacesAreTakenTheQuietestMakeRoom() {
        List<Crowding> crowd = new ArrayList<>();
        try {
            for (int i = 1; i <= 5; i++) {
                crowd.add(new Crowding("127.0.1." + i, port(), 50, "GET /actuator/health HTTP/1.1\r\nHost: "));
                others.awaitMore();
            }
            crowd.forEach(this::awaitEnd);
        } finally {
            crowd.forEach(Crowding::close);
        }
    }

    @Test
    void anAnswerThatNobodyTakesIsCut() {
        Matcher script = Pattern.compile("/console/assets/[^\"]+\\.js")
                .matcher(hub.anonymous().get("/console/").text());
        assertThat(script.find()).isTrue();
        String request = "GET " + script.group() + " HTTP/1.1\r\nHost: hub\r\n\r\n";
        try (Crowding deaf = new Crowding(STRANGER, port(), 10, request.repeat(100))) {
            Awaitility.await("all are cut")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> deaf.prod() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /ws/visitor HTTP/1.1\r\nHost: hub\r\nX: ",
                "",
                "GET /ws/visitor HTTP/1.1\r\nHost: hub\r\nContent-Length: 1000\r\n\r\n"
            })
    void aHandshakeThatTricklesIsCut(String beginning) {
        try (Crowding slow = new Crowding(STRANGER, hub.gatewayPort(), 50, beginning)) {
            awaitEnd(slow);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Of 100,000 bytes, of which one comes now and then.
                "\u0081\u00ff\0\0\0\0\0\u0001\u0086\u00a0\0\0\0\0",
                // A fragment that is not the last.
                "\u0001\u0081\0\0\0\0{"
            })
    void aFrameThatTricklesIsCut(String frame) {
        String handshake = lines("""
                GET /ws/visitor HTTP/1.1
                Host: hub
                Connection: Upgrade
                Upgrade: websocket
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Protocol: omnihub.v1.json

                """);
        try (Crowding slow = new Crowding(STRANGER, hub.gatewayPort(), 50, handshake + frame)) {
            awaitEnd(slow);
        }
    }

    @Test
    void anAddressHasSoManyWebSocketsAndIsToldToComeLater() {
        awaitRefusal(hub.gatewayPort());
    }

    /// Which one is too many is not told: several threads take them in. The first ones may be cut before the last one
    /// comes, where this machine is slow.
    private static void awaitRefusal(int port) {
        Awaitility.await("one is too many").atMost(PATIENCE).until(() -> {
            try (Crowding many = new Crowding(STRANGER, port, 61, "")) {
                return many.answers().stream()
                        .anyMatch(answer -> answer.startsWith("HTTP/1.1 429") && answer.contains("Retry-After: 5"));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void passwordsAreComparedFewAtOnce(boolean basic) {
        List<CompletableFuture<Api.Answer>> guesses = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> basic
                                ? new Api(hub.address(), Api.basic("user-" + i, "wrong")).get("/api/v1/me")
                                : hub.anonymous()
                                        .post("/api/v1/login", "{\"user\":\"user-" + i + "\",\"password\":\"wrong\"}"),
                        Thread::startVirtualThread))
                .toList();

        assertThat(guesses.stream().map(CompletableFuture::join))
                .allSatisfy(answer -> {
                    assertThat(answer.status()).isIn(401, 429);
                    assertThat(answer.header("Retry-After").isEmpty()).isEqualTo(answer.status() == 401);
                })
                .anySatisfy(answer -> assertThat(answer.status()).isEqualTo(429));
    }

    @Test
    void aVisitorAndAnAddressUploadSoMuchOnADay() {
        Api first = visitor();
        assertThat(upload(first, 400_000).status()).isEqualTo(201);
        assertThat(upload(first, 400_000).status()).isEqualTo(201);
        assertRefused(upload(first, 400_000));
        assertThat(upload(first, 100_000).status()).isEqualTo(201);
        Api second = visitor();
        assertThat(upload(second, 900_000).status()).isEqualTo(201);
        assertRefused(upload(visitor(), 900_000));
    }

    private static void assertRefused(Api.Answer answer) {
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
        assertThat(answer.json().path("type").asString()).isEqualTo("urn:omnihub:problem:too-many");
    }

    private static Api visitor() {
        Api.Answer admitted = hub.anonymous().post("/api/v1/visitors", "{\"site\":\"app\"}");
        return new Api(hub.address(), "Visitor " + admitted.json().path("token").asString());
    }

    private static Api.Answer upload(Api visitor, int bytes) {
        return visitor.send(visitor.request("/api/v1/visitor/media")
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(new byte[bytes])));
    }

    private void awaitEnd(Crowding slow) {
        Awaitility.await("all are cut")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> slow.trickle() == 0);
    }

    /// A request for that address, of whose body most never comes.
    private static String half(String address) {
        return lines("""
                POST /api/v1/visitors HTTP/1.1
                Host: hub
                Content-Type: application/json
                Content-Length: 100
                X-Forwarded-For: %s

                {""".formatted(address));
    }

    private static String whole(String address) {
        return lines("""
                GET /actuator/health/callbacks HTTP/1.1
                Host: hub
                X-Forwarded-For: %s
                Connection: close

                """.formatted(address));
    }

    private static String lines(String text) {
        return text.replace("\n", "\r\n");
    }

    private static int port() {
        return hub.port();
    }

    /// Somebody else, who is served all the time.
    private static final class Others {

        private final HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
        private final Thread thread = new Thread(this::call);
        private final List<String> failures = new ArrayList<>();
        private volatile boolean over;
        private final AtomicInteger served = new AtomicInteger();

        void start() {
            thread.start();
        }

        void stop() {
            over = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertThat(hub.isAlive()).isTrue();
            // One may be lost to whatever else runs on this machine.
            assertThat(failures).hasSizeLessThanOrEqualTo(1 + served.get() / 20);
            assertThat(served).hasPositiveValue();
        }

        /// Until they were served once more from now on.
        void awaitMore() {
            int before = served.get();
            Awaitility.await("others are served").atMost(PATIENCE).until(() -> served.get() > before + 1);
        }

        private void call() {
            do {
                serve("/actuator/health/callbacks");
                serve("/console/");
                served.incrementAndGet();
            } while (!over);
        }

        private void serve(String path) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                    .timeout(Duration.ofSeconds(1))
                    .build();
            CompletableFuture<HttpResponse<Void>> answer = http.sendAsync(request, BodyHandlers.discarding());
            try {
                if (answer.join().statusCode() != 200) {
                    failures.add(path + ": " + answer.join().statusCode());
                }
            } catch (RuntimeException e) {
                failures.add(path + ": " + e);
            }
        }
    }
}
