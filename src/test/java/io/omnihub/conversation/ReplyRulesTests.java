package io.omnihub.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.TestClock;
import io.omnihub.channel.Ability;
import io.omnihub.channel.Capabilities;
import io.omnihub.channel.Capabilities.Allowance;
import io.omnihub.channel.TextLimit;
import io.omnihub.message.Command;
import io.omnihub.message.Content;
import io.omnihub.message.Direction;
import io.omnihub.message.Edit;
import io.omnihub.message.Entry;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Recall;
import io.omnihub.message.Receipt;
import io.omnihub.message.Sender;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class ReplyRulesTests {

    private static final Capabilities NARROW = new Capabilities(Set.of(), Duration.ofDays(2))
            .withText(TextLimit.ofBytes(10))
            .withMostReplies(3);

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();
    private Databases databases;
    private Hub hub;

    @AfterEach
    void close() {
        hub.close();
        databases.close();
    }

    @OnBothDatabases
    void aReplyAfterTheWindowIsRefusedWithTheTimeAtWhichItClosed(Database.Kind kind) {
        open(kind, NARROW);
        hub.take(hub.text("amy", "m1", "hello"));
        clock.forward(Duration.ofDays(2));
        assertThat(reply("hi")).isInstanceOf(Outcome.Stored.class);
        String until = clock.instant().toString();
        clock.forward(Duration.ofMillis(1));
        assertThat(refused(reply("hi"), Outcome.Reason.WINDOW_CLOSED)).contains("until " + until);
        assertThat(hub.command("amy", new Command.Note(List.of(new Content.Text("later")), 0)))
                .isInstanceOf(Outcome.Stored.class);
        hub.take(hub.text("amy", "m2", "hello?"));
        assertThat(reply("hi")).isInstanceOf(Outcome.Stored.class);
    }

    @OnBothDatabases
    void repliesInARowAreCountedAsThePlatformCountsThemWithoutThoseThatFailed(Database.Kind kind) {
        open(kind, NARROW);
        hub.take(hub.text("amy", "m1", "hello"));
        assertThat(refused(reply("a text of more than 30 bytes in all"), Outcome.Reason.NOT_CAPABLE))
                .contains("4 messages");
        Outcome.Stored two = (Outcome.Stored) reply("more than 10 bytes");
        assertThat(refused(reply("again so many"), Outcome.Reason.WINDOW_CLOSED))
                .contains("3 messages in a row");
        assertThat(reply("one")).isInstanceOf(Outcome.Stored.class);
        assertThat(refused(reply("one"), Outcome.Reason.WINDOW_CLOSED)).contains("contact says something");
        hub.command("amy", new Receipt(MessageRef.of(two.sequence()), Receipt.State.FAILED, "", "1", "no"));
        // In one batch the second one sees the first.
        List<CompletableFuture<Outcome>> together = IntStream.range(0, 3)
                .mapToObj(i -> hub.submit(
                        hub.conversation("amy"),
                        "reply-" + i,
                        new Command.Reply(List.of(new Content.Text("r" + i)), null, 0)))
                .toList();
        assertThat(together.stream().map(CompletableFuture::join).filter(Outcome.Stored.class::isInstance))
                .hasSize(2);
    }

    @OnBothDatabases
    void oneEditsAndTakesBackOnlyWhatOneHasSaidAndTheChannelCan(Database.Kind kind) {
        open(kind, new Capabilities(Set.of(), null).with(Set.of(Ability.RECALL, Ability.EDIT)));
        hub.take(hub.text("amy", "m1", "hello"));
        reply("helo");
        List<Content> words = List.of(new Content.Text("hello"));
        assertThat(hub.command("amy", new Command.EditMessage(3, words))).isInstanceOf(Outcome.Stored.class);
        refused(hub.command("amy", new Command.EditMessage(2, words)), Outcome.Reason.WRONG_STATUS);
        refused(hub.command("amy", new Command.EditMessage(9, words)), Outcome.Reason.UNKNOWN);
        refused(
                hub.command("amy", new Command.EditMessage(3, List.of(new Content.Location(1, 2, "", "")))),
                Outcome.Reason.NOT_CAPABLE);
        InboundEvent ofBob = hub.event(
                Hub.TENANT,
                "amy",
                "amy",
                "client:bob",
                Sender.agent("bob"),
                Direction.OUTBOUND,
                new Command.RecallMessage(3));
        refused(hub.engine.submit(ofBob).join(), Outcome.Reason.FORBIDDEN);
        assertThat(hub.command("amy", new Command.RecallMessage(3))).isInstanceOf(Outcome.Stored.class);
        refused(hub.command("amy", new Command.RecallMessage(3)), Outcome.Reason.WRONG_STATUS);
        refused(hub.command("amy", new Command.EditMessage(3, words)), Outcome.Reason.WRONG_STATUS);
        hub.command("amy", new Command.Note(words, 0));
        refused(hub.command("amy", new Command.RecallMessage(6)), Outcome.Reason.WRONG_STATUS);
        assertThat(hub.entries("amy").stream().map(Entry::change).filter(change -> !(change instanceof Message)))
                .contains(new Edit(MessageRef.of(3), words), new Recall(MessageRef.of(3)));
    }

    @OnBothDatabases
    void aTemplateIsTakenWhenNoReplyIsWhereTheChannelHasThem(Database.Kind kind) {
        Content template =
                new Content.Card("Shipped", List.of(), List.of(), null, Map.of(Content.Card.TEMPLATE, "T-1"));
        Capabilities cards = new Capabilities(Set.of(Content.Card.class), Duration.ofDays(2)).withMostReplies(1);
        open(kind, cards.with(Set.of(Ability.TEMPLATES)));
        hub.take(hub.text("amy", "m1", "hello"));
        for (int i = 0; i < 3; i++) {
            assertThat(reply(template)).isInstanceOf(Outcome.Stored.class);
        }
        assertThat(reply("hi")).isInstanceOf(Outcome.Stored.class);
        refused(reply("hi"), Outcome.Reason.WINDOW_CLOSED);
        clock.forward(Duration.ofDays(3));
        refused(reply("hi"), Outcome.Reason.WINDOW_CLOSED);
        assertThat(reply(template)).isInstanceOf(Outcome.Stored.class);
        hub.close();
        databases.close();

        open(kind, cards);
        hub.take(hub.text("amy", "m2", "hello"));
        assertThat(refused(reply(template), Outcome.Reason.NOT_CAPABLE)).contains("lacks the ability templates");
    }

    @OnBothDatabases
    void whatTheContactDoesOpensAShorterWindowThatAddsToWhatWasOpen(Database.Kind kind) {
        open(
                kind,
                NARROW.withOccasions(
                        Map.of("follow", new Allowance(Duration.ofMinutes(1), 2), "unfollow", Allowance.NOTHING)));
        hub.take(did("e1", "follow"));
        hub.take(did("e2", "dance"));
        assertThat(reply("1")).isInstanceOf(Outcome.Stored.class);
        assertThat(reply("2")).isInstanceOf(Outcome.Stored.class);
        assertThat(refused(reply("3"), Outcome.Reason.WINDOW_CLOSED)).contains("2 messages in a row");
        clock.forward(Duration.ofSeconds(61));
        assertThat(refused(reply("3"), Outcome.Reason.WINDOW_CLOSED)).contains("until");

        hub.take(hub.text("amy", "m1", "hello"));
        clock.forward(Duration.ofHours(47));
        hub.take(did("e3", "follow"));
        clock.forward(Duration.ofMinutes(2));
        // The one that began with a message is open still.
        assertThat(reply("4")).isInstanceOf(Outcome.Stored.class);
        clock.forward(Duration.ofHours(2));
        refused(reply("5"), Outcome.Reason.WINDOW_CLOSED);
        hub.take(did("e4", "follow"));
        assertThat(reply("6")).isInstanceOf(Outcome.Stored.class);
    }

    @OnBothDatabases
    void whoeverHasTurnedAwayIsToldNothingUntilTheyComeBack(Database.Kind kind) {
        open(
                kind,
                NARROW.withOccasions(
                        Map.of("follow", new Allowance(Duration.ofMinutes(1), 2), "unfollow", Allowance.NOTHING)));
        hub.take(hub.text("amy", "m1", "hello"));
        hub.take(did("e1", "unfollow"));
        assertThat(refused(reply("1"), Outcome.Reason.WINDOW_CLOSED)).contains("turned away");
        hub.take(did("e2", "follow"));
        assertThat(reply("2")).isInstanceOf(Outcome.Stored.class);
        clock.forward(Duration.ofMinutes(2));
        refused(reply("3"), Outcome.Reason.WINDOW_CLOSED);
        hub.take(hub.text("amy", "m2", "hello again"));
        assertThat(reply("4")).isInstanceOf(Outcome.Stored.class);
    }

    private InboundEvent did(String id, String event) {
        return hub.event(
                Hub.TENANT,
                "amy",
                "amy",
                "event:" + id,
                Sender.contact("amy"),
                Direction.INBOUND,
                Message.of("", new Content.SystemEvent(event, Map.of())));
    }

    @OnBothDatabases
    void aButtonToPressIsRefusedWhereNobodyWouldBeToldOfIt(Database.Kind kind) {
        Content button =
                new Content.Card("Right?", List.of(), List.of(new Content.Card.Button("Yes", "", "answer:yes")), null);
        Content link = new Content.Card(
                "Look", List.of(), List.of(new Content.Card.Button("Here", "https://shop.example/")), null);
        open(kind, new Capabilities(Set.of(Content.Card.class), null));
        hub.take(hub.text("amy", "m1", "hello"));
        assertThat(refused(reply(button), Outcome.Reason.NOT_CAPABLE)).contains("lacks the ability buttons");
        assertThat(reply(link)).isInstanceOf(Outcome.Stored.class);
    }

    @OnBothDatabases
    void whatLeadsIntoAnAppIsRefusedWhereTheContactsAppDoesNotOpenIt(Database.Kind kind) {
        open(
                kind,
                new Capabilities(Set.of(Content.Card.class, Content.Link.class), null).withSchemes(Set.of("myshop")));
        hub.take(hub.text("amy", "m1", "hello"));
        assertThat(refused(reply(leading("theirs://order/1024")), Outcome.Reason.NOT_CAPABLE))
                .contains("the contact's app does not open addresses that begin with theirs:.");
        assertThat(refused(reply(new Content.Link("theirs://order/1024", "", "", null)), Outcome.Reason.NOT_CAPABLE))
                .contains("begin with theirs:.");
        assertThat(reply(leading("MyShop://order/1024"))).isInstanceOf(Outcome.Stored.class);
        assertThat(reply(new Content.Link("myshop://order/1024", "", "", null))).isInstanceOf(Outcome.Stored.class);
        assertThat(reply(leading("https://shop.example/"))).isInstanceOf(Outcome.Stored.class);
    }

    private static Content leading(String address) {
        return new Content.Card("Look", List.of(), List.of(new Content.Card.Button("Here", address)), null);
    }

    @OnBothDatabases
    void whatThePlatformTookIsChangedForSoLongAndWhatWaitsAtAnyTime(Database.Kind kind) {
        open(
                kind,
                new Capabilities(Set.of(), null)
                        .with(Set.of(Ability.RECALL, Ability.EDIT))
                        .within(Ability.EDIT, Duration.ofHours(1))
                        .within(Ability.RECALL, Duration.ofHours(24)));
        hub.take(hub.text("amy", "m1", "hello"));
        Outcome.Stored sent = (Outcome.Stored) reply("sent");
        Outcome.Stored waits = (Outcome.Stored) reply("waits");
        clock.forward(Duration.ofHours(1));
        hub.command("amy", new Receipt(MessageRef.of(sent.sequence()), Receipt.State.ACCEPTED, "x1", "", ""));
        Instant until = clock.instant().plus(Duration.ofHours(1));
        clock.forward(Duration.ofHours(1));
        assertThat(edit(sent)).isInstanceOf(Outcome.Stored.class);
        clock.forward(Duration.ofMillis(1));
        assertThat(refused(edit(sent), Outcome.Reason.WINDOW_CLOSED))
                .isEqualTo("The channel test let this message be edited until %s.", until);
        assertThat(edit(waits)).isInstanceOf(Outcome.Stored.class);
        clock.forward(Duration.ofHours(23));
        // A later receipt begins no new time.
        hub.command("amy", new Receipt(MessageRef.of(sent.sequence()), Receipt.State.READ, "", "", ""));
        assertThat(refused(
                        hub.command("amy", new Command.RecallMessage(sent.sequence())), Outcome.Reason.WINDOW_CLOSED))
                .isEqualTo(
                        "The channel test let this message be taken back until %s.", until.plus(Duration.ofHours(23)));
        assertThat(hub.command("amy", new Command.RecallMessage(waits.sequence())))
                .isInstanceOf(Outcome.Stored.class);
    }

    private Outcome edit(Outcome.Stored said) {
        return hub.command("amy", new Command.EditMessage(said.sequence(), List.of(new Content.Text("other"))));
    }

    @OnBothDatabases
    void whereTheChannelCantNobodyIsAsked(Database.Kind kind) {
        open(kind, NARROW);
        hub.take(hub.text("amy", "m1", "hello"));
        reply("hi");
        refused(hub.command("amy", new Command.RecallMessage(3)), Outcome.Reason.NOT_CAPABLE);
        refused(
                hub.command("amy", new Command.EditMessage(3, List.of(new Content.Text("x")))),
                Outcome.Reason.NOT_CAPABLE);
    }

    @OnBothDatabases
    void copiesAreRefusedWhereTheChannelSendsNone(Database.Kind kind) {
        Command.Reply copied =
                new Command.Reply(List.of(new Content.Text("hi")), null, List.of("sales@example.com"), List.of(), 0);
        open(kind, NARROW);
        hub.take(hub.text("amy", "m1", "hello"));
        assertThat(refused(hub.command("amy", copied), Outcome.Reason.NOT_CAPABLE))
                .contains("lacks the ability copies");
        hub.close();
        databases.close();

        open(kind, NARROW.with(Set.of(Ability.COPIES)));
        hub.take(hub.text("amy", "m2", "hello"));
        assertThat(hub.command("amy", copied)).isInstanceOf(Outcome.Stored.class);
    }

    private Outcome reply(String text) {
        return reply(new Content.Text(text));
    }

    private Outcome reply(Content part) {
        return hub.command("amy", new Command.Reply(List.of(part), null, 0));
    }

    private static String refused(Outcome outcome, Outcome.Reason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
        return ((Outcome.Refused) outcome).detail();
    }

    private void open(Database.Kind kind, Capabilities capabilities) {
        databases = TestDatabases.open(kind, directory);
        hub = new Hub(databases.database(), new Partitions(1), clock, capabilities);
    }
}
