package io.omnihub.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnihub.buffer.RawDeadLetter;
import io.omnihub.conversation.Hub;
import io.omnihub.deadletter.DeadLetter;
import io.omnihub.identity.AuditLog;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Raw;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import io.omnihub.wire.ProtobufCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class ReplaysTests {

    @TempDir
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<DeadLetter> replayed = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Hub hub;
    private Replays replays;
    private DeadLetterStore store;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
    }

    @OnBothDatabases
    void anEventEntersAsItWouldHaveAndOnlyOnceHoweverOftenItIsReplayed(Database.Kind kind) {
        open(kind);
        String id = given(hub.text("amy", "m1", "hello"));
        assertThat(replays.replay(Hub.TENANT, id)).isTrue();
        assertThat(replays.replay(Hub.TENANT, id)).isTrue();
        assertThat(hub.kinds("amy")).containsExactly("session.opened", "message.created");
        assertThat(hub.entries("amy")).allMatch(entry -> entry.late());
        assertThat(hub.deadLetters()).singleElement().matches(letter -> letter.replayedAt() != null);
    }

    @OnBothDatabases
    void whatIsRefusedAgainStaysAsItWas(Database.Kind kind) {
        open(kind);
        InboundEvent known = hub.text("amy", "m1", "hello");
        hub.take(known);
        String id = given(hub.text("amy", "m1", "another text under the same key"));
        assertThatThrownBy(() -> replays.replay(Hub.TENANT, id)).isInstanceOf(ReplayFailedException.class);
        assertThat(hub.deadLetters()).singleElement().matches(letter -> letter.replayedAt() == null);
    }

    @OnBothDatabases
    void anEventThatThisVersionCannotReadSaysSo(Database.Kind kind) {
        open(kind);
        DeadLetter letter =
                DeadLetter.ofEvent(hub.text("amy", "m1", "x"), new byte[] {1, 2, 3}, new byte[1], "why", Instant.EPOCH);
        add(letter);
        assertThatThrownBy(() -> replays.replay(Hub.TENANT, letter.id()))
                .isInstanceOf(ReplayFailedException.class)
                .hasMessageStartingWith("This version can't read it");
    }

    /// Through the buffer it came to a node that could not read it, and is replayed by one that can.
    @OnBothDatabases
    void anEventThatANodeOfAnEarlierVersionCouldNotReadIsReplayedByTheNext(Database.Kind kind) {
        open(kind);
        InboundEvent event = hub.text("amy", "m1", "hello");
        store.store(new RawDeadLetter(
                Hub.TENANT,
                Hub.INBOX,
                Hub.CHANNEL,
                "omnihub.inbound.0",
                "it can't be read",
                DeadLetter.Kind.EVENT,
                "",
                Instant.EPOCH,
                new Raw("application/x-protobuf", ProtobufCodec.encode(event))));
        String id = hub.deadLetters().getFirst().id();

        assertThat(replays.replay(Hub.TENANT, id)).isTrue();
        assertThat(replays.replay(Hub.TENANT, id)).isTrue();

        assertThat(hub.kinds("amy")).containsExactly("session.opened", "message.created");
    }

    @OnBothDatabases
    void aDeadLetterOfAKindOfALaterVersionIsShownAndNotGuessedAt(Database.Kind kind) {
        open(kind);
        String id = given(hub.text("amy", "m1", "hello"));
        hub.database.write(
                Tenants.ALL,
                tx -> tx.sql().sql("update dead_letter set kind = 'HOLOGRAM'").update());

        assertThat(hub.deadLetters())
                .singleElement()
                .extracting(DeadLetter::kind)
                .isEqualTo(DeadLetter.Kind.UNKNOWN);
        assertThatThrownBy(() -> replays.replay(Hub.TENANT, id))
                .isInstanceOf(ReplayFailedException.class)
                .hasMessage("This version does not know what it is.");
    }

    @OnBothDatabases
    void theSameBytesGivenUpTwiceAreOneDeadLetterThatCountsAsNotReplayed(Database.Kind kind) {
        open(kind);
        store.store(raw("one", "first reason"));
        store.store(raw("two", "first reason"));
        DeadLetter one = letter("one");
        assertThat(replays.replay(Hub.TENANT, one.id())).isTrue();
        assertThat(replayed).containsExactly(one);
        assertThat(letter("one").replayedAt()).isNotNull();

        store.store(raw("one", "second reason"));
        assertThat(hub.deadLetters()).hasSize(2);
        assertThat(letter("one").replayedAt()).isNull();
        assertThat(letter("one").reason()).isEqualTo("second reason");
        assertThat(letter("one").kind()).isEqualTo(DeadLetter.Kind.RAW);
        assertThat(meters.get("omnihub.engine.events")
                        .tags("channel", Hub.CHANNEL.value(), "outcome", "dead")
                        .counter()
                        .count())
                .isEqualTo(3);
    }

    @OnBothDatabases
    void differentThingsGivenUpUnderOneKeyAreDifferentDeadLetters(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m1", "the first"));
        for (String text : List.of("the second", "the third", "the third")) {
            hub.take(hub.text("amy", "m1", text));
        }
        assertThat(hub.deadLetters()).hasSize(2);
    }

    @OnBothDatabases
    void anothersDeadLetterIsNotFound(Database.Kind kind) {
        open(kind);
        String id = given(hub.text("amy", "m1", "hello"));
        assertThat(replays.replay(new TenantId("other"), id)).isFalse();
    }

    private void open(Database.Kind kind) {
        Databases databases = TestDatabases.open(kind, directory);
        open.add(databases);
        hub = new Hub(databases.database());
        open.add(hub);
        store = new DeadLetterStore(databases.database(), hub.deadLetters, meters);
        AuditLog audit = new AuditLog(databases.database(), Clock.systemUTC());
        replays =
                new Replays(databases.database(), hub.deadLetters, hub.engine, replayed::add, audit, Clock.systemUTC());
    }

    private String given(InboundEvent event) {
        DeadLetter letter = DeadLetter.ofEvent(
                event, ProtobufCodec.encode(event), ProtobufCodec.fingerprint(event), "why", Instant.EPOCH);
        add(letter);
        return letter.id();
    }

    private void add(DeadLetter letter) {
        hub.database.write(Tenants.of(Hub.TENANT), tx -> {
            hub.deadLetters.add(tx, letter);
            return letter;
        });
    }

    private DeadLetter letter(String text) {
        return hub.deadLetters().stream()
                .filter(letter -> new String(letter.body(), StandardCharsets.UTF_8).equals(text))
                .findFirst()
                .orElseThrow();
    }

    private static RawDeadLetter raw(String text, String reason) {
        return new RawDeadLetter(
                Hub.TENANT,
                Hub.INBOX,
                Hub.CHANNEL,
                "route",
                reason,
                DeadLetter.Kind.RAW,
                "direct:again",
                Instant.EPOCH,
                new Raw("text/plain", text.getBytes(StandardCharsets.UTF_8)));
    }
}
