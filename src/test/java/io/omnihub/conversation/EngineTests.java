package io.omnihub.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.omnihub.deadletter.DeadLetter;
import io.omnihub.message.Command;
import io.omnihub.message.Content;
import io.omnihub.message.Direction;
import io.omnihub.message.Edit;
import io.omnihub.message.Entry;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Reaction;
import io.omnihub.message.Recall;
import io.omnihub.message.Receipt;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import io.omnihub.wire.ProtobufCodec;
import io.omnihub.wire.proto.Proto;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class EngineTests {

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
    void entriesHaveGaplessPositionsAndSequencesInTheOrderOfArrival(Database.Kind kind) {
        open(kind);
        List<CompletableFuture<Outcome>> outcomes = IntStream.range(0, 300)
                .mapToObj(i -> hub.engine.take(hub.text("user" + i % 7, "m" + i, "text " + i), false))
                .toList();
        outcomes.forEach(outcome ->
                assertThat(outcome.orTimeout(30, TimeUnit.SECONDS).join()).isInstanceOf(Outcome.Stored.class));

        List<Entry> log = hub.reader.after(0, 0, 1_000);
        assertThat(log).hasSize(307).extracting(Entry::position).containsExactlyElementsOf(numbers(1, 307));
        assertThat(hub.reader.lastPosition(0)).isEqualTo(307);
        for (int user = 0; user < 7; user++) {
            List<Entry> entries = hub.entries("user" + user);
            assertThat(entries).extracting(Entry::sequence).containsExactlyElementsOf(numbers(1, entries.size()));
            assertThat(texts(entries)).isEqualTo(textsOf(user));
        }
    }

    @OnBothDatabases
    void previousLeadsTheContactPastWhatOnlyAgentsSee(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m1", "hello"));
        hub.command("amy", new Command.Note(List.of(new Content.Text("a regular")), 0));
        hub.command("amy", new Command.Reply(List.of(new Content.Text("hi")), null, 0));

        List<Entry> entries = hub.entries("amy");
        assertThat(hub.kinds("amy"))
                .containsExactly("session.opened", "message.created", "note.created", "message.created");
        assertThat(entries).extracting(Entry::previous).containsExactly(0L, 0L, 2L, 2L);
        assertThat(hub.conversation("amy").lastVisible()).isEqualTo(4);
    }

    @OnBothDatabases
    void aKnownKeyWithTheSameBodyIsAnsweredWithTheFirstResult(Database.Kind kind) {
        open(kind);
        Outcome first = hub.take(hub.text("amy", "m1", "hello"));
        hub.take(hub.text("amy", "m2", "there"));
        Outcome again = hub.take(hub.text("amy", "m1", "hello"));

        assertThat(first).isEqualTo(new Outcome.Stored(hub.id("amy"), 2, false));
        assertThat(again).isEqualTo(new Outcome.Stored(hub.id("amy"), 2, true));
        assertThat(hub.entries("amy")).hasSize(3);
    }

    @OnBothDatabases
    void aKnownKeyWithAnotherBodyIsAConflict(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m1", "hello"));
        InboundEvent other = hub.text("amy", "m1", "something else");

        assertThat(hub.engine.submit(other).join())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.KEY_CONFLICT));
        assertThat(hub.take(other)).isInstanceOf(Outcome.Dead.class);
        assertThat(hub.deadLetters())
                .extracting(DeadLetter::reason)
                .containsExactly("The key is known with another body.");
        assertThat(hub.entries("amy")).hasSize(2);
    }

    @OnBothDatabases
    void theSameKeyTwiceInOneBatchIsStoredOnce(Database.Kind kind) {
        open(kind);
        List<CompletableFuture<Outcome>> outcomes = IntStream.range(0, 50)
                .mapToObj(_ -> hub.engine.take(hub.text("amy", "m1", "hello"), false))
                .toList();

        assertThat(outcomes.stream().map(CompletableFuture::join))
                .extracting(outcome -> ((Outcome.Stored) outcome).sequence())
                .containsOnly(2L);
        assertThat(hub.entries("amy")).hasSize(2);
    }

    @OnBothDatabases
    void anEditAndAReceiptWaitForTheirMessageAndJoinItInTheirOrder(Database.Kind kind) {
        open(kind);
        MessageRef target = MessageRef.external("m1");
        InboundEvent edit =
                hub.event("amy", Keys.edit("m1", "1"), new Edit(target, List.of(new Content.Text("corrected"))));
        InboundEvent recall = hub.event("amy", Keys.recall("m1"), new Recall(target));
        assertThat(hub.take(edit)).isEqualTo(new Outcome.Waiting());
        assertThat(hub.take(recall)).isEqualTo(new Outcome.Waiting());
        assertThat(hub.take(edit)).isEqualTo(new Outcome.Waiting());

        hub.take(hub.text("amy", "m1", "hello"));

        assertThat(hub.kinds("amy"))
                .containsExactly("session.opened", "message.created", "message.edited", "message.recalled");
        assertThat(hub.entries("amy").get(2).change())
                .isEqualTo(new Edit(MessageRef.of(2), List.of(new Content.Text("corrected"))));
        assertThat(hub.take(edit)).isEqualTo(new Outcome.Stored(hub.id("amy"), 3, true));
    }

    @OnBothDatabases
    void anEchoOfOurOwnMessageIsDroppedWhicheverComesFirst(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m1", "hello"));
        hub.command("amy", new Command.Reply(List.of(new Content.Text("hi")), null, 0));
        hub.command("amy", new Command.Reply(List.of(new Content.Text("what can I do?")), null, 0));

        assertThat(hub.take(echo("x3", "hi"))).isEqualTo(new Outcome.Waiting());
        hub.command("amy", accepted(3, "x3"));
        hub.command("amy", accepted(4, "x4"));

        assertThat(hub.take(echo("x3", "hi"))).isEqualTo(new Outcome.Stored(hub.id("amy"), 3, true));
        assertThat(hub.take(echo("x4", "what can I do?"))).isEqualTo(new Outcome.Stored(hub.id("amy"), 4, true));
        assertThat(hub.kinds("amy")).filteredOn("message.created"::equals).hasSize(3);
    }

    @OnBothDatabases
    void aPlatformsReceiptFindsOurMessageByTheIdThatTheDeliveryLearnt(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m1", "hello"));
        hub.command("amy", new Command.Reply(List.of(new Content.Text("hi")), null, 0));
        InboundEvent read = hub.event(
                "amy",
                Keys.receipt("x3", Receipt.State.READ),
                new Receipt(MessageRef.external("x3"), Receipt.State.READ, "", "", ""));

        assertThat(hub.take(read)).isEqualTo(new Outcome.Waiting());
        hub.command("amy", accepted(3, "x3"));

        assertThat(hub.entries("amy").getLast().change())
                .isEqualTo(new Receipt(MessageRef.of(3), Receipt.State.READ, "", "", ""));
    }

    @OnBothDatabases
    void whatNamesAnyOfTheIdsOfOurMessageFindsIt(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m1", "hello"));
        hub.command("amy", new Command.Reply(List.of(new Content.Text("hi")), null, 0));
        InboundEvent early = hub.event("amy", "event:1", new Reaction(MessageRef.external("x2"), "👍", false));
        assertThat(hub.take(early)).isEqualTo(new Outcome.Waiting());
        hub.command(
                "amy", new Receipt(MessageRef.of(3), Receipt.State.ACCEPTED, "x1", List.of("x2", "x3"), "", "", false));

        hub.take(hub.event(
                "amy",
                Keys.receipt("x3", Receipt.State.READ),
                new Receipt(MessageRef.external("x3"), Receipt.State.READ, "", "", "")));
        hub.take(hub.event("amy", Keys.recall("x2"), new Recall(MessageRef.external("x2"))));
        hub.take(hub.event(
                "amy",
                Keys.message("m2"),
                new Message("m2", List.of(new Content.Text("this?")), MessageRef.external("x3"))));
        hub.take(hub.event(
                "amy",
                Keys.message("m3"),
                new Message("m3", List.of(new Content.Text("and?")), MessageRef.external("of-nobody"))));
        assertThat(hub.take(echo("x3", "hi"))).isInstanceOf(Outcome.Stored.class);

        assertThat(hub.entries("amy").stream().skip(4).map(Entry::change))
                .containsExactly(
                        new Reaction(MessageRef.of(3), "👍", false),
                        new Receipt(MessageRef.of(3), Receipt.State.READ, "", "", ""),
                        new Recall(MessageRef.of(3)),
                        new Message("m2", List.of(new Content.Text("this?")), MessageRef.of(3)),
                        new Message("m3", List.of(new Content.Text("and?")), MessageRef.external("of-nobody")));
    }

    @OnBothDatabases
    void aPoisonousEventBecomesADeadLetterAndItsNeighboursAreStored(Database.Kind kind) {
        open(kind);
        InboundEvent poison = hub.event(
                new TenantId("nobody"),
                "amy",
                "amy",
                "message:p",
                Sender.contact("amy"),
                Direction.INBOUND,
                Message.of("p", new Content.Text("secret words")));
        List<InboundEvent> events = List.of(hub.text("amy", "m1", "one"), poison, hub.text("amy", "m2", "two"));
        List<CompletableFuture<Outcome>> outcomes =
                events.stream().map(event -> hub.engine.take(event, false)).toList();

        assertThat(outcomes.get(1).join()).isInstanceOf(Outcome.Dead.class);
        assertThat(outcomes.get(0).join()).isInstanceOf(Outcome.Stored.class);
        assertThat(outcomes.get(2).join()).isInstanceOf(Outcome.Stored.class);
        assertThat(texts(hub.entries("amy"))).containsExactly("one", "two");
        DeadLetter letter = hub.database
                .read(Tenants.ALL, tx -> hub.deadLetters.list(tx, new TenantId("nobody"), Long.MAX_VALUE, "", 10))
                .getFirst();
        assertThat(letter.reason()).contains("header.tenant").doesNotContain("secret words");
    }

    @OnBothDatabases
    void aDeadLettersKeyDropsResendsAndLetsAReplayPassOnce(Database.Kind kind) {
        open(kind);
        TenantId late = new TenantId("late");
        InboundEvent event = hub.event(
                late,
                "amy",
                "amy",
                "message:m1",
                Sender.contact("amy"),
                Direction.INBOUND,
                Message.of("m1", new Content.Text("hello")));
        assertThat(hub.take(event)).isInstanceOf(Outcome.Dead.class);
        hub.tenants.ensure(late, "Late", java.time.ZoneId.of("UTC"));

        assertThat(hub.take(event)).isInstanceOf(Outcome.Dead.class);
        Outcome replayed = hub.engine.take(event, true).join();
        assertThat(replayed).isInstanceOf(Outcome.Stored.class);
        assertThat(hub.engine.take(event, true).join())
                .isEqualTo(new Outcome.Stored(((Outcome.Stored) replayed).conversation(), 2, true));

        List<Entry> log = hub.reader.after(0, 0, 10);
        assertThat(log).hasSize(2).allMatch(Entry::late);
        assertThat(log.getLast().sentAt()).isEqualTo(event.header().sentAt());
    }

    @OnBothDatabases
    void whatIsRefusedOfTheBufferIsADeadLetterWhoseKeySaysSo(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m1", "hello"));
        InboundEvent edit = hub.event(
                "amy", Keys.edit("m9", "1"), new Edit(MessageRef.of(99), List.of(new Content.Text("corrected"))));

        assertThat(hub.take(edit)).isEqualTo(new Outcome.Dead("There is no such message."));
        assertThat(hub.take(edit)).isEqualTo(new Outcome.Dead("it lies among the dead letters already"));

        assertThat(hub.deadLetters()).hasSize(1);
        assertThat(hub.engine.take(edit, true).join()).isEqualTo(new Outcome.Dead("There is no such message."));
        assertThat(hub.kinds("amy")).containsExactly("session.opened", "message.created");
    }

    @OnBothDatabases
    void whatALaterVersionAddedToAnEventIsInItsEntryAlsoWhereItHadToWait(Database.Kind kind) {
        open(kind);
        hub.take(later(
                hub.event("amy", "e1", new Edit(MessageRef.external("m1"), List.of(new Content.Text("better"))))));
        hub.take(later(hub.text("amy", "m1", "good")));

        assertThat(hub.kinds("amy")).containsExactly("session.opened", "message.created", "message.edited");
        assertThat(hub.entries("amy").subList(1, 3))
                .allSatisfy(entry -> assertThat(new String(ProtobufCodec.encode(entry), StandardCharsets.ISO_8859_1))
                        .contains("news"));
    }

    /// An event as a version would store it that knows one more field of its body.
    private static InboundEvent later(InboundEvent event) {
        try {
            Proto.InboundEvent.Builder later = Proto.InboundEvent.parseFrom(ProtobufCodec.encode(event)).toBuilder();
            later.getFieldBuilder(later.getOneofFieldDescriptor(
                            later.getDescriptorForType().getOneofs().getFirst()))
                    .setUnknownFields(UnknownFieldSet.newBuilder()
                            .addField(
                                    60,
                                    UnknownFieldSet.Field.newBuilder()
                                            .addLengthDelimited(ByteString.copyFromUtf8("news"))
                                            .build())
                            .build());
            return ProtobufCodec.decodeStoredEvent(later.build().toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private void open(Database.Kind kind) {
        databases = TestDatabases.open(kind, directory);
        hub = new Hub(databases.database());
    }

    private InboundEvent echo(String externalId, String text) {
        return hub.event(
                Hub.TENANT,
                "amy",
                "amy",
                Keys.message(externalId),
                Sender.agent("phone"),
                Direction.OUTBOUND,
                Message.of(externalId, new Content.Text(text)));
    }

    private static Receipt accepted(long sequence, String externalId) {
        return new Receipt(MessageRef.of(sequence), Receipt.State.ACCEPTED, externalId, "", "");
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static List<String> textsOf(int user) {
        return IntStream.range(0, 300)
                .filter(i -> i % 7 == user)
                .mapToObj(i -> "text " + i)
                .toList();
    }

    static List<String> texts(List<Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.change() instanceof Message)
                .map(entry -> ((Content.Text) ((Message) entry.change()).parts().getFirst()).text())
                .toList();
    }
}
