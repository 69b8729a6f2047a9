package io.omnihub.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.conversation.Hub;
import io.omnihub.conversation.Outcome;
import io.omnihub.message.Command;
import io.omnihub.message.Content;
import io.omnihub.message.Entry;
import io.omnihub.message.EntryKind;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.Visibility;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A conversation's entries are found by their sequences, though no index knows those.
class HistoryTests {

    @TempDir
    private Path directory;

    @OnBothDatabases
    void everyPageIsTheOneThatItShouldBe(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory);
                Hub hub = new Hub(databases.database())) {
            talk(hub);
            List<Entry> all = hub.database.read(Tenants.ALL, tx -> hub.reader.after(tx, 0, 0, 10_000)).stream()
                    .filter(entry -> entry.conversation().equals(hub.id("amy")))
                    .sorted(Comparator.comparingLong(Entry::sequence))
                    .toList();
            assertThat(all)
                    .hasSizeGreaterThan(10 * Positions.MOST)
                    .extracting(Entry::sequence)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, all.size()).boxed().toList());
            Random random = new Random(7);
            for (int i = 0; i < 150; i++) {
                long at = random.nextInt(all.size() + 70) - 3L;
                int limit = 1 + random.nextInt(200);
                Visibility sees = random.nextBoolean() ? Visibility.AGENTS : Visibility.EVERYONE;
                assertThat(hub.reader.ofConversation(Hub.TENANT, hub.id("amy"), at, limit, sees))
                        .isEqualTo(shown(all, sees).stream()
                                .filter(entry -> entry.sequence() > at)
                                .limit(limit)
                                .toList());
                List<Entry> before = shown(all, sees).stream()
                        .filter(entry -> entry.sequence() < at)
                        .toList();
                assertThat(hub.reader.ofConversationBefore(Hub.TENANT, hub.id("amy"), at, limit, sees))
                        .isEqualTo(before.subList(Math.max(0, before.size() - limit), before.size()));
                assertThat(hub.database.<Optional<Entry>>read(
                                Tenants.of(Hub.TENANT), tx -> hub.reader.find(tx, Hub.TENANT, hub.id("amy"), at)))
                        .isEqualTo(all.stream()
                                .filter(entry -> entry.sequence() == at)
                                .findFirst());
            }
            assertThat(hub.database.<List<Entry>>read(
                            Tenants.of(Hub.TENANT),
                            tx -> hub.reader.ofKind(tx, Hub.TENANT, hub.id("amy"), EntryKind.NOTE_CREATED, 100, 1_000)))
                    .isEqualTo(all.stream()
                            .filter(entry -> entry.sequence() > 100 && entry.kind() == EntryKind.NOTE_CREATED)
                            .toList());
        }
    }

    @Test
    void positionsSurviveTheirBytes() {
        Positions positions = Positions.NONE;
        List<Long> expected = new ArrayList<>();
        Random random = new Random(3);
        long last = 0;
        while (!positions.isFull()) {
            last += 1 + (random.nextLong() >>> (8 + random.nextInt(55)));
            expected.add(last);
            positions = positions.plus(last);
            assertThat(Positions.of(positions.bytes())).isEqualTo(positions);
        }
        assertThat(Positions.of(positions.bytes()).all())
                .containsExactly(expected.stream().mapToLong(Long::longValue).toArray());
        assertThat(Positions.of(positions.bytes()).isFull()).isTrue();
    }

    private static List<Entry> shown(List<Entry> all, Visibility sees) {
        return sees == Visibility.AGENTS
                ? all
                : all.stream()
                        .filter(entry -> entry.visibility() == Visibility.EVERYONE)
                        .map(Entry::forContact)
                        .toList();
    }

    /// Others talk in between, and agents say much that the customer does not see.
    private static void talk(Hub hub) {
        List<CompletableFuture<Outcome>> said = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            said.add(hub.engine.take(hub.text("amy", "a" + i, "text " + i), false));
            said.add(hub.engine.take(hub.text("bob" + i % 20, "b" + i, "text " + i), false));
        }
        CompletableFuture.allOf(said.toArray(CompletableFuture[]::new)).join();
        for (int i = 0; i < 150; i++) {
            hub.command("amy", new Command.Note(List.of(new Content.Text("note " + i)), 0));
        }
        hub.take(hub.event("amy", Keys.message("last"), Message.of("last", new Content.Text("the last"))));
    }
}
