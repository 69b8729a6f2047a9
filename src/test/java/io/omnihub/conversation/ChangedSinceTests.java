package io.omnihub.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.log.LogCursor;
import io.omnihub.log.LogCursor.Since;
import io.omnihub.log.LogEpoch;
import io.omnihub.message.ConversationId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What has changed since somebody read a list, whatever the clocks of the nodes say.
class ChangedSinceTests {

    private static final Partitions TWO = new Partitions(2);
    private static final String AMY = inPartition(0);
    private static final String BOB = inPartition(1);
    private static final Instant NOON = Instant.parse("2026-05-06T12:00:00Z");

    @TempDir
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Databases databases;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
    }

    @OnBothDatabases
    void nodesWhoseClocksDifferByMinutesMissNothing(Database.Kind kind) {
        open(kind);
        Hub ahead = hub(NOON.plusSeconds(180));
        Hub behind = hub(NOON);
        LogCursor nothing = ahead.reader.end();
        ahead.take(ahead.text(AMY, "m1", "by the node that is ahead"));
        LogCursor first = ahead.reader.end();
        behind.take(behind.text(BOB, "m2", "three minutes before, and later"));
        LogCursor second = behind.reader.end();

        assertThat(changed(ahead, nothing)).containsExactlyInAnyOrder(ahead.id(AMY), ahead.id(BOB));
        assertThat(changed(ahead, first)).containsExactly(ahead.id(BOB));
        assertThat(changed(ahead, second)).isEmpty();

        behind.take(behind.text(AMY, "m3", "in the other's partition"));
        assertThat(changed(ahead, second)).containsExactly(ahead.id(AMY));
        assertThat(changed(ahead, first)).containsExactlyInAnyOrder(ahead.id(AMY), ahead.id(BOB));
    }

    @OnBothDatabases
    void aClockThatIsSetBackHidesNothing(Database.Kind kind) {
        open(kind);
        Hub before = hub(NOON);
        before.take(before.text(AMY, "m1", "hello"));
        LogCursor cursor = before.reader.end();
        Hub setBack = hub(NOON.minusSeconds(600));
        setBack.take(setBack.text(BOB, "m2", "in a partition where nothing was"));
        assertThat(changed(setBack, cursor)).containsExactly(setBack.id(BOB));

        LogCursor later = setBack.reader.end();
        setBack.take(setBack.text(AMY, "m3", "where the log is ahead of the clock"));
        assertThat(changed(setBack, later)).containsExactly(setBack.id(AMY));
    }

    @OnBothDatabases
    void whatCantBeToldIsToBeLoadedAnew(Database.Kind kind) {
        open(kind);
        LogEpoch epoch = new LogEpoch(databases.database());
        Hub wrong = hub(NOON.plus(Duration.ofDays(40)));
        wrong.take(wrong.text(AMY, "m1", "by a clock that is wrong"));
        LogCursor cursor = wrong.reader.end();
        Hub right = hub(NOON);
        right.take(right.text(AMY, "m2", "the log's time goes back"));
        LogCursor now = right.reader.end();

        assertThat(right.reader.since(cursor)).isEmpty();
        // The feed of a node may know of the new epoch before it comes to where it began.
        assertThat(right.reader.since(new LogCursor(epoch.current(), cursor.positions())))
                .isEmpty();
        assertThat(right.reader.since(new LogCursor(now.epoch(), List.of(99L)))).isEmpty();
        assertThat(right.reader.since(new LogCursor(now.epoch(), List.of(1L, 1L, 1L))))
                .isEmpty();
        assertThat(right.reader.since(now)).contains(new Since(Map.of()));
        right.take(right.text(AMY, "m3", "more"));
        databases
                .database()
                .write(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("delete from entry where id <= "
                                        + now.positions().getFirst())
                                .update());
        assertThat(right.reader.since(now)).isEmpty();
    }

    @Test
    void aCursorIsItsText() {
        LogCursor cursor = new LogCursor(3, List.of(0L, 1_000_000L));
        assertThat(cursor.text()).isEqualTo("3-0.lfls");
        assertThat(LogCursor.parse("3-0.lfls")).contains(cursor);
        assertThat(LogCursor.parse("7-")).contains(new LogCursor(7, List.of()));
        for (String other : List.of(
                "", "-", "1", "yesterday", "1-2.", "1-.2", "1--2", "2026-05-06T12:00:00Z", "1-zzzzzzzzzzzzz", "1-é")) {
            assertThat(LogCursor.parse(other)).as(other).isEmpty();
        }
        assertThat(LogCursor.parse("1-" + "1.".repeat(10_000))).isEmpty();
    }

    private List<ConversationId> changed(Hub hub, LogCursor cursor) {
        Since since =
                hub.reader.since(LogCursor.parse(cursor.text()).orElseThrow()).orElseThrow();
        var filter = new Conversations.Filter(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(since));
        return hub.conversations.list(Hub.TENANT, filter, Conversations.Order.CHANGED, null, 10).stream()
                .map(Conversation::id)
                .toList();
    }

    private void open(Database.Kind kind) {
        databases = TestDatabases.open(kind, directory);
        open.add(databases);
    }

    private Hub hub(Instant time) {
        Hub hub = new Hub(databases.database(), TWO, Clock.fixed(time, ZoneOffset.UTC));
        open.add(hub);
        return hub;
    }

    private static String inPartition(int partition) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "user-" + i)
                .filter(user -> TWO.of(user) == partition)
                .findFirst()
                .orElseThrow();
    }
}
