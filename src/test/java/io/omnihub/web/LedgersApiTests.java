package io.omnihub.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.omnihub.deadletter.DeadLetter;
import io.omnihub.deadletter.DeadLetters;
import io.omnihub.identity.Role;
import io.omnihub.identity.TenantRegistry;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Edit;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.Api.Answer;
import io.omnihub.wire.ProtobufCodec;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Deliveries and dead letters over the API.
final class LedgersApiTests {

    private final RunningHub hub = RunningHub.shared();
    private final Api admin = hub.as(Role.ADMIN);
    private final Api stranger = hub.as(RunningHub.OTHER, Role.ADMIN);

    @Test
    void aDeliveryIsListedShownAndReplayedOnceItHasEnded() {
        ConversationId id = hub.begin(TenantId.DEFAULT, "Hello");
        admin.post("/api/v1/conversations/" + id + "/replies", "{\"parts\": [{\"type\": \"text\", \"text\": \"Hi\"}]}");
        String list = "/api/v1/deliveries?conversation=" + id;
        await().until(() -> admin.get(list).json().path("items").size() == 1);
        JsonNode delivery = admin.get(list).json().path("items").path(0);
        String path = "/api/v1/deliveries/" + delivery.path("id").asString();

        assertThat(delivery.path("state").asString()).isEqualTo("pending");
        assertThat(delivery.path("sequence").asLong()).isEqualTo(3);
        assertThat(admin.get(path).json()).isEqualTo(delivery);
        assertThat(stranger.get(path).status()).isEqualTo(404);
        assertThat(stranger.get(list).json().path("items")).isEmpty();
        Answer tooEarly = admin.post(path + "/replay", "");
        assertThat(tooEarly.status()).isEqualTo(409);
        assertThat(tooEarly.json().path("type").asString()).contains("wrong-status");

        state(id, "dead");
        assertThat(admin.get(list + "&state=dead").json().path("items")).hasSize(1);
        assertThat(admin.get(list + "&state=unknown").json().path("items")).isEmpty();
        state(id, "recalled");
        assertThat(admin.get(path).json().path("state").asString())
                .as("of a later version")
                .isEqualTo("unknown");
        assertThat(admin.get(list + "&state=unknown").json().path("items")).hasSize(1);
        assertThat(admin.post(path + "/replay", "").status()).isEqualTo(409);
        state(id, "dead");
        assertThat(stranger.post(path + "/replay", "").status()).isEqualTo(404);
        Answer replayed = admin.post(path + "/replay", "");
        assertThat(replayed.status()).isEqualTo(202);
        assertThat(replayed.json().path("state").asString()).isEqualTo("pending");
        assertThat(replayed.json().path("replays").asInt()).isEqualTo(1);
        assertThat(admin.get("/api/v1/audit").json().path("items"))
                .filteredOn(told -> told.toString().contains(delivery.path("id").asString()))
                .extracting(told -> told.path("what").asString())
                .containsExactly("delivery.replayed");
    }

    private void state(ConversationId id, String state) {
        hub.bean(Database.class)
                .write(
                        Tenants.of(TenantId.DEFAULT),
                        tx -> tx.sql()
                                .sql("update errand set state = ? where lane = ?")
                                .params(state, id.value())
                                .update());
    }

    private void refused(ConversationId id, String code, String reason) {
        hub.bean(Database.class)
                .write(
                        Tenants.of(TenantId.DEFAULT),
                        tx -> tx.sql().sql("""
                                update errand set state = 'failed', attempt = 2, maybe_repeated = 1, code = ?, reason = ?
                                where lane = ?""").params(code, reason, id.value()).update());
    }

    @Test
    void aDeadLetterIsListedWithItsBytesAndReplayedTwiceMakesOneMessage() {
        TenantId late = new TenantId("late-" + UUID.randomUUID());
        String user = RunningHub.newUser();
        InboundEvent event =
                RunningHub.event(late, user, Keys.message("m1"), Message.of("m1", new Content.Text("Am I late?")));
        hub.take(event);
        hub.bean(TenantRegistry.class).ensure(late, "Late", ZoneId.of("UTC"));
        Api owner = hub.as(late, Role.ADMIN);
        JsonNode letter = owner.get("/api/v1/dead-letters").json().path("items").path(0);
        String path = "/api/v1/dead-letters/" + letter.path("id").asString();

        assertThat(letter.path("reason").asString()).contains("header.tenant").doesNotContain("Am I late?");
        assertThat(letter.path("kind").asString()).isEqualTo("event");
        assertThat(owner.get(path + "/body").response().body()).isEqualTo(ProtobufCodec.encode(event));
        assertThat(owner.get(path + "/body").header("Content-Disposition")).startsWith("attachment");
        for (String of : List.of(path, path + "/body")) {
            assertThat(admin.get(of).status()).isEqualTo(404);
        }
        assertThat(admin.post(path + "/replay", "").status()).isEqualTo(404);

        for (int i = 0; i < 2; i++) {
            Answer replayed = owner.post(path + "/replay", "");
            assertThat(replayed.status()).isEqualTo(200);
            assertThat(replayed.json().hasNonNull("replayedAt")).isTrue();
        }
        assertThat(owner.get("/api/v1/audit").json().findValuesAsString("what"))
                .startsWith("deadletter.replayed", "deadletter.replayed");
        JsonNode conversations = owner.get("/api/v1/conversations").json().path("items");
        assertThat(conversations).hasSize(1);
        assertThat(conversations.path(0).path("lastSequence").asLong()).isEqualTo(2);
    }

    @Test
    void whereAMessageIsIsToldByAnyOfItsIdsWithoutWhatItSays() {
        ConversationId id = hub.begin(TenantId.DEFAULT, "Secret question");
        admin.post(
                "/api/v1/conversations/" + id + "/replies",
                "{\"parts\": [{\"type\": \"text\", \"text\": \"Secret answer\"}]}");
        String reply = id + ".3";
        await().until(() -> admin.get("/api/v1/deliveries/" + reply).status() == 200);
        JsonNode way = one(admin, reply);
        assertThat(way.path("outbound").asBoolean()).isTrue();
        assertThat(way.path("sequence").asLong()).isEqualTo(3);
        assertThat(steps(way)).containsExactlyInAnyOrder("written", "stored", "entered", "pending");
        assertThat(way.path("steps"))
                .extracting(step -> Instant.parse(step.path("at").asString()))
                .isSorted();
        state(id, "dead");
        assertThat(steps(one(admin, reply))).contains("dead");
        refused(id, "45015", "too late (45015)");
        JsonNode failed = one(admin, reply)
                .path("steps")
                .valueStream()
                .filter(step -> step.path("step").asString().equals("failed"))
                .findFirst()
                .orElseThrow();
        assertThat(failed.path("code").asString()).isEqualTo("45015");
        assertThat(failed.path("reason").asString()).isEqualTo("too late (45015)");
        assertThat(failed.path("attempts").asInt()).isEqualTo(2);
        assertThat(failed.path("maybeRepeated").asBoolean()).isTrue();
        assertThat(failed.path("detail").asString()).isEqualTo("2 attempts, maybe repeated, 45015: too late (45015)");
        assertThat(stranger.get("/api/v1/ways?id=" + reply).json().path("items"))
                .isEmpty();
        assertThat(hub.as(Role.AGENT).get("/api/v1/ways?id=" + reply).status()).isEqualTo(403);
        assertThat(admin.get("/api/v1/ways?id=").status()).isEqualTo(400);
        assertThat(admin.get("/api/v1/ways?id=nobody-knows").json().path("items"))
                .isEmpty();

        String external = "ext-" + UUID.randomUUID();
        hub.take(RunningHub.event(
                TenantId.DEFAULT,
                RunningHub.newUser(),
                Keys.message(external),
                Message.of(external, new Content.Text("Secret text"))));
        JsonNode inbound = one(admin, external);
        assertThat(steps(inbound)).containsExactlyInAnyOrder("written", "stored");
        assertThat(inbound.toString()).doesNotContain("Secret");
        assertThat(one(
                        admin,
                        inbound.path("conversation").asString() + "."
                                + inbound.path("sequence").asLong()))
                .isEqualTo(inbound);

        DeadLetter elsewhere = new DeadLetter(
                UUID.randomUUID().toString(),
                TenantId.DEFAULT,
                "test",
                "elsewhere",
                "engine",
                "no",
                DeadLetter.Kind.EVENT,
                Keys.message(external) + "#00",
                "application/x-protobuf",
                new byte[] {1},
                "",
                Instant.now(),
                null);
        hub.bean(Database.class).write(Tenants.of(TenantId.DEFAULT), tx -> {
            hub.bean(DeadLetters.class).add(tx, elsewhere);
            return 1;
        });
        assertThat(admin.get("/api/v1/ways?id=" + external).json().path("items"))
                .as("the platform's id is another message in another inbox")
                .extracting(each -> each.path("inbox").asString(), LedgersApiTests::steps)
                .containsExactly(
                        tuple(inbound.path("inbox").asString(), steps(inbound)),
                        tuple("elsewhere", List.of("given-up")));
    }

    @Test
    void aDeadLettersWayGoesOnOnceItWasReplayed() {
        TenantId late = new TenantId("way-" + UUID.randomUUID());
        String external = "ext-" + UUID.randomUUID();
        hub.take(RunningHub.event(
                late,
                RunningHub.newUser(),
                Keys.message(external),
                Message.of(external, new Content.Text("Am I late?"))));
        hub.bean(TenantRegistry.class).ensure(late, "Late", ZoneId.of("UTC"));
        Api owner = hub.as(late, Role.ADMIN);
        String letter = owner.get("/api/v1/dead-letters")
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asString();

        for (String each : List.of(letter, external)) {
            JsonNode way = one(owner, each);
            assertThat(steps(way)).containsExactly("given-up");
            assertThat(way.has("conversation")
                            && !way.path("conversation").asString().isEmpty())
                    .isFalse();
        }
        owner.post("/api/v1/dead-letters/" + letter + "/replay", "");
        assertThat(steps(one(owner, letter))).containsExactlyInAnyOrder("written", "given-up", "replayed", "stored");
    }

    private static JsonNode one(Api api, String id) {
        JsonNode items = api.get("/api/v1/ways?id=" + id).json().path("items");
        assertThat(items).hasSize(1);
        return items.path(0);
    }

    private static List<String> steps(JsonNode way) {
        return way.path("steps")
                .valueStream()
                .map(step -> step.path("step").asString())
                .toList();
    }

    @Test
    void aReplayThatFailsAgainSaysWhyAndLeavesTheLetter() {
        String user = RunningHub.newUser();
        TenantId tenant = new TenantId("fails-" + UUID.randomUUID());
        hub.bean(TenantRegistry.class).ensure(tenant, "Fails", ZoneId.of("UTC"));
        hub.take(RunningHub.event(tenant, user, Keys.message("m1"), Message.of("m1", new Content.Text("Hello"))));
        hub.take(RunningHub.event(
                tenant, user, Keys.edit("m1", "1"), new Edit(MessageRef.of(99), List.of(new Content.Text("x")))));
        Api owner = hub.as(tenant, Role.ADMIN);
        String path = "/api/v1/dead-letters/"
                + owner.get("/api/v1/dead-letters")
                        .json()
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString();

        Answer replayed = owner.post(path + "/replay", "");

        assertThat(replayed.status()).isEqualTo(422);
        assertThat(replayed.json().path("detail").asString()).isEqualTo("There is no such message.");
        assertThat(owner.get(path).json().hasNonNull("replayedAt")).isFalse();
    }
}
