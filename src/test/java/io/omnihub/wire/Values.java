package io.omnihub.wire;

import io.omnihub.message.Media;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Sender;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Arbitrary small things that the model's records are made of.
final class Values {

    private Values() {}

    static Arbitrary<String> text() {
        return Arbitraries.oneOf(
                Arbitraries.of("", "你好,请问什么时候发货?", "👩‍👩‍👧‍👦 ok 🏳️‍🌈", "line\nbreak\ttab \"quoted\" \\", "\u0001"),
                Arbitraries.strings()
                        .withCharRange('\u0001', '\uD7FF')
                        .withCharRange('\uE000', '\uFFFF')
                        .ofMaxLength(20));
    }

    static Arbitrary<String> someText() {
        return text().filter(text -> !text.isEmpty());
    }

    static Arbitrary<String> id() {
        return Arbitraries.oneOf(
                Arbitraries.of("oLVPpjqs9BhvzwPj5A-vTYAX3GLc", "张三", "<a@b.c>", "🙂"),
                Arbitraries.strings()
                        .alpha()
                        .numeric()
                        .withChars("-_:@/.")
                        .ofMinLength(1)
                        .ofMaxLength(40));
    }

    static Arbitrary<String> optionalId() {
        return Arbitraries.oneOf(Arbitraries.just(""), id());
    }

    static Arbitrary<String> slug() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .withChars("._-")
                .ofMaxLength(10)
                .map(tail -> "a" + tail);
    }

    static Arbitrary<Instant> time() {
        return Arbitraries.oneOf(
                        Arbitraries.of(0L, 1L, 1_790_000_000_000L),
                        Arbitraries.longs().between(0, 253_402_300_799_999L))
                .map(Instant::ofEpochMilli);
    }

    static Arbitrary<Map<String, String>> facts() {
        return Arbitraries.maps(id(), text()).ofMaxSize(4);
    }

    static Arbitrary<Set<String>> labels() {
        return id().set().ofMaxSize(5);
    }

    static Arbitrary<List<String>> addresses() {
        return Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars("äé例.+-'")
                .ofMinLength(1)
                .ofMaxLength(20)
                .map(name -> name + "@" + name)
                .list()
                .uniqueElements()
                .ofMaxSize(3);
    }

    static Arbitrary<Long> count() {
        return Arbitraries.oneOf(
                Arbitraries.of(0L, 1L, (1L << 53) - 1), Arbitraries.longs().greaterOrEqual(0));
    }

    static Arbitrary<Integer> seconds() {
        return Arbitraries.integers().greaterOrEqual(0);
    }

    static Arbitrary<Sender> sender() {
        return Combinators.combine(Arbitraries.of(Sender.Kind.class), id(), text())
                .as(Sender::new);
    }

    static Arbitrary<MessageRef> ref() {
        return Arbitraries.oneOf(
                id().map(MessageRef::external),
                Arbitraries.longs().greaterOrEqual(1).map(MessageRef::of));
    }

    static Arbitrary<Media> media() {
        return Arbitraries.oneOf(
                Combinators.combine(id(), text()).as(Media::external),
                Combinators.combine(
                                Arbitraries.of("0", "7", "f").map(digit -> digit.repeat(64)),
                                optionalId(),
                                count(),
                                optionalId(),
                                optionalId(),
                                text())
                        .as(Media::new));
    }
}
