package io.omnihub.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.identity.Credential;
import io.omnihub.identity.Role;
import io.omnihub.log.LogReader;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.TenantId;
import io.omnihub.message.Visibility;
import io.omnihub.web.Api;
import io.omnihub.web.Api.Answer;
import io.omnihub.web.RunningHub;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Waiting for entries.
final class LongPollTests {

    private static final Credential READER = Credential.visitor(TenantId.DEFAULT, "somebody", Instant.MAX);

    @Test
    void aWaitEndsWhenAnEntryIsCommitted() {
        RunningHub hub = RunningHub.shared();
        Api agent = hub.as(Role.AGENT);
        String user = RunningHub.newUser();
        ConversationId id = hub.say(TenantId.DEFAULT, user, new Content.Text("One"));

        CompletableFuture<Answer> waiting = poll(agent, id, 30);
        awaitWaiting(hub, 1);
        hub.begin(TenantId.DEFAULT, "Somebody else");
        assertThat(waiting).isNotDone();
        hub.say(TenantId.DEFAULT, user, new Content.Text("Two"));

        Answer answer = waiting.orTimeout(5, TimeUnit.SECONDS).join();
        assertThat(answer.json().path("items")).hasSize(1);
        assertThat(answer.json().path("after").asLong()).isEqualTo(3);
        awaitWaiting(hub, 0);
    }

    @Test
    void aWaitEndsInTimeWithoutAnEntry() {
        RunningHub hub = RunningHub.shared();
        ConversationId id = hub.begin(TenantId.DEFAULT, "One");

        Answer answer =
                poll(hub.as(Role.AGENT), id, 1).orTimeout(10, TimeUnit.SECONDS).join();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("items")).isEmpty();
        assertThat(answer.json().path("after").asLong()).isEqualTo(2);
    }

    @Test
    void aWaitIsThirtySecondsAtMost() {
        RunningHub hub = RunningHub.shared();
        ConversationId id = hub.begin(TenantId.DEFAULT, "One");

        assertThat(poll(hub.as(Role.AGENT), id, 31).join().status()).isEqualTo(400);
    }

    @Test
    @Timeout(30)
    void aWaitThatBeginsWhileTheHubStopsIsOverAtOnce() throws InterruptedException {
        EntryWatch watch = RunningHub.shared().bean(EntryWatch.class);
        watch.stop();
        try {
            List<Entry> found =
                    watch.await(READER, new ConversationId(UUID.randomUUID().toString()), Duration.ofDays(1), List::of);
            assertThat(found).isEmpty();
        } finally {
            watch.start();
        }
        assertThat(watch.size()).isZero();
    }

    @Test
    void anEntryThatTheReaderDoesNotSeeEndsNoWait() {
        RunningHub hub = RunningHub.shared();
        String user = RunningHub.newUser();
        ConversationId id = hub.say(TenantId.DEFAULT, user, new Content.Text("One"));
        Entry entry = hub.bean(LogReader.class)
                .ofConversation(TenantId.DEFAULT, id, 0, 1, Visibility.AGENTS)
                .getFirst();
        AtomicInteger reads = new AtomicInteger();

        CompletableFuture<List<Entry>> waiting = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return hub.bean(EntryWatch.class)
                                .await(
                                        READER,
                                        id,
                                        Duration.ofDays(1),
                                        () -> reads.incrementAndGet() < 4 ? List.of() : List.of(entry));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
        for (int read = 2; read < 4; read++) {
            int seen = read;
            await().until(() -> reads.get() >= seen);
            hub.say(TenantId.DEFAULT, user, new Content.Text("More"));
        }

        assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join()).containsExactly(entry);
    }

    @Test
    void manyWaitAtOnce() {
        RunningHub hub = RunningHub.shared();
        Api agent = hub.as(Role.AGENT);
        String user = RunningHub.newUser();
        ConversationId id = hub.say(TenantId.DEFAULT, user, new Content.Text("One"));

        var all = IntStream.range(0, 100).mapToObj(_ -> poll(agent, id, 30)).toList();
        awaitWaiting(hub, 100);
        hub.say(TenantId.DEFAULT, user, new Content.Text("Two"));

        assertThat(all)
                .allSatisfy(waiting -> assertThat(waiting.orTimeout(10, TimeUnit.SECONDS)
                                .join()
                                .json()
                                .path("items"))
                        .hasSize(1));
    }

    @Test
    void aWaitEndsWhenTheHubStops(@TempDir Path data) {
        RunningHub hub = RunningHub.start(data);
        try {
            ConversationId id = hub.begin(TenantId.DEFAULT, "One");
            CompletableFuture<Answer> waiting = poll(hub.as(Role.AGENT), id, 30);
            awaitWaiting(hub, 1);

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(hub::close);

            Answer answer = waiting.orTimeout(10, TimeUnit.SECONDS).join();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("items")).isEmpty();
            stopped.orTimeout(30, TimeUnit.SECONDS).join();
        } finally {
            hub.close();
        }
    }

    private static CompletableFuture<Answer> poll(Api api, ConversationId id, int seconds) {
        return CompletableFuture.supplyAsync(
                () -> api.get("/api/v1/conversations/" + id + "/entries?after=2&wait=" + seconds),
                task -> Thread.ofVirtual().start(task));
    }

    private static void awaitWaiting(RunningHub hub, int count) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> hub.bean(EntryWatch.class).size() == count);
    }
}
