package io.omnihub.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.log.LogFeed;
import io.omnihub.log.LogTail;
import io.omnihub.loop.Loops;
import io.omnihub.message.Entry;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class FollowingTests {

    @TempDir
    private Path directory;

    private Databases databases;
    private Hub hub;

    @AfterEach
    void close() {
        hub.close();
        databases.close();
    }

    @OnBothDatabases
    void aFollowerSeesEveryEntryOnceAndInOrderWhileTwoNodesWrite(Database.Kind kind) throws InterruptedException {
        open(kind);
        try (Hub other = new Hub(databases.database())) {
            for (int i = 0; i < 2_000; i++) {
                Hub one = i % 3 == 0 ? other : hub;
                var _ = one.engine.take(one.text("user" + i % 3, "m" + i, "text"), false);
            }
            assertThat(follow(hub.feed, 0, 2_003)).containsExactlyElementsOf(numbers(1, 2_003));
        }
    }

    @OnBothDatabases
    void aFollowerThatIsFarBehindReadsTheTable(Database.Kind kind) throws InterruptedException {
        open(kind);
        for (int i = 0; i < 100; i++) {
            hub.take(hub.text("amy", "m" + i, "text"));
        }
        LogFeed late = new LogFeed(1, Duration.ofDays(1), hub.reader, new LogTail(), Loops.unobserved());
        late.start();
        assertThat(follow(late, 20, 81)).containsExactlyElementsOf(numbers(21, 101));
        assertThat(late.next(0, 101, 10, Duration.ofMillis(150), _ -> true)).isEmpty();
        late.stop();
    }

    private void open(Database.Kind kind) {
        databases = TestDatabases.open(kind, directory);
        hub = new Hub(databases.database());
    }

    private static List<Long> follow(LogFeed feed, long position, int count) throws InterruptedException {
        List<Long> seen = new ArrayList<>();
        long last = position;
        while (seen.size() < count) {
            List<Entry> entries = feed.next(0, last, 100, Duration.ofSeconds(20), _ -> true);
            assertThat(entries).isNotEmpty();
            entries.forEach(entry -> seen.add(entry.position()));
            last = entries.getLast().position();
        }
        return seen;
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
