package io.omnihub.channel.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/// Threads of messages that name each other.
final class ThreadsTests {

    private static final InboxId HELP = new InboxId("help");

    @TempDir
    private Path directory;

    @OnBothDatabases
    void aMessageBelongsToTheFirstOfThoseThatItNamesWhichIsKnown(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Threads threads = new Threads(databases.database(), Clock.systemUTC());

            assertThat(place(threads, "a", "1", List.of(), "A")).isEqualTo(new Threads.Place("A", true, false));
            assertThat(place(threads, "b", "2", List.of(), "B")).isEqualTo(new Threads.Place("B", true, false));
            assertThat(place(threads, "c", "3", List.of("unknown", "b", "a"), "C"))
                    .isEqualTo(new Threads.Place("B", false, false));
            assertThat(place(threads, "unknown", "4", List.of(), "D"))
                    .as("it was named before it came")
                    .isEqualTo(new Threads.Place("B", false, false));
            assertThat(place(threads, "a", "1", List.of(), "A"))
                    .as("again")
                    .isEqualTo(new Threads.Place("A", true, false));
            assertThat(place(threads, "a", "5", List.of(), "E"))
                    .as("another one with its id")
                    .isEqualTo(new Threads.Place("E", true, true));
            assertThat(threads.find(TenantId.DEFAULT, HELP, List.of("nobody", "c")))
                    .contains("B");
            assertThat(threads.find(TenantId.DEFAULT, new InboxId("sales"), List.of("c")))
                    .isEmpty();
        }
    }

    @OnBothDatabases
    void eachOfThoseThatComeTogetherMayBelongToTheThreadOfOneBeforeIt(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Threads threads = new Threads(databases.database(), Clock.systemUTC());
            List<Threads.Arrival> together = List.of(
                    new Threads.Arrival("a", "1", List.of(), "A", "to 1", true),
                    new Threads.Arrival("d", "2", List.of("c"), "D", "to 2", true),
                    new Threads.Arrival("b", "3", List.of("a"), "B", "to 3", true),
                    new Threads.Arrival("c", "4", List.of("b"), "C", "to 4", true),
                    new Threads.Arrival("a", "1", List.of(), "A", "to 1", true),
                    new Threads.Arrival("a", "5", List.of("b"), "E", "to 5", false));

            assertThat(threads.place(TenantId.DEFAULT, HELP, together))
                    .containsExactly(
                            new Threads.Place("A", true, false),
                            new Threads.Place("D", true, false),
                            new Threads.Place("A", false, false),
                            new Threads.Place("D", false, false),
                            new Threads.Place("A", true, false),
                            new Threads.Place("A", false, true));
            assertThat(threads.noted(TenantId.DEFAULT, HELP, "A")).contains("to 3");
            assertThat(threads.noted(TenantId.DEFAULT, HELP, "D")).contains("to 4");
        }
    }

    @OnBothDatabases
    void theLatestNoteCountsAndWhatIsOldIsForgotten(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Threads threads = new Threads(databases.database(), Clock.systemUTC());
            note(threads, "a", "first", true);
            note(threads, "b", "second", true);
            note(threads, "c", "of somebody who may be another", false);
            note(threads, "a", "first, again", true);

            sweep(databases, Duration.ZERO);
            assertThat(threads.noted(TenantId.DEFAULT, HELP, "A")).contains("second");
            sweep(databases, ThreadSweep.KEPT.plusDays(1));
            assertThat(threads.noted(TenantId.DEFAULT, HELP, "A")).isEmpty();
            assertThat(threads.find(TenantId.DEFAULT, HELP, List.of("a"))).isEmpty();
        }
    }

    @OnBothDatabases
    void anAnswerIsGivenAsItsMessageWantsItAndTheSameInEachTry(Database.Kind kind) {
        try (Databases databases = TestDatabases.open(kind, directory)) {
            Threads threads = new Threads(databases.database(), Clock.systemUTC());
            note(threads, "a", "to a", true);
            note(threads, "b", "to b", true);

            assertThat(answer(threads, "1", "a")).contains("to a");
            assertThat(answer(threads, "1", "")).contains("to b");
            assertThat(answer(threads, "1", "unknown")).contains("to b");
            threads.settle(TenantId.DEFAULT, HELP, "1", "to b");
            note(threads, "c", "to c", true);
            threads.settle(TenantId.DEFAULT, HELP, "1", "to c");
            assertThat(answer(threads, "1", "")).contains("to b");
            assertThat(answer(threads, "2", "")).contains("to c");
        }
    }

    private static Optional<String> answer(Threads threads, String answer, String message) {
        return threads.noted(TenantId.DEFAULT, HELP, "A", answer, message);
    }

    private static void sweep(Databases databases, Duration later) {
        new ThreadSweep(databases.database(), Clock.offset(Clock.systemUTC(), later)).sweep();
    }

    private static Threads.Place place(Threads threads, String id, String print, List<String> named, String otherwise) {
        return threads.place(
                        TenantId.DEFAULT, HELP, List.of(new Threads.Arrival(id, print, named, otherwise, "", true)))
                .getFirst();
    }

    private static void note(Threads threads, String id, String note, boolean trusted) {
        threads.place(TenantId.DEFAULT, HELP, List.of(new Threads.Arrival(id, id, List.of(), "A", note, trusted)));
    }
}
