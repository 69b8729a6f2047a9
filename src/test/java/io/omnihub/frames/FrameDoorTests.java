package io.omnihub.frames;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnihub.ChildJvm;
import io.omnihub.bound.Holdings;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

/// The frames on sockets, through Camel's Netty, as strangers find them.
@ExtendWith(OutputCaptureExtension.class)
final class FrameDoorTests {

    private static final int LARGEST = 4096;
    private static final int PATIENCE = 20_000;

    /// More than what the operating system keeps of a connection that nobody reads.
    private static final int MOST = 16 << 20;

    private final FramesConfiguration frames = new FramesConfiguration();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final int port = ChildJvm.freePort();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private @Nullable Holdings places;

    @AfterEach
    void end() throws IOException {
        camel.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lengthPrefix2", "lengthPrefix4", "stxEtx"})
    void messagesCutAnywhereComeWholeAndAreAnsweredInTheirOrder(String frame) throws Exception {
        open(frame, Duration.ofMinutes(1), this::echo);
        List<String> messages = List.of("a", "纸用完了", "x".repeat(3000));
        for (int size : List.of(1, 2, 3, 7, 100, 10_000)) {
            taken.clear();
            try (Socket socket = connect()) {
                byte[] all = all(frame, messages);
                for (int at = 0; at < all.length; at += size) {
                    socket.getOutputStream().write(all, at, Math.min(size, all.length - at));
                }
                for (String message : messages) {
                    assertThat(answer(frame, socket))
                            .as("cut after each %s bytes", size)
                            .isEqualTo("got %s", message);
                }
            }
            assertThat(taken).isEqualTo(messages);
        }
    }

    @Test
    void whatIsTooLongEndlessOrNoFrameEndsItsConnectionAndNoOther() throws Exception {
        open("stxEtx", Duration.ofMinutes(1), this::echo);
        try (Socket good = connect();
                Socket tooLong = connect();
                Socket none = connect()) {
            assertThat(said("stxEtx", good, "1")).isEqualTo("got 1");
            none.getOutputStream().write("GET / HTTP/1.1\r\n\3".getBytes(UTF_8));
            assertThat(isEnded(none)).isTrue();
            long sent = endless(tooLong);
            assertThat(sent).as("bytes that are read of what never ends").isLessThan(MOST);
            assertThat(said("stxEtx", good, "2")).isEqualTo("got 2");
        }
        await().untilAsserted(() -> assertThat(closed("too_long")).isEqualTo(1));
        assertThat(closed("no_frame")).isEqualTo(1);
        assertThat(taken).containsExactly("1", "2");
    }

    @Test
    void whatIsAnnouncedTooLongIsNotReadAtAll() throws Exception {
        open("lengthPrefix4", Duration.ofMinutes(1), this::echo);
        try (Socket socket = connect()) {
            socket.getOutputStream().write(new byte[] {0, 0, 0x10, 0x01});
            assertThat(isEnded(socket)).isTrue();
        }
        try (Socket socket = connect()) {
            assertThat(said("lengthPrefix4", socket, "x".repeat(LARGEST - 4))).startsWith("got x");
        }
        assertThat(closed("too_long")).isEqualTo(1);
    }

    @Test
    void whoDripsIsClosedAfterTheTimeAndOthersGoOn() throws Exception {
        open("lengthPrefix2", Duration.ofSeconds(3), this::echo);
        try (Socket drips = connect();
                Socket good = connect()) {
            drips.getOutputStream().write(new byte[] {0x0F, 0});
            AtomicInteger number = new AtomicInteger();
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                String message = "m" + number.incrementAndGet();
                assertThat(said("lengthPrefix2", good, message)).isEqualTo("got %s", message);
                return isDripRefused(drips);
            });
            assertThat(number.get()).as("others were answered meanwhile").isGreaterThan(5);
        }
        assertThat(closed("idle")).isEqualTo(1);
    }

    @Test
    void ofHundredsOfConnectionsOnlySoManyAreHeldAndThoseThatEndMakeRoom() throws Exception {
        open("stxEtx", Duration.ofMinutes(1), this::echo);
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                sockets.add(connect());
            }
            await().untilAsserted(() -> assertThat(closed("full")).isEqualTo(250));
            assertThat(places().size()).isEqualTo(50);
            List<Socket> open = new ArrayList<>();
            for (Socket socket : sockets) {
                if (isAnswered(socket)) {
                    open.add(socket);
                }
            }
            assertThat(open).hasSize(50);
            for (Socket socket : open) {
                socket.close();
            }
            await().untilAsserted(() -> assertThat(places().size()).isZero());
            try (Socket later = connect()) {
                assertThat(said("stxEtx", later, "later")).isEqualTo("got later");
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void whoSendsFasterThanIsTakenWaits() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        open("lengthPrefix4", Duration.ofMinutes(1), exchange -> {
            gate.await();
            echo(exchange);
        });
        try (SocketChannel channel = SocketChannel.open(address())) {
            Pushing pushing = new Pushing(channel);
            pushing.awaitStop();
            gate.countDown();
            await().untilAsserted(() -> assertThat(taken).hasSizeGreaterThanOrEqualTo(pushing.whole()));
            assertThat(taken).as("in their order").startsWith("0", "1", "2").doesNotHaveDuplicates();
        } finally {
            gate.countDown();
        }
    }

    @Test
    void whoReadsNoAnswersIsReadNoFurtherAndClosedAfterTheTime() throws Exception {
        String large = "x".repeat(32 * 1024);
        open("lengthPrefix4", Duration.ofSeconds(5), exchange -> {
            taken.add("");
            exchange.getMessage().setBody(large.getBytes(UTF_8));
        });
        try (SocketChannel channel = SocketChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            channel.connect(address());
            Pushing pushing = new Pushing(channel);
            pushing.awaitStop();
            assertThat(taken).hasSizeLessThan(200);
            await().untilAsserted(() -> assertThat(closed("idle")).isEqualTo(1));
            assertThat(places().size()).isZero();
        }
    }

    @Test
    void theNextMessageWaitsAlsoForARouteThatGoesOnByAnotherThread() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        open("stxEtx", Duration.ofMinutes(1), new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS).execute(() -> {
                    echo(exchange);
                    running.decrementAndGet();
                    callback.done(false);
                });
                return false;
            }
        });
        List<String> messages = List.of("1", "2", "3", "4", "5");
        try (Socket socket = connect()) {
            socket.getOutputStream().write(all("stxEtx", messages));
            for (String message : messages) {
                assertThat(answer("stxEtx", socket)).isEqualTo("got %s", message);
            }
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void callersWhoGoBeforeTheyAreAnsweredFillNoLog(CapturedOutput output) throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        open("stxEtx", Duration.ofMinutes(1), exchange -> {
            gate.await();
            echo(exchange);
        });
        for (int i = 0; i < 5; i++) {
            try (Socket socket = connect()) {
                socket.setSoLinger(true, 0);
                socket.getOutputStream().write(all("stxEtx", List.of("m" + i)));
            }
        }
        gate.countDown();
        await().untilAsserted(() -> assertThat(taken).hasSize(5));
        await().untilAsserted(() -> assertThat(
                        meters.get("omnihub.frames.unanswered").counter().count())
                .isPositive());
        assertThat(output.toString()).doesNotContain("Exception");
    }

    @Test
    void whatWasSentBeforeTheCallerWentIsTaken() throws Exception {
        open("stxEtx", Duration.ofMinutes(1), this::echo);
        List<String> messages =
                Stream.iterate(1, i -> i + 1).limit(500).map(i -> "m" + i).toList();
        try (Socket socket = connect()) {
            socket.getOutputStream().write(all("stxEtx", messages));
            socket.shutdownOutput();
            for (String message : messages) {
                assertThat(answer("stxEtx", socket)).isEqualTo("got %s", message);
            }
        }
        assertThat(taken).isEqualTo(messages);
    }

    private void echo(Exchange exchange) {
        String message = new String(exchange.getMessage().getBody(byte[].class), UTF_8).strip();
        taken.add(message);
        exchange.getMessage().setBody(("got " + message).getBytes(UTF_8));
    }

    private void open(String frame, Duration idle, Processor route) throws Exception {
        FramesProperties properties = new FramesProperties(DataSize.ofBytes(LARGEST), 1000, 50, idle);
        Holdings held = frames.framePlaces(properties);
        places = held;
        Refusals refusals = frames.frameRefusals(meters);
        camel.getRegistry().bind("lengthPrefix2", frames.lengthPrefix2(properties, held, refusals));
        camel.getRegistry().bind("lengthPrefix4", frames.lengthPrefix4(properties, held, refusals));
        camel.getRegistry().bind("stxEtx", frames.stxEtx(properties, held, refusals));
        frames.frameEndpoints(meters).beforeApplicationStart(camel);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("netty:tcp://127.0.0.1:" + port + "?sync=true&decoders=#" + frame)
                        .process(route);
            }
        });
        camel.start();
    }

    private Holdings places() {
        return Objects.requireNonNull(places);
    }

    private double closed(String reason) {
        Counter counter =
                meters.find("omnihub.frames.closed").tag("reason", reason).counter();
        return counter == null ? 0 : counter.count();
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE);
        socket.connect(address());
        return socket;
    }

    private static String said(String frame, Socket socket, String message) throws IOException {
        socket.getOutputStream().write(all(frame, List.of(message)));
        return answer(frame, socket);
    }

    private static byte[] all(String frame, List<String> messages) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String message : messages) {
            byte[] bytes = message.getBytes(UTF_8);
            switch (frame) {
                case "lengthPrefix2" ->
                    all.write(ByteBuffer.allocate(2)
                            .putShort((short) bytes.length)
                            .array());
                case "lengthPrefix4" ->
                    all.write(ByteBuffer.allocate(4).putInt(bytes.length).array());
                default -> all.write(2);
            }
            all.write(bytes);
            if (frame.equals("stxEtx")) {
                all.write(3);
            }
        }
        return all.toByteArray();
    }

    private static String answer(String frame, Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        return switch (frame) {
            case "lengthPrefix2" -> new String(in.readNBytes(in.readUnsignedShort()), UTF_8);
            case "lengthPrefix4" -> new String(in.readNBytes(in.readInt()), UTF_8);
            default -> {
                assertThat(in.read()).isEqualTo(2);
                ByteArrayOutputStream text = new ByteArrayOutputStream();
                for (int next = in.read(); next != 3; next = in.read()) {
                    assertThat(next).isNotNegative();
                    text.write(next);
                }
                yield text.toString(UTF_8);
            }
        };
    }

    private static boolean isEnded(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            return in.read() < 0;
        } catch (IOException _) {
            return true;
        }
    }

    private static boolean isAnswered(Socket socket) {
        try {
            return said("stxEtx", socket, "here").equals("got here");
        } catch (IOException | AssertionError _) {
            return false;
        }
    }

    private static boolean isDripRefused(Socket socket) {
        try {
            socket.getOutputStream().write('x');
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    /// Sends what has no end until it is refused.
    private static long endless(Socket socket) {
        byte[] piece = new byte[1000];
        long sent = 0;
        try {
            socket.getOutputStream().write(2);
            while (sent < 2L * MOST) {
                socket.getOutputStream().write(piece);
                sent += piece.length;
            }
        } catch (IOException _) {
            return sent;
        }
        return sent;
    }

    /// Writes numbered messages of 1 KB for as long as the other side takes them.
    private static final class Pushing {

        private final SocketChannel channel;
        private ByteBuffer rest = ByteBuffer.allocate(0);
        private long pushed;
        private int number;

        private Pushing(SocketChannel channel) throws IOException {
            this.channel = channel;
            channel.setOption(StandardSocketOptions.SO_SNDBUF, 64 * 1024);
            channel.configureBlocking(false);
        }

        private void awaitStop() {
            await().during(Duration.ofMillis(700))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> {
                        long before = pushed;
                        push();
                        return pushed == before;
                    });
        }

        private void push() throws IOException {
            while (true) {
                if (!rest.hasRemaining()) {
                    rest = ByteBuffer.wrap(all("lengthPrefix4", List.of("%-1000s".formatted(number++))));
                }
                int written = channel.write(rest);
                if (written == 0) {
                    return;
                }
                pushed += written;
                assertThat(pushed).as("bytes that nobody has taken").isLessThan(MOST);
            }
        }

        private int whole() {
            return number - 1;
        }
    }
}
