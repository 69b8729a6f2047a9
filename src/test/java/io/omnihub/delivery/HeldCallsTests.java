package io.omnihub.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.channel.PassiveAnswers;
import io.omnihub.conversation.Hub;
import io.omnihub.delivery.Delivery.State;
import io.omnihub.message.OutboundDelivery;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.FaultyDatabase;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class HeldCallsTests {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final ConcurrentLinkedQueue<OutboundMessage> bySender = new ConcurrentLinkedQueue<>();
    private FaultyDatabase database;
    private Hub hub;
    private Node node;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
    }

    @OnBothDatabases
    void aHeldCallGetsTheReplyBeforeTheSenderOfItsNode(Database.Kind kind) {
        open(kind);
        sender(node);
        CompletableFuture<Optional<OutboundMessage>> call = hold(node, "amy", LONG);
        DeliveryId id = node.reply("amy", "hello");
        OutboundMessage answer = call.orTimeout(30, TimeUnit.SECONDS).join().orElseThrow();
        assertThat(answer.delivery()).isEqualTo(id.toString());
        passive(node).sent(answer);

        assertThat(node.delivery(id).state()).isEqualTo(State.SENT);
        assertThat(bySender).isEmpty();
    }

    @OnBothDatabases
    void anAnswerThatWasNotWrittenGoesToTheSenderAtOnce(Database.Kind kind) {
        open(kind);
        sender(node);
        CompletableFuture<Optional<OutboundMessage>> call = hold(node, "amy", LONG);
        node.reply("amy", "hello");
        passive(node).notSent(call.orTimeout(30, TimeUnit.SECONDS).join().orElseThrow(), true);
        await().until(() -> bySender.size() == 1);
        assertThat(bySender.element().maybeRepeated()).isTrue();
        assertThat(bySender.element().attempt()).isEqualTo(2);
    }

    @OnBothDatabases
    void theSenderSendsWhatOthersAreToldMeanwhile(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("bob", "m2", "hi"));
        sender(node);
        CompletableFuture<Optional<OutboundMessage>> call = hold(node, "amy", Duration.ofSeconds(2));
        DeliveryId bob = node.reply("bob", "hello bob");
        await().until(() -> bySender.size() == 1);
        assertThat(bySender.element().delivery()).isEqualTo(bob.toString());
        assertThat(call.orTimeout(30, TimeUnit.SECONDS).join()).isEmpty();
        node.reply("amy", "late");
        await().until(() -> bySender.size() == 2);
    }

    @OnBothDatabases
    void aCallTakesWhatWaitsForARetry(Database.Kind kind) {
        open(kind);
        node.reply("amy", "hello");
        node.dispatch.unavailable(node.claimOne(), "the window is closed", false);
        assertThat(node.claim(1)).isEmpty();
        assertThat(passive(node).await(Hub.TENANT, Hub.INBOX, "amy", Duration.ZERO))
                .isPresent();
    }

    @OnBothDatabases
    void betweenTwoNodesTheClaimDecides(Database.Kind kind) {
        open(kind);
        Node other = node("node-2");
        sender(other);
        for (int i = 0; i < 10; i++) {
            CompletableFuture<Optional<OutboundMessage>> call = hold(node, "amy", Duration.ofMillis(500));
            DeliveryId id = node.reply("amy", "hello " + i);
            Optional<OutboundMessage> answer =
                    call.orTimeout(30, TimeUnit.SECONDS).join();
            answer.ifPresent(passive(node)::sent);
            await().until(() -> node.delivery(id).state() == State.SENT);
            long sent = bySender.stream()
                    .filter(message -> message.delivery().equals(id.toString()))
                    .count();
            assertThat(sent + (answer.isPresent() ? 1 : 0)).isEqualTo(1);
        }
    }

    @OnBothDatabases
    void whoIsNotKnownWaitsForNothing(Database.Kind kind) {
        open(kind);
        assertThat(passive(node).await(new TenantId("nobody"), Hub.INBOX, "amy", LONG))
                .isEmpty();
    }

    @OnBothDatabases
    void aCallIsLetGoWhileTheDatabaseIsAway(Database.Kind kind) {
        open(kind);
        database.away(true);
        assertThat(passive(node).await(Hub.TENANT, Hub.INBOX, "amy", LONG)).isEmpty();

        database.away(false);
        DeliveryId id = node.reply("amy", "hello");
        assertThat(node.claimOne().delivery()).isEqualTo(id.toString());
    }

    private void open(Database.Kind kind) {
        Databases databases = TestDatabases.open(kind, directory);
        open.add(databases);
        database = new FaultyDatabase(databases.database());
        hub = new Hub(database);
        open.add(hub);
        node = node("node-1");
        hub.take(hub.text("amy", "m1", "hi"));
    }

    private Node node(String owner) {
        Node made = new Node(hub, database, Clock.systemUTC(), owner);
        open.add(made);
        return made;
    }

    private PassiveAnswers passive(Node at) {
        return at.passive();
    }

    /// Waits as a callback does, and returns once it is known to wait.
    private CompletableFuture<Optional<OutboundMessage>> hold(Node at, String user, Duration longest) {
        CompletableFuture<Optional<OutboundMessage>> call = new CompletableFuture<>();
        Thread thread =
                Thread.ofPlatform().start(() -> call.complete(passive(at).await(Hub.TENANT, Hub.INBOX, user, longest)));
        // On a busy machine a short wait may have ended before anybody looks.
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING || call.isDone());
        return call;
    }

    /// Sends all that a node's API sender gets.
    private void sender(Node at) {
        AtomicBoolean running = new AtomicBoolean(true);
        var executor = Executors.newSingleThreadExecutor();
        executor.execute(() -> {
            while (running.get()) {
                Dispatch.Claimed claimed = at.dispatch.claim(Hub.CHANNEL, 10);
                for (OutboundDelivery message : claimed.messages()) {
                    bySender.add((OutboundMessage) message);
                    at.dispatch.sent(message, "");
                }
                try {
                    at.dispatch.await(Hub.CHANNEL, claimed);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        open.add(() -> {
            running.set(false);
            executor.shutdown();
            assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        });
    }
}
