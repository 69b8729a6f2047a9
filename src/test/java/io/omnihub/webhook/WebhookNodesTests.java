package io.omnihub.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnihub.TestClock;
import io.omnihub.conversation.Hub;
import io.omnihub.conversation.Partitions;
import io.omnihub.errand.Errand;
import io.omnihub.errand.Errands;
import io.omnihub.errand.Telling;
import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.keys.TenantKeys;
import io.omnihub.keys.TestKeys;
import io.omnihub.log.Cursors;
import io.omnihub.log.LogEpoch;
import io.omnihub.log.LogWorker;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.message.Content;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.outside.PublicAddresses;
import io.omnihub.outside.PublicHttp;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// Webhooks over days, on several nodes, on both databases.
final class WebhookNodesTests {

    private static final WebhookProperties SETTINGS = new WebhookProperties(
            50,
            8,
            Duration.ofSeconds(15),
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(5),
                    Duration.ofHours(10),
                    Duration.ofHours(14),
                    Duration.ofHours(20),
                    Duration.ofHours(24)),
            0.1,
            Duration.ofDays(5),
            Duration.ofMinutes(1),
            Duration.ofMillis(50),
            Duration.ofDays(7));

    @TempDir
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final TestClock clock = new TestClock();
    private final Receiver receiver = new Receiver();
    private Database database;
    private TenantKeys keys;
    private Hub hub;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
        receiver.close();
    }

    @OnBothDatabases
    void whatFailsIsTriedAgainAsTheStandardProposesAndWhatIsOldIsForgotten(Database.Kind kind) {
        open(kind);
        Node node = new Node();
        receiver.answering = _ -> Receiver.Answer.of(500);
        Subscription webhook = node.subscribe(false);
        say("Hello");
        await().until(() -> node.attempts() == 1);
        List<Duration> pauses = SETTINGS.retries();
        for (int i = 0; i < pauses.size(); i++) {
            int before = i + 1;
            clock.forward(pauses.get(i).minusMillis(1));
            await().during(Duration.ofMillis(60)).until(() -> node.attempts() == before);
            clock.forward(Duration.ofMillis(1));
            await().until(() -> node.attempts() == before + 1);
        }
        await().until(() -> node.deliveries(webhook).getFirst().state().equals(Errand.DEAD));
        assertThat(node.subscriptions.find(Hub.TENANT, webhook.id()))
                .as("it has failed for three days only")
                .get()
                .extracting(Subscription::isOn)
                .isEqualTo(true);

        clock.forward(Duration.ofDays(7));
        node.attempts.forget(clock.instant().minus(SETTINGS.retention()));
        assertThat(node.attempts()).as("the last was seven days ago, not more").isOne();
        clock.forward(Duration.ofMillis(1));
        node.attempts.forget(clock.instant().minus(SETTINGS.retention()));
        assertThat(node.attempts()).isZero();
    }

    @OnBothDatabases
    void whoWantsToBeLeftAloneIsLeftAlone(Database.Kind kind) {
        open(kind);
        Node node = new Node();
        receiver.answering = _ -> new Receiver.Answer(429, Map.of("Retry-After", "3600"), "");
        node.subscribe(false);
        say("Hello");
        await().until(() -> node.attempts() == 1);
        clock.forward(Duration.ofSeconds(3_599));
        await().during(Duration.ofMillis(100)).until(() -> receiver.got.size() == 1);
        clock.forward(Duration.ofSeconds(1));
        await().until(() -> receiver.got.size() == 2);
    }

    @OnBothDatabases
    void twoNodesTellAnEventOnceAndEachSeesWhatTheOtherChanged(Database.Kind kind) {
        open(kind);
        Node one = new Node();
        Node other = new Node();
        Subscription webhook = one.subscribe(true);
        for (int i = 0; i < 20; i++) {
            say("Hello " + i);
        }
        await().until(() -> one.deliveries(webhook).stream()
                        .filter(each -> each.state().equals(Errand.DONE))
                        .count()
                == 20);
        assertThat(receiver.got).hasSize(20);
        assertThat(receiver.got.stream()
                        .map(got -> got.headers().get("webhook-id"))
                        .distinct())
                .hasSize(20);

        receiver.answering = _ -> Receiver.Answer.of(410);
        say("Are you there?");
        await().until(() -> {
            one.subscriptions.refresh();
            other.subscriptions.refresh();
            return List.of(one, other).stream()
                    .noneMatch(each -> each.subscriptions
                            .find(Hub.TENANT, webhook.id())
                            .orElseThrow()
                            .isOn());
        });
        assertThat(one.subscriptions.remove(Hub.TENANT, webhook.id(), "li")).isTrue();
        other.subscriptions.refresh();
        assertThat(other.subscriptions.of(Hub.TENANT)).isEmpty();
        assertThat(new AuditLog(database, clock).list(Hub.TENANT, Long.MAX_VALUE, 10))
                .extracting(row -> row.who() + " " + row.what())
                .containsExactly(
                        "li " + AuditAction.WEBHOOK_DELETED.publicName(),
                        "hub " + AuditAction.WEBHOOK_SWITCHED_OFF.publicName(),
                        "li " + AuditAction.WEBHOOK_CREATED.publicName());
    }

    @OnBothDatabases
    void whatAnotherKeyHasEncryptedSignsNothingUntilThereIsANewSecret(Database.Kind kind) {
        open(kind);
        Node node = new Node();
        Subscription webhook = node.subscribe(false);
        database.write(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("update webhook set secrets = ?, revision = revision + 1")
                        .param(new byte[100])
                        .update());
        Subscriptions later = subscriptions();
        Subscription unknown = subscribe(later, "later");
        database.write(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("update webhook set filter = ? where id = ?")
                        .params("{\"types\": [\"message.exploded\"]}", unknown.id())
                        .update());
        node.subscriptions.refresh();
        assertThat(node.found(webhook).keys().areReadable()).isFalse();
        assertThat(node.found(unknown).state()).isEqualTo(Subscription.State.UNKNOWN);
        say("Hello");
        await().until(() ->
                node.deliveries(webhook).stream().anyMatch(each -> each.reason().contains("give it another one")));
        assertThat(receiver.got).isEmpty();
        EventErrand event = EventErrand.of(node.deliveries(webhook).getFirst().id());
        assertThat(node.attempts.of(Hub.TENANT, webhook.id(), event))
                .as("as other attempts are listed")
                .singleElement()
                .satisfies(each -> assertThat(each.attempted().error())
                        .isEqualTo("the webhook's secret can't be read: give it another one"));
        assertThat(node.found(webhook).failingSince()).isNull();
        node.subscriptions.refresh();
        assertThat(node.found(webhook).failingSince()).isEqualTo(clock.instant());

        assertThat(node.subscriptions.change(
                        Hub.TENANT, webhook.id(), new Subscriptions.Change("renamed", null, null, null), "li"))
                .get()
                .extracting(Subscription::name)
                .isEqualTo("renamed");
        for (boolean on : List.of(false, true)) {
            assertThat(node.subscriptions.set(Hub.TENANT, webhook.id(), on, hub.reader.end(), "li"))
                    .get()
                    .extracting(Subscription::isOn)
                    .isEqualTo(on);
        }
        Subscriptions restarted = subscriptions();
        restarted.refresh();
        assertThat(restarted.of(Hub.TENANT)).hasSize(2);
        node.subscriptions.rotate(Hub.TENANT, webhook.id(), SigningKey.fresh(), clock.instant(), "li");
        clock.forward(Duration.ofSeconds(5));
        await().until(() -> receiver.got.size() == 1);
    }

    @OnBothDatabases
    void whatIsMadeAtAnotherNodeMissesNothingAlsoWhereAnotherOneWentAtTheSameTime(Database.Kind kind) {
        open(kind);
        Node node = new Node();
        Subscription gone = node.subscribe(false);
        say("Known to both");
        await().until(() -> receiver.got.size() == 1);

        Subscriptions elsewhere = subscriptions();
        elsewhere.remove(Hub.TENANT, gone.id(), "li");
        Subscription made = subscribe(elsewhere, "made elsewhere");
        say("Known to one");
        await().until(() ->
                node.deliveries(made).stream().anyMatch(each -> each.state().equals(Errand.DONE)));
        assertThat(receiver.got).hasSize(2);
        assertThat(node.deliveries(gone)).hasSize(1);
    }

    @OnBothDatabases
    void whoeverChangesSomethingPutsNothingElseBack(Database.Kind kind) {
        open(kind);
        Subscriptions one = subscriptions();
        Subscriptions other = subscriptions();
        Subscription webhook = subscribe(one, "test");
        other.refresh();
        SigningKey fresh = SigningKey.fresh();
        one.rotate(Hub.TENANT, webhook.id(), fresh, clock.instant(), "li");
        Subscription renamed = other.change(
                        Hub.TENANT, webhook.id(), new Subscriptions.Change("renamed", null, null, true), "wu")
                .orElseThrow();
        assertThat(renamed.keys().current()).extracting(SigningKey::text).isEqualTo(fresh.text());
        assertThat(renamed.ordered()).isTrue();

        Attempted failed = new Attempted(clock.instant(), Duration.ZERO, 400, "", "", Duration.ZERO);
        Attempted taken = new Attempted(clock.instant(), Duration.ZERO, 200, "", "", Duration.ZERO);
        note(one, webhook, failed);
        assertThat(found(one, webhook).failingSince()).isEqualTo(clock.instant());
        note(other, webhook, taken);
        assertThat(found(one, webhook).failingSince())
                .as("it was begun before the failure was known")
                .isNull();
        note(one, webhook, failed);
        String mended = receiver.url() + "&mended";
        one.change(Hub.TENANT, webhook.id(), new Subscriptions.Change(null, mended, null, null), "li");
        assertThat(found(one, webhook).failingSince()).isNull();
        note(one, webhook, new Attempted(clock.instant(), Duration.ZERO, 410, "", "", Duration.ZERO));
        assertThat(found(one, webhook).isOn())
                .as("it was the address before that is gone")
                .isTrue();
    }

    private void note(Subscriptions subscriptions, Subscription webhook, Attempted attempted) {
        database.write(Tenants.of(Hub.TENANT), tx -> {
            subscriptions.note(tx, webhook, attempted, SETTINGS.switchOffAfter());
            return true;
        });
    }

    private static Subscription found(Subscriptions subscriptions, Subscription webhook) {
        subscriptions.refresh();
        return subscriptions.find(Hub.TENANT, webhook.id()).orElseThrow();
    }

    private Subscriptions subscriptions() {
        return new Subscriptions(database, keys, new AuditLog(database, clock), clock, 50);
    }

    private Subscription subscribe(Subscriptions subscriptions, String name) {
        return subscribe(subscriptions, name, false);
    }

    private Subscription subscribe(Subscriptions subscriptions, String name, boolean ordered) {
        Subscription made = new Subscription(
                Hub.TENANT,
                "wh-" + UUID.randomUUID(),
                name,
                receiver.url(),
                new EventFilter(List.of("message.created"), List.of(), List.of(), List.of(), ""),
                ordered,
                Subscription.State.ON,
                clock.instant(),
                null,
                SigningKeys.of(SigningKey.fresh()),
                "li",
                clock.instant(),
                hub.reader.end());
        assertThat(subscriptions.add(made, "li")).isTrue();
        return made;
    }

    private void open(Database.Kind kind) {
        Databases databases = TestDatabases.open(kind, directory);
        open.add(databases);
        database = databases.database();
        keys = TestKeys.open(database, directory.resolve("keys"));
        hub = new Hub(database, new Partitions(1), clock);
        open.add(hub);
    }

    private void say(String text) {
        String id = UUID.randomUUID().toString();
        hub.take(hub.event("amy", Keys.message(id), new Message(id, List.of(new Content.Text(text)), null)));
    }

    /// What a node has for webhooks.
    private final class Node {

        private final Subscriptions subscriptions = WebhookNodesTests.this.subscriptions();
        private final Errands errands = new Errands(
                database,
                SETTINGS.errands(),
                Telling.NOBODY,
                clock,
                () -> 0.5,
                UUID.randomUUID().toString(),
                Loops.unobserved());
        private final Attempts attempts = new Attempts(database);

        Node() {
            PublicHttp http = new PublicHttp(new PublicAddresses(List.of("127.0.0.1")));
            open.add(http);
            EventSending sending = new EventSending(
                    subscriptions,
                    new WebhookSender(http, SETTINGS.timeout(), clock),
                    database,
                    hub.reader,
                    new LogEpoch(database),
                    SETTINGS.switchOffAfter(),
                    new SimpleMeterRegistry());
            Loop runner = errands.runner("webhook-runner", sending, SETTINGS.concurrency());
            LogWorker reader = new LogWorker(
                    WebhookProperties.KIND,
                    1,
                    database,
                    new Cursors(database, clock),
                    hub.feed,
                    new EventReader(subscriptions, hub.conversations, errands),
                    Loops.unobserved());
            errands.teller().loop().start();
            open.add(errands.teller().loop()::stop);
            runner.start();
            open.add(runner::stop);
            reader.start();
            open.add(reader::stop);
        }

        Subscription subscribe(boolean ordered) {
            return WebhookNodesTests.this.subscribe(subscriptions, "test", ordered);
        }

        Subscription found(Subscription subscription) {
            return subscriptions.find(Hub.TENANT, subscription.id()).orElseThrow();
        }

        List<Errand> deliveries(Subscription subscription) {
            return errands.listOf(Hub.TENANT, subscription.id(), Optional.empty(), null, 100);
        }

        int attempts() {
            return database.read(
                    Tenants.of(Hub.TENANT),
                    tx -> tx.sql()
                            .sql("select count(*) from webhook_attempt")
                            .query(Integer.class)
                            .single());
        }
    }
}
