package io.omnihub.channel.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.channel.TextLimit;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Message;
import io.omnihub.message.OutboundHeader;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.PlatformCall;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OutgoingTests {

    private static final Native PICTURE = new Picture("p");

    @Test
    void eachMessageIsACallAndALongTextSeveral() {
        assertThat(shown(outgoing(4, List.of(), new Words("abcdefghi"), PICTURE, new Words("xyz"))))
                .containsExactly("abcd", "efgh", "i", "[p]", "xyz");
        assertThat(shown(outgoing(null, List.of(), new Words("abcdefghi")))).containsExactly("abcdefghi");
        assertThat(shown(outgoing(4, List.of(), new Words("a       b")))).containsExactly("a   ", "b");
    }

    @Test
    void whatWasMadeIsNotMadeAgain() {
        Outgoing<Native> first = outgoing(4, List.of(), new Words("abcdefghi"), PICTURE, new Words("xyz"));
        List<Call<Native>> calls = first.calls();
        for (int done = 0; done <= calls.size(); done++) {
            Outgoing<Native> next =
                    outgoing(4, made(calls.subList(0, done)), new Words("abcdefghi"), PICTURE, new Words("xyz"));
            assertThat(next.left())
                    .extracting(Call::number, call -> shown(call.content()))
                    .isEqualTo(calls.subList(done, calls.size()).stream()
                            .map(call -> org.assertj.core.groups.Tuple.tuple(call.number(), shown(call.content())))
                            .toList());
            assertThat(next.left())
                    .extracting(Call::key)
                    .isEqualTo(calls.subList(done, calls.size()).stream()
                            .map(Call::key)
                            .toList());
        }
    }

    @Test
    void anotherLimitInTheNextAttemptNeitherLosesNorDoublesAnything() {
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            String text = random.ints(1 + random.nextInt(60), 'a', 'z')
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            Native[] natives = {new Words(text), PICTURE, new Words(text.toUpperCase(java.util.Locale.ROOT)), PICTURE};
            String whole = text + "[p]" + text.toUpperCase(java.util.Locale.ROOT) + "[p]";
            List<PlatformCall> made = new ArrayList<>();
            StringBuilder said = new StringBuilder();
            while (!outgoing(4, made, natives).left().isEmpty()) {
                Call<Native> call =
                        outgoing(4 + random.nextInt(40), made, natives).left().getFirst();
                said.append(shown(call.content()));
                made.add(call.made(""));
            }
            assertThat(said).hasToString(whole);
        }
    }

    @Test
    void aTextThatBecameAnotherOneIsSaidFromItsBeginning() {
        Outgoing<Native> first = outgoing(4, List.of(), new Words("abcdefghi"), PICTURE);
        List<PlatformCall> made = made(first.calls().subList(0, 2));
        assertThat(shown(outgoing(4, made, new Words("abcdEFghi"), PICTURE).left().stream()))
                .containsExactly("abcd", "EFgh", "i", "[p]");
        assertThat(shown(outgoing(4, made, new Words("abc"), PICTURE).left().stream()))
                .containsExactly("abc", "[p]");
        assertThat(shown(outgoing(4, made, PICTURE, PICTURE).left().stream())).containsExactly("[p]");
    }

    @Test
    void aCallsKeyIsItsOwnAndFitsEveryPlatform() {
        List<String> keys = IntStream.range(0, 50)
                .mapToObj(i -> outgoing(4, List.of(), new Words("a".repeat(80)), new Words("b".repeat(i + 1))))
                .flatMap(outgoing -> outgoing.calls().stream())
                .map(Call::key)
                .distinct()
                .toList();
        // The first text's are the same in all; of the second, the whole pieces of four are.
        assertThat(keys).hasSize(20 + 50).allSatisfy(key -> assertThat(key).matches("[0-9A-Za-z_-]{32}"));
    }

    private static Outgoing<Native> outgoing(@Nullable Integer limit, List<PlatformCall> made, Native... natives) {
        OutboundHeader header = new OutboundHeader(
                "c.1",
                TenantId.DEFAULT,
                new ChannelId("test"),
                new InboxId("shop"),
                new ConversationId("c"),
                1,
                "amy",
                1,
                false,
                Sender.Kind.AGENT,
                Map.of());
        OutboundMessage message = new OutboundMessage(header, Message.of("", new Content.Text("x")), "", made);
        return new Outgoing<>(message, List.of(natives), limit == null ? null : TextLimit.ofBytes(limit));
    }

    private static List<PlatformCall> made(List<Call<Native>> calls) {
        return calls.stream().map(call -> call.made("id-" + call.number())).toList();
    }

    private static List<String> shown(Outgoing<Native> outgoing) {
        return shown(outgoing.calls().stream());
    }

    private static List<String> shown(java.util.stream.Stream<Call<Native>> calls) {
        return calls.map(call -> shown(call.content())).toList();
    }

    private static String shown(Native content) {
        return switch (content) {
            case Words words -> words.text();
            case Picture picture -> "[" + picture.name() + "]";
        };
    }

    private sealed interface Native {}

    private record Words(String text) implements Native, LongText<Native> {
        @Override
        public Native withText(String piece) {
            return new Words(piece);
        }
    }

    private record Picture(String name) implements Native {}
}
