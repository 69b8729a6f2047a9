package io.omnihub.conversation;

import static java.util.stream.Collectors.toUnmodifiableSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.message.Command;
import io.omnihub.message.Content;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.ReadMark;
import io.omnihub.message.Session;
import io.omnihub.message.SessionStatus;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SessionTests {

    @TempDir
    private Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-02T08:00:00Z"));
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private Databases databases;
    private Hub hub;

    @AfterEach
    void close() {
        hub.close();
        databases.close();
    }

    @OnBothDatabases
    void aFirstMessageOpensASession(Database.Kind kind) {
        open(kind);
        assertThat(session().status()).isEqualTo(SessionStatus.OPEN);
        assertThat(session().number()).isEqualTo(1);
        assertThat(session().assignee()).isEmpty();
    }

    @OnBothDatabases
    void aMessageWithinTheReopenWindowReopensTheSession(Database.Kind kind) {
        open(kind);
        hub.command("amy", new Command.Resolve(0));
        pass(Hub.REOPEN_WINDOW);
        hub.take(hub.text("amy", "m2", "one more thing"));

        assertThat(session().number()).isEqualTo(1);
        assertThat(session().status()).isEqualTo(SessionStatus.OPEN);
        assertThat(hub.kinds("amy")).endsWith("session.resolved", "session.reopened", "message.created");
    }

    /// Whoever missed the first answer must not be told that the session is resolved already.
    @OnBothDatabases
    void aCommandThatCameAgainIsAnsweredWithTheFirstResult(Database.Kind kind) {
        open(kind);
        Command resolve = new Command.Resolve(1);
        Outcome first =
                hub.submit(hub.conversation("amy"), "resolve-once", resolve).join();
        Outcome again =
                hub.submit(hub.conversation("amy"), "resolve-once", resolve).join();

        assertThat(first).isEqualTo(new Outcome.Stored(hub.id("amy"), 3, false));
        assertThat(again).isEqualTo(new Outcome.Stored(hub.id("amy"), 3, true));
    }

    @OnBothDatabases
    void aLaterMessageBeginsANewSession(Database.Kind kind) {
        open(kind);
        hub.command("amy", new Command.Resolve(0));
        pass(Hub.REOPEN_WINDOW.plusMillis(1));
        hub.take(hub.text("amy", "m2", "something new"));

        assertThat(session().number()).isEqualTo(2);
        assertThat(hub.conversations.sessions(Hub.TENANT, hub.id("amy")))
                .extracting(Session::number, Session::status)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, SessionStatus.RESOLVED),
                        org.assertj.core.groups.Tuple.tuple(2, SessionStatus.OPEN));
    }

    @OnBothDatabases
    void aMessageWakesAPendingSession(Database.Kind kind) {
        open(kind);
        hub.command("amy", new Command.Pend(0));
        assertThat(session().status()).isEqualTo(SessionStatus.PENDING);
        hub.take(hub.text("amy", "m2", "here it is"));
        assertThat(session().status()).isEqualTo(SessionStatus.OPEN);
    }

    @OnBothDatabases
    void whatTheContactMerelyDoesOpensNoSession(Database.Kind kind) {
        open(kind);
        hub.take(hub.event("bob", Keys.event("e1"), Message.of("", new Content.SystemEvent("unfollow", Map.of()))));
        assertThat(hub.conversation("bob").session()).isNull();
        assertThat(hub.kinds("bob")).containsExactly("message.created");
    }

    @OnBothDatabases
    void ofTwoAgentsWhoTakeTheSameSessionTheSecondIsRefused(Database.Kind kind) {
        open(kind);
        long revision = session().revision();
        assertThat(hub.command("amy", new Command.Assign("ann", revision))).isInstanceOf(Outcome.Stored.class);
        assertRefused(hub.command("amy", new Command.Assign("ben", revision)), Outcome.Reason.STALE);
        assertThat(session().assignee()).isEqualTo("ann");
    }

    @OnBothDatabases
    void aCommandThatTheStatusDoesNotAllowIsRefusedAndLeavesNoEntry(Database.Kind kind) {
        open(kind);
        hub.command("amy", new Command.Resolve(0));
        int entries = hub.entries("amy").size();
        assertRefused(hub.command("amy", new Command.Resolve(0)), Outcome.Reason.WRONG_STATUS);
        assertRefused(hub.command("amy", new Command.Assign("ann", 0)), Outcome.Reason.WRONG_STATUS);
        assertRefused(hub.command("amy", new Command.Pend(0)), Outcome.Reason.WRONG_STATUS);
        assertThat(hub.entries("amy")).hasSize(entries);
    }

    @OnBothDatabases
    void labelsAreAddedAndRemoved(Database.Kind kind) {
        open(kind);
        hub.command("amy", new Command.Label(Set.of("vip", "退货"), Set.of(), 0));
        hub.command("amy", new Command.Label(Set.of("late"), Set.of("vip"), 0));
        assertThat(session().labels()).containsExactlyInAnyOrder("退货", "late");
    }

    @OnBothDatabases
    void aSessionHasNoMoreThanAHundredLabelsInAll(Database.Kind kind) {
        open(kind);
        Set<String> hundred =
                IntStream.range(0, 100).mapToObj(i -> "label-" + i).collect(toUnmodifiableSet());
        hub.command("amy", new Command.Label(hundred, Set.of(), 0));
        int entries = hub.entries("amy").size();

        assertRefused(
                hub.command("amy", new Command.Label(Set.of("one more"), Set.of(), 0)), Outcome.Reason.WRONG_STATUS);
        assertThat(hub.entries("amy")).hasSize(entries);
        assertThat(session().labels()).hasSize(100);

        hub.command("amy", new Command.Label(Set.of("one more"), Set.of("label-0"), 0));
        assertThat(session().labels()).hasSize(100).contains("one more");
    }

    @OnBothDatabases
    void aReplyOfAKindThatTheChannelCantSendIsRefused(Database.Kind kind) {
        open(kind);
        Content place = new Content.Location(31.23, 121.47, "外滩", "");
        assertRefused(hub.command("amy", new Command.Reply(List.of(place), null, 0)), Outcome.Reason.NOT_CAPABLE);
    }

    @OnBothDatabases
    void anAgentsReplyTakesAnEndedSessionUpAgain(Database.Kind kind) {
        open(kind);
        hub.command("amy", new Command.Resolve(0));
        pass(Duration.ofDays(90));
        hub.command("amy", new Command.Reply(List.of(new Content.Text("it is back in stock")), null, 0));
        assertThat(session().number()).isEqualTo(1);
        assertThat(session().status()).isEqualTo(SessionStatus.OPEN);
    }

    @OnBothDatabases
    void whoHasWaitedLongestIsFirstAndALookMovesNobody(Database.Kind kind) {
        open(kind);
        for (String user : List.of("bob", "cai", "dan")) {
            pass(Duration.ofMinutes(1));
            hub.take(hub.text(user, "m-" + user, "hello"));
        }
        pass(Duration.ofMinutes(1));
        hub.take(hub.text("amy", "m2", "are you there?"));
        assertThat(users(Conversations.Order.WAITING)).containsExactly("amy", "bob", "cai", "dan");
        assertThat(users(Conversations.Order.MESSAGE)).containsExactly("amy", "dan", "cai", "bob");

        pass(Duration.ofMinutes(1));
        hub.command("cai", new ReadMark(MessageRef.of(2)));
        pass(Duration.ofMinutes(1));
        hub.command("bob", new Command.Note(List.of(new Content.Text("I know him")), 0));
        assertThat(users(Conversations.Order.WAITING)).containsExactly("amy", "bob", "cai", "dan");
        assertThat(users(Conversations.Order.MESSAGE)).containsExactly("amy", "dan", "cai", "bob");
        assertThat(users(Conversations.Order.CHANGED)).startsWith("bob", "cai", "amy");

        pass(Duration.ofMinutes(1));
        hub.command("bob", new Command.Reply(List.of(new Content.Text("hello")), null, 0));
        hub.command("dan", new Command.Resolve(0));
        assertThat(users(Conversations.Order.WAITING)).containsExactly("amy", "cai", "bob", "dan");
        pass(Duration.ofMinutes(1));
        hub.take(hub.event("bob", Keys.event("e2"), Message.of("", new Content.SystemEvent("unfollow", Map.of()))));
        assertThat(hub.conversation("bob").waitingSince()).isNull();
        hub.take(hub.text("bob", "m3", "one more thing"));
        assertThat(hub.conversation("bob").waitingSince()).isEqualTo(now.get());
    }

    /// The users whose conversations a list has, read in pages of one.
    private List<String> users(Conversations.Order order) {
        var all = new Conversations.Filter(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        List<Conversation> met = new ArrayList<>();
        List<Conversation> page = hub.conversations.list(Hub.TENANT, all, order, null, 1);
        while (!page.isEmpty()) {
            met.addAll(page);
            page = hub.conversations.list(Hub.TENANT, all, order, Conversations.Mark.of(order, met.getLast()), 1);
        }
        assertThat(hub.conversations.list(Hub.TENANT, all, order, null, 100)).isEqualTo(met);
        return met.stream().map(Conversation::thread).toList();
    }

    private void open(Database.Kind kind) {
        databases = TestDatabases.open(kind, directory);
        hub = new Hub(databases.database(), new Partitions(1), clock);
        hub.take(hub.text("amy", "m1", "hello"));
    }

    private Session session() {
        return Objects.requireNonNull(hub.conversation("amy").session());
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private static void assertRefused(Outcome outcome, Outcome.Reason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
