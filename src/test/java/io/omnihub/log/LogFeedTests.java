package io.omnihub.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.conversation.Hub;
import io.omnihub.loop.Loops;
import io.omnihub.message.Entry;
import io.omnihub.message.EntryKind;
import io.omnihub.message.Message;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.FaultyDatabase;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// The one reader of the table that feeds all others.
class LogFeedTests {

    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    private Path directory;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Databases databases;
    private FaultyDatabase faulty;
    private Hub hub;

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @OnBothDatabases
    void aFollowerSleepsThroughWhatDoesNotConcernItAndLeavesNoneOut(Database.Kind kind) {
        LogFeed feed = open(kind, NEVER);
        CompletableFuture<List<Entry>> concerned = follow(feed, 0, entry -> says(entry, "wanted"));
        CompletableFuture<List<Entry>> curious = follow(feed, 0, _ -> true);

        hub.take(hub.text("amy", "m1", "hello"));
        assertThat(join(curious)).isNotEmpty();
        hub.take(hub.text("amy", "m2", "hello"));
        assertThat(concerned).isNotDone();
        hub.take(hub.text("amy", "m3", "wanted"));

        assertThat(join(concerned)).extracting(Entry::position).containsExactly(1L, 2L, 3L, 4L);
    }

    @OnBothDatabases
    void aFollowerThatCanNotTellWhatConcernsItIsWoken(Database.Kind kind) {
        LogFeed feed = open(kind, NEVER);
        CompletableFuture<List<Entry>> puzzled = follow(feed, 0, _ -> {
            throw new IllegalStateException("it is broken");
        });
        hub.take(hub.text("amy", "m1", "hello"));

        assertThat(join(puzzled)).isNotEmpty();
    }

    @OnBothDatabases
    void aFollowerWakesWhileItStillFindsWhatItSleptThroughInMemory(Database.Kind kind) {
        LogFeed feed = open(kind, NEVER);
        CompletableFuture<List<Entry>> asleep = follow(feed, 0, _ -> false);

        IntStream.range(0, 2_000)
                .mapToObj(i -> hub.engine.take(hub.text("amy", "m" + i, "hello"), false))
                .toList()
                .forEach(LogFeedTests::join);

        assertThat(join(asleep))
                .hasSize(100)
                .first()
                .extracting(Entry::position)
                .isEqualTo(1L);
    }

    @OnBothDatabases
    void whatAnotherNodeWroteIsReadOnceForAll(Database.Kind kind) {
        LogFeed feed = open(kind, NEVER);
        List<Entry> shown = new CopyOnWriteArrayList<>();
        feed.listen(shown::addAll);
        List<CompletableFuture<List<Entry>>> followers =
                IntStream.range(0, 5).mapToObj(_ -> follow(feed, 0, _ -> true)).toList();
        int reads = faulty.reads();
        try (Hub other = new Hub(databases.database())) {
            other.take(other.text("amy", "m1", "hello"));
        }
        hub.tail.told(0, 2);

        followers.forEach(follower -> assertThat(join(follower)).hasSize(2));
        assertThat(shown).hasSize(2);
        assertThat(faulty.reads() - reads).isEqualTo(1);
    }

    @OnBothDatabases
    void aLostWordCostsNoMoreThanTheNextLook(Database.Kind kind) {
        LogFeed feed = open(kind, Duration.ofMillis(300));
        CompletableFuture<List<Entry>> follower = follow(feed, 0, _ -> true);
        try (Hub other = new Hub(databases.database())) {
            other.take(other.text("amy", "m1", "hello"));
        }

        assertThat(join(follower)).hasSize(2);
    }

    /// Nobody hands over what was committed without anybody's knowledge; whoever sends it again brings it to light.
    @OnBothDatabases
    void aCommitWhoseAnswerWasLostIsFoundWithoutALook(Database.Kind kind) {
        LogFeed feed = open(kind, NEVER);
        hub.take(hub.text("amy", "m1", "hello"));
        CompletableFuture<List<Entry>> follower = follow(feed, 2, _ -> true);
        faulty.loseAnswers(1);

        hub.take(hub.text("amy", "m2", "there"));

        assertThat(join(follower)).singleElement().matches(entry -> says(entry, "there"));
    }

    @OnBothDatabases
    void aFaultOfAListenerReachesNeitherTheOthersNorTheFeed(Database.Kind kind) {
        LogFeed feed = open(kind, NEVER);
        List<Entry> shown = new CopyOnWriteArrayList<>();
        feed.listen(_ -> {
            throw new IllegalStateException("it is broken");
        });
        feed.listen(_ -> {
            throw new StackOverflowError("and this even more");
        });
        feed.listen(shown::addAll);

        hub.take(hub.text("amy", "m1", "hello"));
        hub.take(hub.text("amy", "m2", "there"));

        await().until(() -> shown.size() >= 3);
        assertThat(shown).extracting(Entry::position).containsExactly(1L, 2L, 3L);
        assertThat(shown).extracting(Entry::kind).contains(EntryKind.MESSAGE_CREATED);
    }

    private LogFeed open(Database.Kind kind, Duration look) {
        databases = TestDatabases.open(kind, directory);
        open.push(databases);
        faulty = new FaultyDatabase(databases.database());
        hub = new Hub(faulty);
        open.push(hub);
        hub.feed.stop();
        LogFeed feed = new LogFeed(1, look, hub.reader, hub.tail, Loops.unobserved());
        feed.start();
        open.push(feed::stop);
        // It knows where it begins.
        CompletableFuture<List<Entry>> begun = follow(feed, -1, _ -> true);
        await().until(begun::isDone);
        return feed;
    }

    private static CompletableFuture<List<Entry>> follow(LogFeed feed, long position, Predicate<Entry> concerns) {
        CompletableFuture<List<Entry>> entries = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                entries.complete(feed.next(0, position, 100, NEVER, concerns));
            } catch (InterruptedException | RuntimeException e) {
                entries.completeExceptionally(e);
            }
        });
        return entries;
    }

    private static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static boolean says(Entry entry, String text) {
        return entry.change() instanceof Message message
                && message.parts().toString().contains(text);
    }
}
