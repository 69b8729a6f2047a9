package io.omnihub.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.ChannelId;
import io.omnihub.message.ContactChange;
import io.omnihub.message.ContactId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class ContactsTests {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId BOLT = new TenantId("bolt");
    private static final InboxId SHOP = new InboxId("shop");

    @TempDir
    private Path directory;

    private final Contacts contacts = new Contacts();
    private Databases databases;

    @AfterEach
    void close() {
        databases.close();
    }

    @OnBothDatabases
    void anIdentityIsOnePersonInItsInboxAndTenant(Database.Kind kind) {
        databases = TestDatabases.open(kind, directory);
        ContactId amy = meet(ACME, SHOP, "amy", "Amy");

        assertThat(meet(ACME, SHOP, "amy", "Another name")).isEqualTo(amy);
        assertThat(Set.of(
                        amy,
                        meet(ACME, SHOP, "bob", ""),
                        meet(ACME, new InboxId("service"), "amy", ""),
                        meet(BOLT, SHOP, "amy", "")))
                .hasSize(4);
        Contact contact = find(ACME, amy);
        assertThat(contact.name()).isEqualTo("Amy");
        assertThat(contact.locale()).isEmpty();
        assertThat(contact.identities()).containsExactly(new Contact.Identity(SHOP, "amy"));
        Optional<Contact> elsewhere = databases.database().read(Tenants.of(BOLT), tx -> contacts.find(tx, BOLT, amy));
        assertThat(elsewhere).isEmpty();
    }

    @OnBothDatabases
    void manyWhoMeetAPersonAtOnceMeetOneContact(Database.Kind kind) {
        databases = TestDatabases.open(kind, directory);
        List<CompletableFuture<ContactId>> met = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> meet(ACME, SHOP, "amy", "Amy")))
                .toList();

        assertThat(met.stream().map(one -> one.orTimeout(30, TimeUnit.SECONDS).join()))
                .hasSize(8)
                .containsOnly(met.getFirst().join());
        Long rows = databases
                .database()
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select count(*) from contact")
                                .query(Long.class)
                                .single());
        assertThat(rows).isEqualTo(1L);
    }

    @OnBothDatabases
    void whatIsLearntIsAddedAndEmptyTextsLeaveTheRest(Database.Kind kind) {
        databases = TestDatabases.open(kind, directory);
        ContactId amy = meet(ACME, SHOP, "amy", "Amy");

        change(amy, new ContactChange("", "zh-CN", Map.of("city", "上海", "level", "gold")));
        change(amy, new ContactChange("艾米", "", Map.of("level", "", "age", "30")));

        Contact contact = find(ACME, amy);
        assertThat(contact.name()).isEqualTo("艾米");
        assertThat(contact.locale()).isEqualTo("zh-CN");
        assertThat(contact.attributes()).isEqualTo(Map.of("city", "上海", "age", "30"));
    }

    @OnBothDatabases
    void allAreListedOnceByPagesAndOneIsFoundByItsExternalId(Database.Kind kind) {
        databases = TestDatabases.open(kind, directory);
        Set<ContactId> met = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            met.add(meet(ACME, SHOP, "user-" + i, "User " + i));
        }
        meet(BOLT, SHOP, "user-0", "Of another tenant");

        List<ContactId> listed = new ArrayList<>();
        List<Contact> page = list(Optional.empty(), null);
        while (!page.isEmpty()) {
            page.forEach(contact -> listed.add(contact.id()));
            Contact last = page.getLast();
            page = list(Optional.empty(), new Contacts.Mark(last.createdAt(), last.id()));
        }

        assertThat(listed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(met);
        assertThat(list(Optional.of("user-3"), null)).extracting(Contact::name).containsExactly("User 3");
        assertThat(list(Optional.of("user-9"), null)).isEmpty();
    }

    private List<Contact> list(Optional<String> externalId, Contacts.Mark before) {
        return databases
                .database()
                .read(Tenants.of(ACME), tx -> contacts.list(tx, ACME, externalId.map(List::of), before, 2));
    }

    @OnBothDatabases
    void whoWasFoundToBeAnotherIsStillMeantByTheOldNumber(Database.Kind kind) {
        databases = TestDatabases.open(kind, directory);
        ContactId first = meet(ACME, SHOP, "amy", "Amy");
        change(first, new ContactChange("", "", Map.of("phone", "+86 138 0013 8000")));
        InboxId service = new InboxId("service");
        ContactId known = meet(ACME, service, "amy2", "Amy");
        ChannelId channel = new ChannelId("chat");
        databases.database().write(Tenants.of(ACME), tx -> {
            var _ = contacts.unite(tx, ACME, channel, new Contact.Identity(service, "amy2"), known, "u1");
            return contacts.unite(tx, ACME, channel, new Contact.Identity(SHOP, "amy"), first, "u1");
        });

        KnownBy phone = new KnownBy("phone", "13800138000");
        List<ContactId> meant =
                databases.database().read(Tenants.of(ACME), tx -> contacts.knownBy(tx, ACME, List.of(phone), 10));
        assertThat(meant).containsExactly(known);
        Contact contact = find(ACME, known);
        List<KnownBy> facts = databases.database().read(Tenants.of(ACME), tx -> contacts.facts(tx, ACME, contact));
        assertThat(facts).containsExactly(phone);
    }

    private ContactId meet(TenantId tenant, InboxId inbox, String user, String name) {
        return databases
                .database()
                .write(Tenants.of(tenant), tx -> contacts.insertOrRead(tx, tenant, inbox, user, name, 1_000));
    }

    private void change(ContactId id, ContactChange change) {
        databases.database().write(Tenants.of(ACME), tx -> {
            contacts.change(tx, ACME, id, change);
            return id;
        });
    }

    private Contact find(TenantId tenant, ContactId id) {
        return databases
                .database()
                .read(Tenants.of(tenant), tx -> contacts.find(tx, tenant, id))
                .orElseThrow();
    }
}
