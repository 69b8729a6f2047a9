package io.omnihub.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.message.Command;
import io.omnihub.message.ContactChange;
import io.omnihub.message.Content;
import io.omnihub.message.Edit;
import io.omnihub.message.Entry;
import io.omnihub.message.Erased;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Keys;
import io.omnihub.message.Media;
import io.omnihub.message.MediaStored;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Raw;
import io.omnihub.message.Visibility;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasingTests {

    private static final String SECRET = "my card is 6222 0000 1234";
    private static final String BLOB = "ab".repeat(32);

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
    void whatWasSaidIsGoneAndItsPlaceStays(Database.Kind kind) {
        open(kind);
        hub.take(withRaw(hub.text("amy", "m1", SECRET)));
        hub.take(hub.text("amy", "m2", "hello"));
        Entry before = hub.entries("amy").get(1);

        Outcome outcome = hub.command("amy", new Command.Erase(2));

        assertThat(outcome).isEqualTo(new Outcome.Stored(hub.id("amy"), 4, false));
        assertThat(hub.kinds("amy")).containsExactly("session.opened", "erased", "message.created", "erased");
        Entry left = hub.entries("amy").get(1);
        assertThat(left.change()).isEqualTo(new Erased(2));
        assertThat(left.position()).isEqualTo(before.position());
        assertThat(left.sentAt()).isEqualTo(before.sentAt());
        assertThat(left.metadata()).isEmpty();
        Entry tells = hub.entries("amy").getLast();
        assertThat(tells.change()).isEqualTo(new Erased(2));
        assertThat(tells.visibility()).isEqualTo(Visibility.EVERYONE);
        assertThat(rowsWith(SECRET)).isZero();
    }

    @OnBothDatabases
    void whatRepeatsItGoesWithIt(Database.Kind kind) {
        open(kind);
        hub.take(
                hub.event("amy", Keys.message("m1"), Message.of("m1", new Content.Image(Media.external("photo", "")))));
        hub.take(hub.text("amy", "m2", "other"));
        hub.take(hub.event("amy", "edit-1", edit("m1", SECRET)));
        hub.take(hub.event("amy", "edit-2", edit("m2", "other, edited")));
        hub.command("amy", new Command.AttachMedia(MessageRef.of(2), 0, Media.stored(BLOB, "image/png", 7, SECRET)));

        hub.command("amy", new Command.Erase(2));

        assertThat(rowsWith(SECRET)).isZero();
        assertThat(hub.entries("amy"))
                .noneMatch(entry -> entry.change() instanceof MediaStored)
                .filteredOn(entry -> entry.change() instanceof Edit)
                .extracting(entry -> ((Edit) entry.change()).target().sequence())
                .containsExactly(3L);
        assertThat(hub.entries("amy").stream().skip(6).map(Entry::change))
                .containsExactly(new Erased(2), new Erased(4), new Erased(6));
    }

    @OnBothDatabases
    void aNoteIsErasedWithoutAWordToTheContact(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m1", "hello"));
        hub.command("amy", new Command.Note(List.of(new Content.Text(SECRET)), 0));

        hub.command("amy", new Command.Erase(3));

        assertThat(hub.entries("amy").getLast().change()).isEqualTo(new Erased(3));
        assertThat(hub.entries("amy").getLast().visibility()).isEqualTo(Visibility.AGENTS);
        assertThat(rowsWith(SECRET)).isZero();
    }

    @OnBothDatabases
    void aChangeOfTheContactIsErased(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m1", "hello"));
        hub.take(hub.event("amy", "c1", new ContactChange("Amy", "", Map.of("note", SECRET))));

        hub.command("amy", new Command.Erase(3));

        assertThat(hub.entries("amy").get(2).change()).isEqualTo(new Erased(3));
    }

    @OnBothDatabases
    void itIsErasedOnce(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m1", SECRET));
        hub.command("amy", new Command.Erase(2));

        assertThat(hub.command("amy", new Command.Erase(2)))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.WRONG_STATUS));
        assertThat(hub.entries("amy")).hasSize(3);
    }

    @OnBothDatabases
    void whatNobodySaidCanNotBeErased(Database.Kind kind) {
        open(kind);
        hub.take(hub.text("amy", "m1", "hello"));

        assertThat(hub.command("amy", new Command.Erase(1))).isInstanceOf(Outcome.Refused.class);
        assertThat(hub.command("amy", new Command.Erase(9))).isInstanceOf(Outcome.Refused.class);
        assertThat(hub.kinds("amy")).containsExactly("session.opened", "message.created");
    }

    @OnBothDatabases
    void aReaderThatIsBehindDoesNotSeeIt(Database.Kind kind) throws InterruptedException {
        open(kind);
        hub.take(hub.text("amy", "m1", SECRET));
        hub.command("amy", new Command.Erase(2));

        List<Entry> followed = hub.feed.next(0, 0, 100, java.time.Duration.ofSeconds(5), _ -> true);

        assertThat(followed).hasSize(3);
        assertThat(followed.toString()).doesNotContain(SECRET);
    }

    @OnBothDatabases
    void aRepeatedMessageDoesNotBringItBack(Database.Kind kind) {
        open(kind);
        InboundEvent event = hub.text("amy", "m1", SECRET);
        hub.take(event);
        hub.command("amy", new Command.Erase(2));

        assertThat(hub.take(event)).isEqualTo(new Outcome.Stored(hub.id("amy"), 2, true));
        assertThat(rowsWith(SECRET)).isZero();
    }

    /// SQLite leaves what was overwritten in the free parts of its pages, unless it is told not to.
    @Test
    void noByteOfItStaysInTheFile() throws IOException {
        open(Database.Kind.SQLITE);
        String large = (SECRET + " ").repeat(1_000);
        hub.take(withRaw(hub.text("amy", "m1", SECRET)));
        hub.take(withRaw(hub.text("amy", "m2", large)));
        hub.take(hub.text("amy", "m3", "hello"));
        hub.command("amy", new Command.Erase(2));
        hub.command("amy", new Command.Erase(3));
        close();

        for (Path file : files()) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .as("%s", file)
                    .doesNotContain("6222 0000");
        }
        open(Database.Kind.SQLITE);
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(directory)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).isNotEmpty();
            return all;
        }
    }

    private void open(Database.Kind kind) {
        databases = TestDatabases.open(kind, directory);
        hub = new Hub(databases.database());
    }

    private static Edit edit(String target, String text) {
        return new Edit(MessageRef.external(target), List.of(new Content.Text(text)));
    }

    private static InboundEvent withRaw(InboundEvent event) {
        Header header = event.header();
        Message message = (Message) event.body();
        byte[] raw = Objects.requireNonNull(((Content.Text) message.parts().getFirst()).text())
                .getBytes(StandardCharsets.UTF_8);
        return new InboundEvent(
                new Header(
                        header.tenant(),
                        header.channel(),
                        header.inbox(),
                        header.direction(),
                        header.thread(),
                        header.routingKey(),
                        header.key(),
                        header.sender(),
                        header.sentAt(),
                        header.receivedAt(),
                        Map.of("echo", SECRET),
                        new Raw("text/plain", raw)),
                message);
    }

    private int rowsWith(String text) {
        return hub.database.read(Tenants.ALL, tx -> (int) tx
                .sql()
                .sql("select body, raw from entry")
                .query((rows, _) -> holds(rows.getBytes(1), text) || holds(rows.getBytes(2), text))
                .list()
                .stream()
                .filter(Boolean::booleanValue)
                .count());
    }

    private static boolean holds(byte[] bytes, String text) {
        return bytes != null && new String(bytes, StandardCharsets.UTF_8).contains(text);
    }
}
