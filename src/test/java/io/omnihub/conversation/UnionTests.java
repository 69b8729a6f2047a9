package io.omnihub.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.contact.Contact;
import io.omnihub.contact.Contacts;
import io.omnihub.message.ContactChange;
import io.omnihub.message.ContactId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// Accounts of one person become one contact by the platform's id of the person, and can be separated again.
final class UnionTests {

    private final Contacts contacts = new Contacts();

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
    void accountsOfOnePersonBecomeOneContactAndNewMessagesAreThatContacts(Database.Kind kind) {
        open(kind);
        begin("amy", "amelie", "bob");
        tell("amy", "U-1");
        tell("amelie", "U-1");
        tell("bob", "U-2");

        assertThat(contact("amelie")).isEqualTo(contact("amy")).isNotEqualTo(contact("bob"));
        assertThat(identities("amy")).containsExactly("amelie", "amy");
        assertThat(identities("bob")).containsExactly("bob");
        assertThat(all()).containsExactlyInAnyOrder(contact("amy"), contact("bob"));
        assertThat(find("amy").attributes()).containsEntry("unionId", "U-1");
        hub.take(hub.text("amelie", "later", "hello again"));
        assertThat(contact("amelie")).isEqualTo(contact("amy"));
        assertThat(stored("amelie")).isEqualTo(contact("amy"));
    }

    @OnBothDatabases
    void whatWasSeparatedStaysSo(Database.Kind kind) {
        open(kind);
        begin("amy", "amelie");
        ContactId own = contact("amelie");
        tell("amy", "U-1");
        tell("amelie", "U-1");

        assertThat(separate("amelie")).isInstanceOf(Outcome.Stored.class);
        assertThat(contact("amelie")).isEqualTo(own);
        assertThat(stored("amelie")).isEqualTo(own);
        assertThat(identities("amy")).containsExactly("amy");
        assertThat(identities("amelie")).containsExactly("amelie");
        assertThat(all()).containsExactlyInAnyOrder(contact("amy"), own);

        hub.take(hub.event("amelie", "event:again", union("U-1")));
        assertThat(contact("amelie")).isEqualTo(own);
        assertThat(separate("amelie")).isInstanceOf(Outcome.Refused.class);
        // It is others who become one with whoever was first.
        assertThat(separate("amy"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.WRONG_STATUS));
    }

    @OnBothDatabases
    void nobodyIsMoreThanFiftyAccountsAndAnIdWithoutEndIsNone(Database.Kind kind) {
        open(kind);
        String[] many = IntStream.range(0, 55).mapToObj(i -> "u" + i).toArray(String[]::new);
        begin(many);
        CompletableFuture.allOf(Stream.of(many)
                        .map(user -> hub.engine.take(hub.event(user, "event:" + user, union("U-1")), false))
                        .toArray(CompletableFuture[]::new))
                .join();
        assertThat(Stream.of(many).map(this::contact).distinct()).hasSize(6);

        begin("amy", "amelie");
        tell("amy", "x".repeat(129));
        tell("amelie", "x".repeat(129));
        assertThat(contact("amy")).isNotEqualTo(contact("amelie"));
    }

    private void open(Database.Kind kind) {
        databases = TestDatabases.open(kind, directory);
        hub = new Hub(databases.database(), new Partitions(1), Clock.systemUTC());
    }

    private void begin(String... users) {
        for (String user : users) {
            hub.take(hub.text(user, "m-" + user, "hello"));
        }
    }

    private void tell(String user, String unionId) {
        hub.take(hub.event(user, "event:union-" + user, union(unionId)));
    }

    private Outcome separate(String user) {
        return hub.commands.separate(Hub.ANN, hub.conversation(user), "separate-" + user + System.nanoTime());
    }

    private static ContactChange union(String unionId) {
        return new ContactChange("", "", Map.of(ContactChange.UNION_ID, unionId));
    }

    private ContactId contact(String user) {
        return hub.conversation(user).contact();
    }

    /// As another node would read it.
    private ContactId stored(String user) {
        return new Conversations(databases.database())
                .find(Hub.TENANT, hub.id(user))
                .orElseThrow()
                .contact();
    }

    private List<String> identities(String user) {
        return find(user).identities().stream()
                .map(Contact.Identity::externalId)
                .toList();
    }

    private Contact find(String user) {
        return databases
                .database()
                .read(Tenants.of(Hub.TENANT), tx -> contacts.find(tx, Hub.TENANT, contact(user)))
                .orElseThrow();
    }

    private List<ContactId> all() {
        return databases
                .database()
                .read(Tenants.of(Hub.TENANT), tx -> contacts.list(tx, Hub.TENANT, Optional.empty(), null, 100))
                .stream()
                .map(Contact::id)
                .toList();
    }
}
