package io.omnihub.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.TestClock;
import io.omnihub.contact.Contact;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class DevicesTests {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");
    private static final InboxId PHONE = new InboxId("mobile");

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();
    private final ConversationId visitor = new ConversationId(UUID.randomUUID().toString());
    private Databases databases;
    private Database database;
    private Devices devices;

    @AfterEach
    void close() {
        databases.close();
    }

    @OnBothDatabases
    void aTokenMovesTheNewestStayAndWhatIsOldGoes(Database.Kind kind) {
        open(kind);
        Instant begun = clock.instant();
        for (int i = 0; i < 5; i++) {
            register(visitor, "device-number-000" + i, "token-" + i);
        }
        assertThat(tokens(visitor)).containsExactly("token-2", "token-3", "token-4");

        ConversationId second = new ConversationId(UUID.randomUUID().toString());
        register(second, "device-number-0009", "token-4");
        assertThat(tokens(visitor)).containsExactly("token-2", "token-3");
        assertThat(tokens(second)).containsExactly("token-4");

        register(second, "device-number-0009", "token-5");
        assertThat(tokens(second)).containsExactly("token-5");

        Instant before = clock.instant();
        devices.forget(begun);
        assertThat(tokens(visitor)).containsExactly("token-2", "token-3");
        register(visitor, "device-number-0002", "token-2");
        devices.forget(before);
        assertThat(tokens(visitor)).containsExactly("token-2");
        assertThat(tokens(second)).isEmpty();
    }

    @OnBothDatabases
    void whatIsGoneIsForgottenUnlessItWasRegisteredAnewSince(Database.Kind kind) {
        open(kind);
        register(visitor, "device-number-0001", "token");
        Device device = of(ACME, visitor).getFirst();
        Instant begun = clock.instant();
        register(visitor, "device-number-0001", "token");
        gone(device, begun);
        assertThat(tokens(visitor)).containsExactly("token");

        register(visitor, "device-number-0001", "another");
        gone(device, clock.instant().plusSeconds(1));
        assertThat(tokens(visitor)).containsExactly("another");

        gone(of(ACME, visitor).getFirst(), clock.instant().plusSeconds(1));
        assertThat(tokens(visitor)).isEmpty();
    }

    @OnBothDatabases
    void oneTokenThatTwoRegisterAtOnceIsOnes(Database.Kind kind) {
        open(kind);
        List<ConversationId> visitors = IntStream.range(0, 8)
                .mapToObj(_ -> new ConversationId(UUID.randomUUID().toString()))
                .toList();
        List<CompletableFuture<Void>> all = visitors.stream()
                .map(each -> CompletableFuture.runAsync(() ->
                        devices.register(new Device(ACME, PHONE, each, "device-number-0001", "fcm", "token", "", ""))))
                .toList();
        all.forEach(CompletableFuture::join);

        assertThat(visitors.stream().flatMap(each -> tokens(each).stream())).containsExactly("token");
    }

    @OnBothDatabases
    void whatIsToldAtOnceIsAllKept(Database.Kind kind) {
        open(kind);
        VisitorContexts contexts = new VisitorContexts(database, clock);
        List<CompletableFuture<Void>> all = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> contexts.tell(ACME, PHONE, "v-1", Map.of("fact" + i, "value"))))
                .toList();
        all.forEach(CompletableFuture::join);

        assertThat(told(contexts, ACME)).hasSize(8);
        assertThat(told(contexts, OTHER)).isEmpty();
        contexts.forget(clock.instant().plusSeconds(1));
        assertThat(told(contexts, ACME)).isEmpty();
    }

    private Map<String, String> told(VisitorContexts contexts, TenantId tenant) {
        Contact.Identity identity = new Contact.Identity(PHONE, "v-1");
        return database.read(
                Tenants.of(tenant),
                tx -> contexts.of(tx, tenant, identity)
                        .map(VisitorContexts.Told::facts)
                        .orElseGet(Map::of));
    }

    @OnBothDatabases
    void anotherTenantSeesNone(Database.Kind kind) {
        open(kind);
        register(visitor, "device-number-0001", "token");
        devices.remove(OTHER, visitor, "device-number-0001");

        assertThat(of(OTHER, visitor)).isEmpty();
        assertThat(devices.find(OTHER, Device.lane(visitor, "device-number-0001")))
                .isEmpty();
        assertThat(devices.find(ACME, Device.lane(visitor, "device-number-0001")))
                .isPresent();
    }

    private void open(Database.Kind kind) {
        databases = TestDatabases.open(kind, directory);
        database = databases.database();
        devices = new Devices(database, clock, 3);
    }

    private void register(ConversationId conversation, String id, String token) {
        devices.register(new Device(ACME, PHONE, conversation, id, "fcm", token, "", ""));
        clock.forward(Duration.ofMillis(2));
    }

    private void gone(Device device, Instant begun) {
        database.write(Tenants.of(ACME), tx -> {
            devices.gone(tx, device, begun);
            return true;
        });
    }

    private List<String> tokens(ConversationId conversation) {
        return of(ACME, conversation).stream().map(Device::token).toList();
    }

    private List<Device> of(TenantId tenant, ConversationId conversation) {
        return database.read(Tenants.of(tenant), tx -> devices.of(tx, tenant, conversation));
    }
}
