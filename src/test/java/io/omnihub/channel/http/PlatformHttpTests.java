package io.omnihub.channel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelStatus;
import io.omnihub.channel.ChannelStatus.Reason;
import io.omnihub.channel.ChannelStatus.State;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.declared.Declared;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Media;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlatformHttpTests {

    private static final Duration DEADLINE = Duration.ofMillis(400);
    private static final long LARGE = 48 << 20;

    private final PlatformHttp http = new PlatformHttp("Platform", DEADLINE);
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong readAhead = new AtomicLong();
    private final CountDownLatch goOn = new CountDownLatch(1);

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(task -> Thread.startVirtualThread(task));
        server.start();
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        http.close();
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>maintenance</html>", "[1]", "\"ok\"", "null", "{\"code\":0"})
    void whatIsNoJsonObjectIsNoSuccessThoughHttpSaysSo(String page) {
        serve(200, Map.of("Content-Type", "application/json"), page);
        ChannelUnavailableException failure = fails();
        assertThat(failure).hasMessage("Platform's answer is no JSON");
        assertThat(failure.maybeSent()).isTrue();
    }

    @Test
    void anErrorInJsonIsTheChannelsToJudgeWhateverTheStatus() {
        serve(400, Map.of("Content-Type", "application/json"), "{\"code\":230002,\"msg\":\"x\"}");
        assertThat(http.json(request()).code("code")).isEqualTo(230_002);
        assertThat(catchThrowableOfType(
                        ChannelUnavailableException.class,
                        () -> http.json(request()).code("errcode")))
                .hasMessage("Platform answered HTTP 400");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"code\":null}",
                "{\"code\":\"0\"}",
                "{\"code\":\"ok\"}",
                "{\"code\":0.5}",
                "{\"code\":99999999999}",
                "{\"code\":{}}",
                "{\"other\":0}"
            })
    void whatHasNoCodeIsNoSuccess(String json) {
        serve(200, Map.of("Content-Type", "application/json"), json);
        ChannelUnavailableException failure = catchThrowableOfType(
                ChannelUnavailableException.class, () -> http.json(request()).code("code"));
        assertThat(failure).hasMessage("Platform's answer has no code");
        assertThat(failure.maybeSent()).isTrue();
    }

    @Test
    void successMayBeWhatWasAskedForAndThatIsNeverMissing() {
        serve(200, Map.of("Content-Type", "application/json"), "{\"thumb_id\":\"x\",\"created_at\":7}");
        assertThat(http.json(request()).code("code", "media_id", "thumb_id")).isZero();
        serve(200, Map.of("Content-Type", "application/json"), "{\"code\":7,\"media_id\":\"x\"}");
        assertThat(http.json(request()).code("code", "media_id")).isEqualTo(7);
        for (String json :
                List.of("{}", "{\"code\":0}", "{\"media_id\":\"\"}", "{\"code\":\"x\",\"media_id\":\"x\"}")) {
            serve(200, Map.of("Content-Type", "application/json"), json);
            assertThat(catchThrowableOfType(
                            ChannelUnavailableException.class,
                            () -> http.json(request()).code("code", "media_id")))
                    .as(json)
                    .hasMessage("Platform's answer has no media_id");
        }
    }

    @ParameterizedTest
    @CsvSource({"302, false", "404, false", "403, false", "500, true", "502, true", "503, true"})
    void anErrorOfHttpAloneIsTriedLaterAndMayHaveBeenSentWhereTheirServerFailed(int status, boolean maybeSent) {
        serve(status, Map.of("Content-Type", "text/html", "Location", "http://127.0.0.1:1/"), "<html>");
        ChannelUnavailableException failure = fails();
        assertThat(failure).hasMessage("Platform answered HTTP %s", status);
        assertThat(failure.maybeSent()).isEqualTo(maybeSent);
        assertThat(failure.retryAfter()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"429, 7, 7", "503, 120, 120", "429, 99999999, 86400", "429, soon, 0", "429, -5, 0", "503, '', 0"})
    void retryAfterIsTheEarliestNextTry(int status, String header, long seconds) {
        serve(status, Map.of("Retry-After", header), "{}");
        ChannelUnavailableException failure = fails();
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(failure.maybeSent()).isEqualTo(status == 503);
        assertThat(failure.hiccup()).isFalse();
    }

    @Test
    void retryAfterMayBeATime() {
        Instant then = Instant.now().plusSeconds(600);
        serve(
                429,
                Map.of("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(then.atOffset(ZoneOffset.UTC))),
                "");
        assertThat(fails().retryAfter()).isBetween(Duration.ofSeconds(500), Duration.ofSeconds(601));
    }

    @Test
    void onlyWhatCanNotBeReachedIsOffline() {
        ChannelStatuses statuses = new ChannelStatuses(Clock.systemUTC());
        ChannelInbox<?> inbox = Declared.of("acme", """
                        omnihub:
                          channels:
                            acme:
                              capabilities: {}
                              inboxes:
                                shop: {}
                        """, statuses).get(new ChannelId("acme"), "shop");
        serve(429, Map.of("Content-Type", "text/html"), "<html>");
        assertThat(told(statuses, inbox, request())).containsExactly(State.DEGRADED, Reason.RATE_LIMITED);
        serve(503, Map.of("Content-Type", "text/html"), "<html>");
        assertThat(told(statuses, inbox, request())).containsExactly(State.DEGRADED, Reason.UNREACHABLE);
        HttpRequest nobody =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:1/")).build();
        assertThat(told(statuses, inbox, nobody)).containsExactly(State.OFFLINE, Reason.UNREACHABLE);
        serve(_ -> await());
        assertThat(told(statuses, inbox, request())).containsExactly(State.DEGRADED, Reason.UNREACHABLE);
    }

    private List<Object> told(ChannelStatuses statuses, ChannelInbox<?> inbox, HttpRequest request) {
        assertThatThrownBy(() -> http.json(inbox, request)).isInstanceOf(ChannelUnavailableException.class);
        ChannelStatus status = statuses.of(inbox.tenant(), inbox.id());
        return List.of(status.state(), status.reason());
    }

    @Test
    void aLineThatStandsStillInTheMiddleOfAnAnswerEnds() {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await();
        });
        assertThat(fails().maybeSent()).isTrue();
    }

    @Test
    void anAnswerThatDripsEndsTooAndOneThatFlowsMayTakeLongerThanTheDeadline() throws IOException {
        serve(exchange -> flow(exchange, 20, 40));
        assertThat(catchThrowableOfType(ChannelUnavailableException.class, () -> download(LARGE)))
                .isNotNull();
        serve(exchange -> flow(exchange, 64 * 1024, 20));
        long began = System.nanoTime();
        assertThat(download(LARGE).size()).isEqualTo(20 * 64 * 1024);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(DEADLINE);
    }

    @Test
    void whatIsLargerThanMayBeIsRefusedWhileItComes() {
        serve(exchange -> flow(exchange, 64 * 1024, 20));
        assertThat(catchThrowableOfType(ChannelRejectedException.class, () -> download(100_000))
                        .code())
                .isEqualTo("too-large");
    }

    @Test
    void aFileComesIntoTheStoreAsItIsReadThereNeverWholeIntoMemory() throws IOException {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, LARGE);
            byte[] chunk = new byte[64 * 1024];
            for (long sent = 0; sent < LARGE; sent += chunk.length) {
                exchange.getResponseBody().write(chunk);
                written.addAndGet(chunk.length);
            }
            exchange.close();
        });
        Media media = download(LARGE);
        assertThat(media.size()).isEqualTo(LARGE);
        // What the systems' own buffers hold is all that came before the store read on.
        assertThat(readAhead.get()).isLessThan(LARGE / 2);
    }

    @Test
    void aFileIsReadFromTheStoreAsItIsSentAndItsLengthIsTold() throws Exception {
        AtomicLong length = new AtomicLong();
        AtomicLong received = new AtomicLong();
        serve(exchange -> {
            length.set(Long.parseLong(exchange.getRequestHeaders().getFirst("Content-Length")));
            InputStream body = exchange.getRequestBody();
            received.addAndGet(body.readNBytes(100).length);
            readAhead.set(written.get());
            received.addAndGet(body.readAllBytes().length);
            answer(exchange, 200, "{}");
        });
        BlobFile file = new BlobFile(new Zeros(), "0".repeat(64), LARGE, "image/png");
        HttpRequest request = new Multipart()
                .field("type", "图")
                .file("media", "a\"b\r\n.png", file)
                .on(builder())
                .build();
        assertThat(http.json(request).json().isEmpty()).isTrue();
        assertThat(received).hasValue(length.get()).hasValueGreaterThan(LARGE);
        assertThat(readAhead.get()).isLessThan(LARGE / 2);
    }

    private Media download(long largest) throws IOException {
        try (PlatformBody body = http.open(request(), largest)) {
            return body.keep(new Zeros(), Media.external("id", ""), largest);
        }
    }

    private void flow(HttpExchange exchange, int bytes, int times) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        for (int i = 0; i < times; i++) {
            body.write(new byte[bytes]);
            body.flush();
            try {
                goOn.await(50, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        exchange.close();
    }

    private void await() {
        try {
            goOn.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private ChannelUnavailableException fails() {
        return catchThrowableOfType(ChannelUnavailableException.class, () -> http.json(request()));
    }

    private HttpRequest request() {
        return builder().build();
    }

    private HttpRequest.Builder builder() {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
    }

    private void serve(int status, Map<String, String> headers, String body) {
        serve(exchange -> {
            headers.forEach(exchange.getResponseHeaders()::add);
            answer(exchange, status, body);
        });
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void serve(Served served) {
        try {
            server.removeContext("/");
        } catch (IllegalArgumentException _) {
            // The first one.
        }
        server.createContext("/", served::serve);
    }

    private interface Served {

        void serve(HttpExchange exchange) throws IOException;
    }

    /// A blob store that tells how much came before it began to read on, and that holds one large blob.
    private final class Zeros implements Blobs {

        @Override
        public Media store(InputStream bytes, String contentType, String fileName, long most) throws IOException {
            long size = bytes.readNBytes(100_000).length;
            // Whoever does not wait for the store goes on meanwhile.
            long before;
            do {
                before = written.get();
                Thread.onSpinWait();
                try {
                    goOn.await(100, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            } while (written.get() > before);
            readAhead.set(before);
            byte[] chunk = new byte[64 * 1024];
            for (int read = bytes.read(chunk); read >= 0; read = bytes.read(chunk)) {
                size += read;
            }
            return Media.stored("0".repeat(64), contentType, size, fileName);
        }

        @Override
        public long size(String blob) {
            return LARGE;
        }

        @Override
        public InputStream open(String blob) {
            return new InputStream() {

                private final InputStream zeros = new ByteArrayInputStream(new byte[(int) LARGE]);

                @Override
                public int read() throws IOException {
                    return zeros.read();
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int read = zeros.read(bytes, offset, length);
                    written.addAndGet(Math.max(read, 0));
                    return read;
                }
            };
        }
    }
}
