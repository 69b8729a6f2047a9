package io.omnihub.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.log.LogTail.Knowledge;
import io.omnihub.message.Change;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Direction;
import io.omnihub.message.Entry;
import io.omnihub.message.Erased;
import io.omnihub.message.InboxId;
import io.omnihub.message.Message;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import io.omnihub.message.Visibility;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What a node holds of a partition in memory, and what it knows by the word of others.
final class LogTailTests {

    private final LogTail tail = new LogTail();

    @Test
    void whoWaitsIsWokenByTheWordOfAnotherNode() {
        CompletableFuture<Void> woken = CompletableFuture.runAsync(() -> {
            try {
                tail.await(0, 6, Duration.ofDays(1));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        tail.told(1, 7);
        assertThat(woken).isNotDone();
        tail.told(0, 7);

        assertThat(woken.orTimeout(30, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(30));
        assertThat(tail.knowledge(0).known()).isEqualTo(7);
    }

    @Test
    void aWordThatComesLateChangesNothing() {
        tail.told(0, 7);
        tail.told(0, 5);

        assertThat(tail.knowledge(0).known()).isEqualTo(7);
    }

    @Test
    void aWordThatTheTableDoesNotBearOutIsCorrectedUnlessANewOneCame() {
        tail.told(0, 7);
        Knowledge before = tail.knowledge(0);
        tail.correct(0, before, 5);
        assertThat(tail.knowledge(0).known()).isEqualTo(5);

        tail.told(0, 9);
        tail.correct(0, before, 5);
        assertThat(tail.knowledge(0).known()).isEqualTo(9);
    }

    @Test
    void whatWasReadOfAnotherNodeClosesTheGapBeforeWhatThisOneWroteMeanwhile() {
        tail.begin(0, 10);
        tail.add(0, said(14, 15));
        assertThat(tail.after(0, 10, 100)).isEmpty();

        tail.found(0, tail.knowledge(0), said(11, 14));

        assertThat(positions(10)).containsExactly(11L, 12L, 13L, 14L, 15L);
    }

    @Test
    void whatThisNodeWroteAndTheFeedFoundInTheTableFirstIsThereOnce() {
        tail.begin(0, 10);
        tail.found(0, tail.knowledge(0), said(11, 14));

        tail.add(0, said(12, 13));
        tail.add(0, said(15, 16));

        assertThat(positions(10)).containsExactly(11L, 12L, 13L, 14L, 15L, 16L);
    }

    @Test
    void whatIsKeptIsBounded() {
        tail.begin(0, 0);
        tail.add(0, said(1, 10_000));

        assertThat(tail.after(0, 5_903, 5_000)).isEmpty();
        assertThat(positions(5_904)).hasSize(4_096).startsWith(5_905L).endsWith(10_000L);
    }

    @Test
    void whatWasReadBeforeItWasErasedIsNotKept() {
        tail.begin(0, 10);
        Knowledge before = tail.knowledge(0);
        tail.forget(0);

        tail.found(0, before, said(11, 14));

        assertThat(tail.after(0, 10, 100)).isEmpty();
    }

    @Test
    void whatAnotherNodeErasedIsForgotten() {
        tail.begin(0, 10);
        tail.add(0, said(11, 12));

        tail.found(0, tail.knowledge(0), List.of(entry(13, new Erased(11))));

        assertThat(tail.after(0, 10, 100)).isEmpty();
        assertThat(positions(12)).containsExactly(13L);
    }

    @Test
    void whoHearsOfCommitsCanNotFailThem() {
        tail.onCommit((_, _) -> {
            throw new IllegalStateException("it is broken");
        });

        tail.add(0, said(1, 2));

        assertThat(positions(0)).containsExactly(1L, 2L);
    }

    private List<Long> positions(long after) {
        return tail.after(0, after, 5_000).stream().map(Entry::position).toList();
    }

    private static List<Entry> said(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(position -> entry(position, Message.of("", new Content.Text("text " + position))))
                .toList();
    }

    private static Entry entry(long position, Change change) {
        return new Entry(
                0,
                position,
                TenantId.DEFAULT,
                new ChannelId("test"),
                new InboxId("shop"),
                new ConversationId("amy"),
                position,
                position - 1,
                Visibility.EVERYONE,
                Direction.INBOUND,
                Sender.contact("amy"),
                Instant.EPOCH,
                Instant.EPOCH,
                false,
                Map.of(),
                change,
                "");
    }
}
