package io.omnihub.delivery;

import static io.omnihub.delivery.Node.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.omnihub.TestClock;
import io.omnihub.channel.Capabilities;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.Hold;
import io.omnihub.channel.Sent;
import io.omnihub.channel.TextLimit;
import io.omnihub.channel.send.Call;
import io.omnihub.channel.send.LongText;
import io.omnihub.channel.send.Outgoing;
import io.omnihub.conversation.BusyException;
import io.omnihub.conversation.Engine;
import io.omnihub.conversation.Hub;
import io.omnihub.conversation.Outcome;
import io.omnihub.conversation.Partitions;
import io.omnihub.delivery.Delivery.State;
import io.omnihub.errand.Called;
import io.omnihub.message.Command;
import io.omnihub.message.Content;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.Keys;
import io.omnihub.message.Media;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Outbound;
import io.omnihub.message.OutboundDelivery;
import io.omnihub.message.OutboundEdit;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.OutboundRead;
import io.omnihub.message.OutboundRecall;
import io.omnihub.message.OutboundTyping;
import io.omnihub.message.PlatformCall;
import io.omnihub.message.Receipt;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.FaultyDatabase;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTests {

    @TempDir
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final TestClock clock = new TestClock();
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
    void aReplyIsGivenOutOnceAndTheLogIsToldThatThePlatformTookIt(Database.Kind kind) {
        open(kind);
        DeliveryId id = node.reply("amy", "hello");

        OutboundMessage message = node.claimOne();
        assertThat(text(message)).isEqualTo("hello");
        assertThat(message.thread()).isEqualTo("amy");
        assertThat(message.delivery()).isEqualTo(id.toString());
        assertThat(message.attempt()).isEqualTo(1);
        assertThat(message.maybeRepeated()).isFalse();
        assertThat(node.claim(10)).isEmpty();

        node.dispatch.sent(message, "p1");
        node.tell();

        assertThat(node.delivery(id).state()).isEqualTo(State.SENT);
        assertThat(node.delivery(id).externalId()).isEqualTo("p1");
        assertThat(node.receipts("amy"))
                .containsExactly(new Receipt(MessageRef.of(id.sequence()), Receipt.State.ACCEPTED, "p1", "", ""));
        assertThat(node.claim(10)).isEmpty();
    }

    @OnBothDatabases
    void whatIsHeldWaitsOnAllNodesAndGoesOutInItsOrder(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("bob", "m2", "hi"));
        node.reply("amy", "a1");
        node.dispatch.unavailable(node.claimOne(), "busy", false);
        clock.forward(Duration.ofSeconds(1));
        node.reply("bob", "b1");
        clock.forward(Duration.ofSeconds(1));
        Hold hold = node.holds.hold(Hub.TENANT, Hub.CHANNEL, Hub.INBOX, Hold.Mode.PAUSE, "li");
        DeliveryId a2 = node.reply("amy", "a2");
        Node other = new Node(hub, database, clock, "other");
        open.add(other);

        for (Node each : List.of(node, other)) {
            assertThat(each.claim(10)).isEmpty();
            assertThat(each.passive().await(Hub.TENANT, Hub.INBOX, "bob", Duration.ofMillis(1)))
                    .isEmpty();
        }
        assertThat(node.holds.counts().waiting(hold)).isEqualTo(3);
        assertThat(node.holds.counts().underWay(hold)).isZero();
        // Longer than anything may wait.
        clock.forward(Duration.ofDays(3));
        node.tell();
        assertThat(node.claim(10)).isEmpty();
        assertThat(node.delivery(a2).state()).isEqualTo(State.PENDING);

        assertThat(other.holds.release(Hub.TENANT, Hub.CHANNEL, Hub.INBOX, "li"))
                .isTrue();
        node.tell();
        DeliveryId b2 = node.reply("bob", "b2");
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Node sending = i % 2 == 0 ? node : other;
            OutboundMessage next = sending.claimOne();
            sent.add(text(next));
            sending.dispatch.sent(next, "p" + i);
        }
        assertThat(sent).containsExactly("a1", "b1", "a2", "b2");
        assertThat(node.delivery(b2).state()).isEqualTo(State.SENT);
        assertThat(node.holds.release(Hub.TENANT, Hub.CHANNEL, Hub.INBOX, "li")).isFalse();
    }

    @OnBothDatabases
    void aChannelIsHeldAsAWholeAndDrainedOnceWhatIsUnderWayHasEnded(Database.Kind kind) {
        open(kind);
        node.reply("amy", "a1");
        node.reply("amy", "a2");
        OutboundMessage a1 = node.claimOne();

        Hold hold = node.holds.hold(Hub.TENANT, Hub.CHANNEL, null, Hold.Mode.DRAIN, "li");

        assertThat(node.holds.of(Hub.TENANT, Hub.CHANNEL, Hub.INBOX)).contains(hold);
        assertThat(node.holds.of(Hub.TENANT, Hub.CHANNEL, new InboxId("to-come")))
                .contains(hold);
        assertThat(node.holds.of(new TenantId("other"), Hub.CHANNEL, Hub.INBOX)).isEmpty();
        assertThat(node.holds.counts().underWay(hold)).isEqualTo(1);
        assertThat(node.holds
                        .counts()
                        .underWay(new Hold(
                                Hub.TENANT,
                                Hub.CHANNEL,
                                new InboxId("to-come"),
                                hold.mode(),
                                hold.who(),
                                hold.since())))
                .as("of another inbox of the channel")
                .isZero();
        node.dispatch.sent(a1, "p1");
        assertThat(node.holds.counts().underWay(hold)).isZero();
        assertThat(node.claim(10)).isEmpty();
        assertThat(node.holds.release(Hub.TENANT, Hub.CHANNEL, Hub.INBOX, "li"))
                .as("the inbox itself")
                .isFalse();
        assertThat(node.claim(10)).isEmpty();
        // It is what it was last told to be.
        node.holds.hold(Hub.TENANT, Hub.CHANNEL, null, Hold.Mode.PAUSE, "li");
        assertThat(node.claim(10)).isEmpty();
        node.holds.release(Hub.TENANT, Hub.CHANNEL, null, "li");
        assertThat(text(node.claimOne())).isEqualTo("a2");
    }

    @OnBothDatabases
    void whatCustomersSayAndWhatCameFromThePlatformIsNotSentThere(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m2", "again"));
        node.reply("amy", "hello");
        assertThat(node.deliveries.list(Hub.TENANT, all(), null, 10)).hasSize(1);
    }

    @OnBothDatabases
    void aConversationsNextMessageWaitsUntilTheOneBeforeHasEnded(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("bob", "m2", "hi"));
        node.reply("amy", "a1");
        node.reply("amy", "a2");
        node.reply("bob", "b1");
        node.reply("amy", "a3");

        List<OutboundMessage> first = node.claim(10);
        assertThat(first).extracting(Node::text).containsExactlyInAnyOrder("a1", "b1");
        OutboundMessage a1 = first.stream()
                .filter(message -> text(message).equals("a1"))
                .findFirst()
                .orElseThrow();
        node.dispatch.unavailable(a1, "busy", false);
        assertThat(node.claim(10)).isEmpty();
        clock.forward(Duration.ofSeconds(5));
        OutboundMessage again = node.claimOne();
        assertThat(text(again)).isEqualTo("a1");
        node.dispatch.rejected(again, "43", "blocked");
        assertThat(text(node.claimOne())).isEqualTo("a2");
    }

    @OnBothDatabases
    void thePlatformIsLeftAloneForAsLongAsItAskedFor(Database.Kind kind) {
        open(kind);
        node.reply("amy", "hello");
        node.dispatch.unavailable(node.claimOne(), "called too often", false, Duration.ofMinutes(30));
        clock.forward(Duration.ofMinutes(29));
        assertThat(node.claim(10)).isEmpty();
        clock.forward(Duration.ofMinutes(2));
        assertThat(text(node.claimOne())).isEqualTo("hello");
    }

    @OnBothDatabases
    void twoNodesNeverGetTheSameMessageAndKeepEachConversationsOrder(Database.Kind kind) throws Exception {
        open(kind);
        Node other = node("node-2");
        for (int user = 0; user < 10; user++) {
            hub.take(hub.text("user" + user, "m-" + user, "hi"));
            for (int i = 0; i < 10; i++) {
                node.reply("user" + user, user + "." + i);
            }
        }
        ConcurrentLinkedQueue<String> sent = new ConcurrentLinkedQueue<>();
        List<Thread> senders =
                List.of(sender(node, sent), sender(other, sent), sender(node, sent), sender(other, sent));
        for (Thread sender : senders) {
            sender.join();
        }

        assertThat(sent).hasSize(100).doesNotHaveDuplicates();
        for (int user = 0; user < 10; user++) {
            String prefix = user + ".";
            assertThat(sent.stream().filter(text -> text.startsWith(prefix))).isSorted();
        }
    }

    @OnBothDatabases
    void aClaimThatEndedWithoutAnOutcomeIsGivenOutAgainMarkedAsMaybeRepeated(Database.Kind kind) {
        open(kind);
        DeliveryId id = node.reply("amy", "hello");
        OutboundMessage lost = node.claimOne();
        clock.forward(Node.SETTINGS.claim().minusMillis(1));
        assertThat(node.claim(1)).isEmpty();
        clock.forward(Duration.ofMillis(1));

        OutboundMessage again = node("node-2").claimOne();
        assertThat(again.maybeRepeated()).isTrue();
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.delivery()).isEqualTo(lost.delivery());
        assertThat(node.delivery(id).maybeRepeated()).isTrue();

        // Whoever has lost the claim changes nothing any more.
        node.dispatch.rejected(lost, "1", "late");
        assertThat(node.delivery(id).state()).isEqualTo(State.CLAIMED);
    }

    @OnBothDatabases
    void aNodeThatTakesLongerThanItsClaimDoesNotSendTheSameBesideItself(Database.Kind kind) {
        open(kind);
        node.reply("amy", "hello");
        OutboundMessage slow = node.claimOne();
        hub.take(hub.text("bob", "m2", "hi"));
        DeliveryId other = node.reply("bob", "hello");
        clock.forward(Node.SETTINGS.claim());
        assertThat(node.claimOne().delivery()).isEqualTo(other.toString());
        assertThat(node.claim(10)).isEmpty();

        node.dispatch.unavailable(slow, "no access token", false);
        clock.forward(Duration.ofMinutes(1));
        OutboundMessage again = node.claimOne();
        assertThat(again.delivery()).isEqualTo(slow.delivery());
        assertThat(again.maybeRepeated()).isFalse();

        // One that never tells its outcome does not keep it for ever.
        clock.forward(Node.SETTINGS.claim().multipliedBy(3));
        assertThat(node.claim(10)).extracting(OutboundMessage::delivery).contains(slow.delivery());
    }

    @OnBothDatabases
    void aMessageOfSeveralCallsGoesOnWhereItWasOnAnotherNode(Database.Kind kind) {
        open(kind);
        Node other = node("node-2");
        DeliveryId id = node.reply("amy", "hello");
        OutboundMessage first = node.claimOne();
        assertThat(first.calls()).isEmpty();
        List<PlatformCall> made = new ArrayList<>(List.of(new PlatformCall(0, 3, -7, "p1")));
        node.dispatch.record(first, made, false, Duration.ZERO);
        // Its claim lasts on from the last record: then the node is gone.
        clock.forward(Node.SETTINGS.claim().minusMillis(1));
        made.add(new PlatformCall(0, 5, 9, "p2"));
        node.dispatch.record(first, made, false, Duration.ZERO);
        clock.forward(Node.SETTINGS.claim().minusMillis(1));
        assertThat(other.claim(1)).isEmpty();
        clock.forward(Duration.ofMillis(1));

        OutboundMessage again = other.claimOne();
        assertThat(again.calls()).isEqualTo(made);
        assertThat(again.maybeRepeated()).isTrue();
        assertThatThrownBy(() -> node.dispatch.record(first, made, false, Duration.ZERO))
                .isInstanceOf(ChannelUnavailableException.class);
        made.add(new PlatformCall(1, 0, 0, "p3"));
        other.dispatch.record(again, made, false, Duration.ZERO);
        other.dispatch.sent(again, new Sent(List.of("p1", "p2", "p3", "p4"), Duration.ZERO), false);
        other.tell();

        // Only of the call that the crash was before nobody knows.
        assertThat(node.calls(id))
                .extracting(Called::result, Called::maybeRepeated)
                .containsExactly(tuple("p1", false), tuple("p2", false), tuple("p3", true));
        assertThat(node.delivery(id).externalIds()).containsExactly("p1", "p2", "p3", "p4");
        assertThat(node.receipts("amy"))
                .containsExactly(new Receipt(
                        MessageRef.of(id.sequence()),
                        Receipt.State.ACCEPTED,
                        "p1",
                        List.of("p2", "p3", "p4"),
                        "",
                        "",
                        true));
    }

    @OnBothDatabases
    void whatMayHaveBeenTakenIsSentAgainInTheSamePiecesUnderTheSameKeysWhateverTheChannelCanDoThen(Database.Kind kind) {
        open(kind);
        Node other = node("node-2");
        Content picture = new Content.Image(Media.stored("0".repeat(64), "image/png", 7, "map.png"));
        DeliveryId id = node.reply("amy", new Content.Text("one two three four five"), picture);
        node.can(limited(Set.of(), TextLimit.ofCharacters(10)));
        List<Call<Said>> first = calls(node.claimOne(), TextLimit.ofCharacters(10));
        assertThat(first).extracting(call -> call.content().text()).contains("one two ", "three ", "four five");

        // The node is gone after a call that nobody has recorded; another one takes longer texts, and pictures.
        clock.forward(Node.SETTINGS.claim());
        other.can(limited(Set.of(Content.Image.class), TextLimit.ofBytes(100)));
        OutboundMessage again = other.claimOne();
        assertThat(again.maybeRepeated()).isTrue();
        assertThat(calls(again, TextLimit.ofBytes(100)))
                .extracting(Call::key, Call::content)
                .isEqualTo(first.stream()
                        .map(call -> tuple(call.key(), call.content()))
                        .toList());

        // Nor does a person's wish to try it again change what may have come.
        other.dispatch.rejected(again, "43", "blocked", true);
        other.tell();
        assertThat(other.deliveries.replay(Hub.TENANT, id)).isTrue();
        assertThat(calls(other.claimOne(), TextLimit.ofBytes(100)))
                .extracting(Call::key)
                .isEqualTo(first.stream().map(Call::key).toList());
    }

    @OnBothDatabases
    void whatSurelyDidNotComeIsCutAnewWhereAPersonHasItTriedAgain(Database.Kind kind) {
        open(kind);
        node.can(limited(Set.of(), null));
        DeliveryId id = node.reply("amy", "one two three");
        node.dispatch.rejected(node.claimOne(), "45002", "too long");
        node.tell();
        node.can(limited(Set.of(), TextLimit.ofUtf16(8)));
        assertThat(node.deliveries.replay(Hub.TENANT, id)).isTrue();

        OutboundMessage again = node.claimOne();
        assertThat(calls(again, null)).extracting(call -> call.content().text()).containsExactly("one two ", "three");
        node.dispatch.unavailable(again, "busy", false);
        node.can(limited(Set.of(), null));
        clock.forward(Duration.ofSeconds(5));
        assertThat(calls(node.claimOne(), null)).hasSize(2);
    }

    private static Capabilities limited(Set<Class<? extends Content>> kinds, @Nullable TextLimit limit) {
        Capabilities can = new Capabilities(kinds, null);
        return limit == null ? can : can.withText(limit);
    }

    /// The calls that a channel makes of a message of texts.
    private static List<Call<Said>> calls(OutboundMessage message, @Nullable TextLimit now) {
        List<Said> said = message.message().parts().stream()
                .map(part -> new Said(((Content.Text) part).text()))
                .toList();
        return new Outgoing<>(message, said, now).left();
    }

    private record Said(String text) implements LongText<Said> {

        @Override
        public Said withText(String piece) {
            return new Said(piece);
        }
    }

    @OnBothDatabases
    void whereThePlatformKnowsTheKeysOfItsCallsACrashLeavesNoDoubt(Database.Kind kind) {
        open(kind);
        Duration known = Duration.ofHours(1);
        DeliveryId one = node.reply("amy", "one call");
        node("gone").claimOne();
        clock.forward(Node.SETTINGS.claim());
        OutboundMessage again = node.claimOne();
        assertThat(again.maybeRepeated()).isTrue();
        node.dispatch.sent(again, new Sent(List.of("p1"), known), true);
        assertThat(node.delivery(one).maybeRepeated()).isFalse();

        DeliveryId two = node.reply("amy", "two calls");
        node("gone").claimOne();
        clock.forward(Node.SETTINGS.claim());
        OutboundMessage second = node.claimOne();
        node.dispatch.record(second, List.of(new PlatformCall(0, 0, 0, "p2")), false, known);
        assertThat(node.delivery(two).maybeRepeated()).isFalse();

        // What comes after that time may come twice.
        clock.forward(known);
        OutboundMessage late = node.claimOne();
        node.dispatch.sent(late, new Sent(List.of("p2", "p3"), known), false);
        assertThat(node.delivery(two).maybeRepeated()).isTrue();
    }

    @OnBothDatabases
    void aReplayGoesOnBehindWhatHadCome(Database.Kind kind) {
        open(kind);
        DeliveryId id = node.reply("amy", "hello");
        OutboundMessage first = node.claimOne();
        List<PlatformCall> made = List.of(new PlatformCall(0, 0, 0, "p1"));
        node.dispatch.record(first, made, false, Duration.ZERO);
        node.dispatch.rejected(first, "45047", "write again first");
        node.tell();
        assertThat(node.receipts("amy"))
                .extracting(Receipt::state, Receipt::externalId, Receipt::maybeRepeated)
                .containsExactly(tuple(Receipt.State.FAILED, "p1", false));
        assertThat(node.passive().await(Hub.TENANT, Hub.INBOX, "amy", Duration.ZERO))
                .isEmpty();
        node.deliveries.replay(Hub.TENANT, id);
        // What was begun can't go on as the answer within the platform's call.
        assertThat(node.passive().await(Hub.TENANT, Hub.INBOX, "amy", Duration.ZERO))
                .isEmpty();
        assertThat(node.claimOne().calls()).isEqualTo(made);
    }

    @OnBothDatabases
    void anEditAndARecallGoOutBehindTheirMessageWithThePlatformsIdsOfIt(Database.Kind kind) {
        open(kind);
        DeliveryId id = node.reply("amy", "helo");
        OutboundMessage message = node.claimOne();
        List<Content> corrected = List.of(new Content.Text("hello"));
        follow(id, new Command.EditMessage(id.sequence(), corrected));
        assertThat(node.claimAny(10)).isEmpty();
        node.dispatch.sent(message, new Sent(List.of("p1", "p2"), Duration.ZERO), false);

        OutboundDelivery edit = node.claimAny(10).getFirst();
        assertThat(edit).isInstanceOfSatisfying(OutboundEdit.class, it -> {
            assertThat(it.externalIds()).containsExactly("p1", "p2");
            assertThat(it.parts()).isEqualTo(corrected);
            assertThat(it.thread()).isEqualTo("amy");
        });
        follow(id, new Command.RecallMessage(id.sequence()));
        node.dispatch.unavailable(edit, "busy", false);
        assertThat(node.claimAny(10)).isEmpty();
        clock.forward(Duration.ofSeconds(5));
        node.dispatch.rejected(node.claimAny(1).getFirst(), "230075", "too late");
        assertThat(node.claimAny(10)).singleElement().isInstanceOfSatisfying(OutboundRecall.class, recall -> {
            assertThat(recall.externalIds()).containsExactly("p1", "p2");
            node.dispatch.sent(recall, "");
        });
        node.tell();
        assertThat(node.receipts("amy"))
                .extracting(Receipt::target, Receipt::state)
                .containsExactlyInAnyOrder(
                        tuple(MessageRef.of(id.sequence()), Receipt.State.ACCEPTED),
                        tuple(MessageRef.of(id.sequence() + 1), Receipt.State.FAILED),
                        tuple(MessageRef.of(id.sequence() + 2), Receipt.State.ACCEPTED));
    }

    @OnBothDatabases
    void whatIsTakenBackBeforeItWasSentIsNeverSent(Database.Kind kind) {
        open(kind);
        DeliveryId held = node.reply("amy", "first");
        DeliveryId id = node.reply("amy", "second");
        OutboundMessage first = node.claimOne();
        hub.command("amy", new Command.RecallMessage(id.sequence()));
        awaitState(id, State.FAILED);
        assertThat(node.delivery(id).code()).isEqualTo("recalled");
        node.dispatch.rejected(first, "43", "blocked");
        assertThat(node.claimAny(10)).isEmpty();

        // What the contact never got can't be said otherwise.
        follow(held, new Command.EditMessage(held.sequence(), List.of(new Content.Text("third"))));
        assertThat(node.claimAny(10)).isEmpty();
        node.tell();
        assertThat(node.receipts("amy"))
                .extracting(Receipt::code)
                .containsExactlyInAnyOrder("43", "recalled", "not-sent");
    }

    @OnBothDatabases
    void aFileThatTheChannelCantSendGoesAsALinkAlsoInAnEdit(Database.Kind kind) {
        open(kind);
        Content picture = new Content.Image(Media.stored("0".repeat(64), "image/png", 7, "map.png"));
        Outcome.Stored sent = (Outcome.Stored)
                hub.command("amy", new Command.Reply(List.of(new Content.Text("see"), picture), null, 0));
        DeliveryId id = new DeliveryId(sent.conversation(), sent.sequence());
        await().until(() -> node.deliveries.find(Hub.TENANT, id).isPresent());
        OutboundMessage message = node.claimOne();
        assertThat(message.message().parts())
                .containsExactly(
                        new Content.Text("see"),
                        new Content.Text("map.png\nhttps://hub.example.com/" + id.sequence() + "/1"));
        node.dispatch.sent(message, "p1");
        follow(id, new Command.EditMessage(id.sequence(), List.of(picture)));
        assertThat(node.claimAny(1))
                .singleElement()
                .isInstanceOfSatisfying(
                        OutboundEdit.class,
                        edit -> assertThat(edit.parts())
                                .containsExactly(new Content.Text(
                                        "map.png\nhttps://hub.example.com/" + edit.sequence() + "/0")));
    }

    @OnBothDatabases
    void aReplyNamesWhatItAnswersByThePlatformsId(Database.Kind kind) {
        open(kind);
        DeliveryId first = node.reply("amy", "one");
        node.dispatch.sent(node.claimOne(), "p1");
        hub.command("amy", new Command.Reply(List.of(new Content.Text("two")), MessageRef.of(first.sequence()), 0));
        await().until(() -> !node.deliveries
                .list(Hub.TENANT, all(), null, 1)
                .getFirst()
                .id()
                .equals(first));
        OutboundMessage second = node.claimOne();
        assertThat(second.quoted()).isEqualTo("p1");
        node.dispatch.sent(second, "p2");
        hub.command("amy", new Command.Reply(List.of(new Content.Text("three")), MessageRef.of(2), 0));
        await().untilAsserted(() ->
                assertThat(node.claim(1)).extracting(OutboundMessage::quoted).containsExactly("m1"));
    }

    @OnBothDatabases
    void thatSomebodyTypesOrHasReadIsShownAndStandsInNoLedger(Database.Kind kind) throws Exception {
        open(kind);
        var shown = new LinkedBlockingQueue<Outbound>();
        node.dispatch.hints().give(typing(false));
        node.dispatch.hints().showBy(Hub.CHANNEL, shown::add);
        hub.commands.read(Hub.ANN, hub.conversation("amy"), 2).join();
        assertThat(shown.poll(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        OutboundRead.class,
                        read -> assertThat(read.externalId()).isEqualTo("m1"));

        clock.forward(Duration.ofSeconds(4));
        // Once in some seconds, however often it is told.
        node.dispatch.hints().give(typing(false));
        node.dispatch.hints().give(typing(false));
        assertThat(shown.poll(10, TimeUnit.SECONDS)).isEqualTo(typing(false));
        node.dispatch.hints().give(typing(true));
        assertThat(shown.poll(10, TimeUnit.SECONDS)).isEqualTo(typing(true));
        node.dispatch.hints().give(typing(true));
        clock.forward(Duration.ofSeconds(4));
        node.dispatch.hints().give(typing(false));
        assertThat(shown.poll(10, TimeUnit.SECONDS)).isEqualTo(typing(false));
        assertThat(node.deliveries.list(Hub.TENANT, all(), null, 10)).isEmpty();
    }

    private OutboundTyping typing(boolean stopped) {
        return new OutboundTyping(Hub.TENANT, Hub.CHANNEL, Hub.INBOX, hub.id("amy"), "amy", stopped);
    }

    /// Has what somebody does to an own message stand in the ledger.
    private void follow(DeliveryId message, Command command) {
        Outcome.Stored stored = (Outcome.Stored) hub.command("amy", command);
        DeliveryId id = new DeliveryId(message.conversation(), stored.sequence());
        await().until(() -> node.deliveries.find(Hub.TENANT, id).isPresent());
    }

    @OnBothDatabases
    void aMessageThatEndsEachAttemptWithoutAnOutcomeIsGivenUp(Database.Kind kind) {
        open(kind);
        DeliveryId id = node.reply("amy", "hello");
        for (int i = 0; i < 5; i++) {
            node("gone-" + i).claimOne();
            clock.forward(Node.SETTINGS.claim());
        }
        assertThat(node.claim(1)).isEmpty();
        assertThat(node.delivery(id).state()).isEqualTo(State.DEAD);
    }

    @OnBothDatabases
    void retriesComeLaterAndLaterAndEndAfterTwentyAttemptsOrTwoDays(Database.Kind kind) {
        open(kind);
        DeliveryId id = node.reply("amy", "hello");
        List<Long> pauses = new ArrayList<>();
        while (node.delivery(id).state() == State.PENDING) {
            OutboundMessage message = node.claimOne();
            boolean over = node.dispatch.unavailable(message, "busy", false, Duration.ZERO);
            Delivery delivery = node.delivery(id);
            assertThat(over).isEqualTo(delivery.state() == State.DEAD);
            Duration pause = Duration.between(clock.instant(), delivery.nextAttemptAt());
            pauses.add(pause.toSeconds());
            clock.forward(pause);
        }
        assertThat(pauses)
                .startsWith(5L, 15L, 45L, 135L, 405L, 1215L, 3600L, 3600L)
                .hasSize(20);
        assertThat(node.delivery(id).state()).isEqualTo(State.DEAD);
        assertThat(node.delivery(id).reason()).isEqualTo("busy");
        assertThat(node.delivery(id).attempts()).isEqualTo(20);
        node.tell();
        assertThat(node.receipts("amy"))
                .containsExactly(new Receipt(MessageRef.of(id.sequence()), Receipt.State.FAILED, "", "", "busy"));
    }

    @OnBothDatabases
    void whatNoRouteTakesIsGivenUpAfterTwoDays(Database.Kind kind) {
        open(kind);
        DeliveryId id = node.reply("amy", "hello");
        clock.forward(Duration.ofDays(2));
        node.tell();
        assertThat(node.delivery(id).state()).isEqualTo(State.DEAD);
        assertThat(node.receipts("amy"))
                .singleElement()
                .extracting(Receipt::state)
                .isEqualTo(Receipt.State.FAILED);
    }

    @OnBothDatabases
    void aRefusedMessageFailsWithThePlatformsWord(Database.Kind kind) {
        open(kind);
        DeliveryId id = node.reply("amy", "hello");
        node.dispatch.rejected(node.claimOne(), "45015", "the customer has not written for two days");
        node.tell();

        assertThat(node.delivery(id).state()).isEqualTo(State.FAILED);
        assertThat(node.delivery(id).code()).isEqualTo("45015");
        assertThat(node.receipts("amy"))
                .containsExactly(new Receipt(
                        MessageRef.of(id.sequence()),
                        Receipt.State.FAILED,
                        "",
                        "45015",
                        "the customer has not written for two days"));
    }

    @OnBothDatabases
    void aFaultOfOursIsTriedAFewTimesAndMarkedAsMaybeRepeated(Database.Kind kind) {
        open(kind);
        DeliveryId id = node.reply("amy", "hello");
        for (int i = 1; i <= 5; i++) {
            OutboundMessage message = node.claimOne();
            assertThat(message.maybeRepeated()).isEqualTo(i > 1);
            node.dispatch.faulted(message, "NullPointerException");
            clock.forward(Duration.ofHours(1));
        }
        assertThat(node.delivery(id).state()).isEqualTo(State.DEAD);
        assertThat(node.delivery(id).attempts()).isEqualTo(5);
    }

    @OnBothDatabases
    void whatWasSentBeforeACrashIsToldOnceAfterTheRestart(Database.Kind kind) {
        open(kind);
        DeliveryId id = node.reply("amy", "hello");
        node.dispatch.sent(node.claimOne(), "p1");
        node.close();

        Node restarted = node("node-2");
        restarted.tell();
        assertThat(restarted.receipts("amy")).isEmpty();
        clock.forward(Duration.ofSeconds(10));
        restarted.tell();
        restarted.tell();
        assertThat(restarted.receipts("amy")).hasSize(1);
        assertThat(restarted.delivery(id).state()).isEqualTo(State.SENT);
    }

    @OnBothDatabases
    void aTellingWhoseEndWasNotNotedIsRepeatedWithoutASecondEntry(Database.Kind kind) {
        open(kind);
        node.reply("amy", "hello");
        node.dispatch.sent(node.claimOne(), "p1");
        node.tell();
        database.write(
                Tenants.ALL, tx -> tx.sql().sql("update errand set untold = 1").update());
        node.tell();
        assertThat(node.receipts("amy")).hasSize(1);
        assertThat(untold()).isZero();
    }

    @OnBothDatabases
    void aBusyEngineIsToldAgainLater(Database.Kind kind) {
        open(kind);
        Engine busy = new Engine() {
            @Override
            public CompletableFuture<Outcome> submit(InboundEvent event) {
                return CompletableFuture.failedFuture(new BusyException("busy"));
            }

            @Override
            public CompletableFuture<Outcome> take(InboundEvent event, boolean replay) {
                return submit(event);
            }
        };
        node.reply("amy", "hello");
        Node other = new Node(hub, database, clock, "node-1", busy, 100);
        open.add(other);
        other.dispatch.sent(other.claimOne(), "p1");
        assertThatThrownBy(other::tell).isInstanceOf(BusyException.class);
        assertThat(untold()).isEqualTo(1);
        node.tell();
        assertThat(untold()).isZero();
        assertThat(node.receipts("amy")).hasSize(1);
    }

    @OnBothDatabases
    void thePlatformsReceiptsMoveADeliveryOnAndNeverBack(Database.Kind kind) {
        open(kind);
        DeliveryId id = node.reply("amy", "hello");
        // It arrives before the log knows the platform's id, and waits.
        platformSays("p1", Receipt.State.DELIVERED);
        node.dispatch.sent(node.claimOne(), "p1");
        node.tell();
        awaitState(id, State.DELIVERED);
        platformSays("p1", Receipt.State.READ);
        awaitState(id, State.READ);

        DeliveryId failed = node.reply("amy", "more");
        node.dispatch.sent(node.claimOne(), "p2");
        node.tell();
        platformSays("p2", Receipt.State.FAILED);
        awaitState(failed, State.FAILED);
        platformSays("p2", Receipt.State.DELIVERED);
        // What comes later shows that the receipt before it was read.
        node.reply("amy", "last");
        assertThat(node.delivery(failed).state()).isEqualTo(State.FAILED);
    }

    @OnBothDatabases
    void anInboxSendsNoFasterThanItMay(Database.Kind kind) {
        open(kind);
        Node slow = new Node(hub, database, clock, "node-2", hub.engine, 3);
        open.add(slow);
        for (int user = 0; user < 10; user++) {
            hub.take(hub.text("user" + user, "m-" + user, "hi"));
            node.reply("user" + user, "hello " + user);
        }
        Dispatch.Claimed first = slow.dispatch.claim(Hub.CHANNEL, 10);
        assertThat(first.messages()).hasSize(3);
        assertThat(first.limited()).isTrue();
        assertThat(slow.claim(10)).isEmpty();
        slow.nanos.addAndGet(Node.seconds(1) * 2 / 3 + 1);
        assertThat(slow.claim(10)).hasSize(2);
        slow.nanos.addAndGet(Node.seconds(3_600));
        assertThat(slow.claim(10)).hasSize(3);
    }

    @OnBothDatabases
    void messagesToOneConversationKeepTheirDistanceAndOthersAreServedMeanwhile(Database.Kind kind) {
        open(kind);
        node.can(new Capabilities(Set.of(), null).withPace(Duration.ofSeconds(1)));
        hub.take(hub.text("bob", "m-bob", "hi"));
        node.reply("amy", "one");
        DeliveryId two = node.reply("amy", "two");
        node.dispatch.sent(node.claimOne(), "p1");
        node.tell();
        DeliveryId bobs = node.reply("bob", "hello");
        Dispatch.Claimed meanwhile = node.dispatch.claim(Hub.CHANNEL, 10);
        assertThat(meanwhile.messages()).extracting(OutboundDelivery::delivery).containsExactly(bobs.toString());
        assertThat(meanwhile.limited()).isTrue();
        node.nanos.addAndGet(Node.seconds(1));
        assertThat(node.claimOne().delivery()).isEqualTo(two.toString());
    }

    @OnBothDatabases
    void aGivenUpDeliveryIsReplayedWithAFreshBudgetAndToldAnew(Database.Kind kind) {
        open(kind);
        DeliveryId id = node.reply("amy", "hello");
        assertThat(node.deliveries.replay(Hub.TENANT, id)).isFalse();
        node.dispatch.rejected(node.claimOne(), "1", "not now");
        node.tell();

        assertThat(node.deliveries.replay(Hub.TENANT, id)).isTrue();
        assertThat(node.deliveries.replay(Hub.TENANT, id)).isFalse();
        Delivery replayed = node.delivery(id);
        assertThat(replayed.state()).isEqualTo(State.PENDING);
        assertThat(replayed.replays()).isEqualTo(1);
        OutboundMessage message = node.claimOne();
        assertThat(message.attempt()).isEqualTo(2);
        assertThat(message.delivery()).isEqualTo(id.toString());
        node.dispatch.rejected(message, "2", "never");
        node.tell();
        assertThat(node.receipts("amy")).extracting(Receipt::code).containsExactly("1", "2");

        assertThat(node.deliveries.replay(Hub.TENANT, id)).isTrue();
        node.dispatch.sent(node.claimOne(), "p1");
        node.tell();
        assertThat(node.receipts("amy")).last().extracting(Receipt::state).isEqualTo(Receipt.State.ACCEPTED);
    }

    @OnBothDatabases
    void deliveriesAreListedByStateAndConversationPageByPage(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("bob", "m2", "hi"));
        DeliveryId first = node.reply("amy", "1");
        DeliveryId second = node.reply("amy", "2");
        clock.forward(Duration.ofSeconds(1));
        DeliveryId third = node.reply("bob", "3");
        node.dispatch.rejected(node.claimOne(), "1", "no");

        List<Delivery> page = node.deliveries.list(Hub.TENANT, all(), null, 2);
        assertThat(page).extracting(Delivery::id).containsExactly(third, second);
        assertThat(node.deliveries.list(Hub.TENANT, all(), page.getLast(), 2))
                .extracting(Delivery::id)
                .containsExactly(first);
        assertThat(node.deliveries.list(
                        Hub.TENANT, new Deliveries.Filter(Optional.of(State.FAILED), Optional.empty()), null, 10))
                .extracting(Delivery::id)
                .containsExactly(first);
        assertThat(node.deliveries.list(
                        Hub.TENANT,
                        new Deliveries.Filter(Optional.empty(), Optional.of(third.conversation())),
                        null,
                        10))
                .extracting(Delivery::id)
                .containsExactly(third);
        assertThat(DeliveryId.parse(first.toString())).contains(first);
        assertThat(DeliveryId.parse("nonsense")).isEmpty();
        assertThat(DeliveryId.parse(".7")).isEmpty();
    }

    @OnBothDatabases
    void whatNobodyBeganToSendIsHandedBackWithoutCounting(Database.Kind kind) {
        open(kind);
        DeliveryId id = node.reply("amy", "hello");
        for (int i = 0; i < 30; i++) {
            node.dispatch.handBack(node.claimOne());
        }
        assertThat(node.delivery(id).state()).isEqualTo(State.PENDING);
        assertThat(node.claimOne().maybeRepeated()).isFalse();
    }

    @OnBothDatabases
    void theReaderGoesOnWhenTheDatabaseIsBack(Database.Kind kind) {
        open(kind);
        database.away(true);
        CompletableFuture<Outcome> waiting = hub.engine.take(hub.text("amy", "m9", "still there?"), false);
        await().until(hub.engine::inTrouble);
        database.away(false);
        waiting.join();
        await().until(() -> !hub.engine.inTrouble());
        assertThat(node.reply("amy", "yes")).isNotNull();
    }

    @OnBothDatabases
    void anOutcomeIsRecordedWhenTheDatabaseIsBack(Database.Kind kind) throws Exception {
        open(kind);
        DeliveryId id = node.reply("amy", "hello");
        OutboundMessage message = node.claimOne();
        database.away(true);
        Thread sender = Thread.ofPlatform().start(() -> node.dispatch.sent(message, "p1"));
        await().until(() -> sender.getState() == Thread.State.TIMED_WAITING);
        database.away(false);
        sender.join();
        assertThat(node.delivery(id).state()).isEqualTo(State.SENT);
    }

    @OnBothDatabases
    void whatWaitsToBeRecordedIsNotSentAgainThoughItsClaimHasEnded(Database.Kind kind) throws Exception {
        open(kind);
        DeliveryId id = node.reply("amy", "hello");
        OutboundMessage message = node.claimOne();
        database.away(true);
        Thread sender = Thread.ofPlatform().start(() -> node.dispatch.sent(message, "p1"));
        await().until(() -> sender.getState() == Thread.State.TIMED_WAITING);
        clock.forward(Node.SETTINGS.claim().plusSeconds(1));
        database.away(false);

        assertThat(node.claim(10)).isEmpty();
        assertThat(node.dispatch.claim(message.conversation(), Duration.ZERO)).isEmpty();
        sender.join();
        assertThat(node.delivery(id).state()).isEqualTo(State.SENT);
        assertThat(node.delivery(id).maybeRepeated()).isFalse();
    }

    @OnBothDatabases
    void aSenderThatWaitsIsWokenByAFreshReply(Database.Kind kind) throws Exception {
        open(kind);
        Dispatch.Claimed nothing = node.dispatch.claim(Hub.CHANNEL, 1);
        node.reply("amy", "hello");
        long before = System.nanoTime();
        // The reader rings after its commit, which the ledger's row shows a moment earlier.
        node.dispatch.await(Hub.CHANNEL, nothing);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat(node.claim(1)).hasSize(1);
    }

    private void open(Database.Kind kind) {
        Databases databases = TestDatabases.open(kind, directory);
        open.add(databases);
        database = new FaultyDatabase(databases.database());
        hub = new Hub(database, new Partitions(1), clock);
        open.add(hub);
        node = node("node-1");
        hub.take(hub.text("amy", "m1", "hi"));
    }

    private Node node(String owner) {
        Node made = new Node(hub, database, clock, owner);
        open.add(made);
        return made;
    }

    private static Thread sender(Node node, ConcurrentLinkedQueue<String> sent) {
        return Thread.ofPlatform().start(() -> {
            while (sent.size() < 100) {
                for (OutboundMessage message : node.claim(3)) {
                    sent.add(text(message));
                    node.dispatch.sent(message, "");
                }
            }
        });
    }

    private void platformSays(String externalId, Receipt.State state) {
        Receipt receipt = new Receipt(MessageRef.external(externalId), state, "", "", "");
        hub.take(hub.event("amy", Keys.receipt(externalId, state), receipt));
    }

    private void awaitState(DeliveryId id, State state) {
        await().until(() -> node.delivery(id).state() == state);
    }

    private int untold() {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("select count(*) from errand where untold = 1")
                        .query(Integer.class)
                        .single());
    }

    private static Deliveries.Filter all() {
        return new Deliveries.Filter(Optional.empty(), Optional.empty());
    }
}
