package io.omnihub.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.message.Change;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Direction;
import io.omnihub.message.Edit;
import io.omnihub.message.Entry;
import io.omnihub.message.Erased;
import io.omnihub.message.InboxId;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.ReadMark;
import io.omnihub.message.Recall;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import io.omnihub.message.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class UnreadTests {

    private static final Sender AGENT = Sender.agent("li-lei");
    private static final Sender VISITOR = Sender.contact("v-1");
    private static final ConversationId CONVERSATION =
            new ConversationId(UUID.randomUUID().toString());

    private final Entry one = reply(1, "one", Visibility.EVERYONE);
    private final Entry two = reply(2, "two", Visibility.EVERYONE);

    @Test
    void whatWasReadAnsweredTakenBackOrErasedIsLeftOut() {
        assertThat(left(one, two)).containsExactly("one", "two");
        assertThat(left(one, two, by(VISITOR, new ReadMark(MessageRef.of(1))))).containsExactly("two");
        assertThat(left(one, two, by(AGENT, new ReadMark(MessageRef.of(2))))).containsExactly("one", "two");
        assertThat(left(one, by(VISITOR, Message.of("", new Content.Text("thanks"))), two))
                .containsExactly("two");
        assertThat(left(one, two, by(AGENT, new Recall(MessageRef.of(2))))).containsExactly("one");
        assertThat(left(one, two, by(AGENT, new Erased(1)))).containsExactly("two");
    }

    @Test
    void aNoteIsNothingToRead() {
        assertThat(left(one, reply(2, "a note", Visibility.AGENTS))).containsExactly("one");
    }

    @Test
    void anEditedMessageReadsAsItIsNow() {
        assertThat(left(one, by(AGENT, new Edit(MessageRef.of(1), List.of(new Content.Text("mended"))))))
                .containsExactly("mended");
    }

    private static Stream<String> left(Entry... entries) {
        return Unread.of(List.of(entries)).messages().stream()
                .map(said -> ((Content.Text) said.parts().getFirst()).text());
    }

    private static Entry reply(long sequence, String text, Visibility visibility) {
        return entry(sequence, visibility, Direction.OUTBOUND, AGENT, Message.of("", new Content.Text(text)));
    }

    private static Entry by(Sender who, Change change) {
        Direction direction = who.kind() == Sender.Kind.CONTACT ? Direction.INBOUND : Direction.OUTBOUND;
        return entry(9, Visibility.EVERYONE, direction, who, change);
    }

    private static Entry entry(
            long sequence, Visibility visibility, Direction direction, Sender sender, Change change) {
        return new Entry(
                0,
                sequence,
                TenantId.DEFAULT,
                new ChannelId("app"),
                new InboxId("mobile"),
                CONVERSATION,
                sequence,
                sequence - 1,
                visibility,
                direction,
                sender,
                Instant.EPOCH,
                Instant.EPOCH,
                false,
                Map.of(),
                change,
                "");
    }
}
