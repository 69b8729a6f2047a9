package io.omnihub.frames;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.omnihub.bound.Holdings;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class FramesTests {

    private static final List<String> MESSAGES = List.of("a", "纸用完了", "x".repeat(100));

    private final FramesProperties properties =
            new FramesProperties(DataSize.ofBytes(200), 3, 2, Duration.ofMinutes(10));
    private final FramesConfiguration frames = new FramesConfiguration();
    private final Holdings places = frames.framePlaces(properties);
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Refusals refusals = frames.frameRefusals(meters);

    @ParameterizedTest
    @ValueSource(strings = {"lengthPrefix2", "lengthPrefix4", "stxEtx"})
    void messagesComeWholeWhereverTheirBytesAreCutAndAnswersAreFramedAlike(String frame) {
        EmbeddedChannel writer = new EmbeddedChannel(handler(frame));
        MESSAGES.forEach(message -> writer.writeOutbound(message.getBytes(UTF_8)));
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = writer.readOutbound(); part != null; part = writer.readOutbound()) {
            all.writeBytes(part);
        }
        for (int step = 1; step <= all.readableBytes(); step++) {
            EmbeddedChannel reader = new EmbeddedChannel(handler(frame));
            for (int at = 0; at < all.readableBytes(); at += step) {
                reader.writeInbound(all.copy(at, Math.min(step, all.readableBytes() - at)));
            }
            assertThat(read(reader)).as("cut after each %s bytes", step).isEqualTo(MESSAGES);
            reader.finishAndReleaseAll();
        }
    }

    @Test
    void whatIsTooLongOrEndlessEndsTheConnectionBeforeItIsHeld() {
        EmbeddedChannel announced = new EmbeddedChannel(handler("lengthPrefix4"));
        announced.writeInbound(bytes(0x7F, 0xFF, 0xFF, 0xFF));
        assertThat(announced.isOpen()).isFalse();
        EmbeddedChannel endless = new EmbeddedChannel(handler("stxEtx"));
        int sent = 0;
        for (; endless.isOpen(); sent++) {
            endless.writeInbound(Unpooled.wrappedBuffer(new byte[100]));
        }
        assertThat(sent).isLessThanOrEqualTo(3);
        assertThat(closed("too_long")).isEqualTo(2);
    }

    @Test
    void aMessageThatDoesNotBeginWithStxIsRefused() {
        EmbeddedChannel channel = new EmbeddedChannel(handler("stxEtx"));
        channel.writeInbound(bytes('x', 3));
        assertThat(channel.isOpen()).isFalse();
        EmbeddedChannel empty = new EmbeddedChannel(handler("stxEtx"));
        empty.writeInbound(bytes(3));
        assertThat(empty.isOpen()).isFalse();
        assertThat(closed("no_frame")).isEqualTo(2);
    }

    private double closed(String reason) {
        return meters.get("omnihub.frames.closed")
                .tag("reason", reason)
                .counter()
                .count();
    }

    @Test
    void halfAMessageOfACallerWhoGoesIsNoMessage() {
        EmbeddedChannel channel = new EmbeddedChannel(handler("lengthPrefix2"));
        channel.writeInbound(bytes(0, 5, 'h', 'a'));
        channel.finish();
        assertThat(read(channel)).isEmpty();
    }

    @Test
    void moreConnectionsThanAnAddressMayHoldOrAllMayAreClosedAndEndedOnesMakeRoom() {
        EmbeddedChannel first = connection("198.51.100.1", "lengthPrefix2");
        EmbeddedChannel second = connection("198.51.100.1", "stxEtx");
        assertThat(connection("198.51.100.1", "lengthPrefix4").isOpen())
                .as("whatever its frames are")
                .isFalse();
        EmbeddedChannel other = connection("2001:db8::1", "lengthPrefix4");
        assertThat(connection("203.0.113.1", "stxEtx").isOpen())
                .as("more than all may hold")
                .isFalse();
        first.finishAndReleaseAll();
        assertThat(second.isOpen()).isTrue();
        assertThat(other.isOpen()).isTrue();
        assertThat(connection("2001:db8::2", "lengthPrefix2").isOpen()).isTrue();
        other.finishAndReleaseAll();
        second.finishAndReleaseAll();
        EmbeddedChannel same = connection("2001:db8::3", "lengthPrefix2");
        assertThat(same.isOpen()).isTrue();
        assertThat(connection("2001:db8::4", "lengthPrefix2").isOpen())
                .as("of one network")
                .isFalse();
        assertThat(places.size()).isEqualTo(2);
    }

    private EmbeddedChannel connection(String address, String frame) {
        EmbeddedChannel channel = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(address, 1000);
            }
        };
        channel.pipeline().addLast(handler(frame));
        return channel;
    }

    @Test
    void whoBringsBytesButNoMessageIsClosed() {
        EmbeddedChannel channel = new EmbeddedChannel(handler("lengthPrefix2"));
        channel.freezeTime();
        channel.writeInbound(bytes(0, 100));
        for (int minute = 0; minute < 9; minute++) {
            channel.advanceTimeBy(1, TimeUnit.MINUTES);
            channel.writeInbound(bytes('x'));
        }
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(2, TimeUnit.MINUTES);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(closed("idle")).isEqualTo(1);
    }

    private ChannelHandler handler(String frame) {
        return switch (frame) {
            case "lengthPrefix2" -> frames.lengthPrefix2(properties, places, refusals);
            case "lengthPrefix4" -> frames.lengthPrefix4(properties, places, refusals);
            default -> frames.stxEtx(properties, places, refusals);
        };
    }

    private static List<String> read(EmbeddedChannel channel) {
        List<String> read = new ArrayList<>();
        for (byte[] message = channel.readInbound(); message != null; message = channel.readInbound()) {
            read.add(new String(message, UTF_8));
        }
        return read;
    }

    private static ByteBuf bytes(int... values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int value : values) {
            bytes.write(value);
        }
        return Unpooled.wrappedBuffer(bytes.toByteArray());
    }
}
