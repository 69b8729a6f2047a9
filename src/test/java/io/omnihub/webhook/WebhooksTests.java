package io.omnihub.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.omnihub.identity.Role;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.Api;
import io.omnihub.web.Api.Answer;
import io.omnihub.web.RunningHub;
import io.omnihub.webhook.Receiver.Got;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What happens is told to a real server that has subscribed to it.
final class WebhooksTests {

    private static final String WEBHOOKS = "/api/v1/webhooks";
    private static final JsonMapper JSON = new JsonMapper();

    private final RunningHub hub = RunningHub.shared();
    private final Api admin = hub.watcher();
    private final Api stranger = hub.as(RunningHub.OTHER, Role.ADMIN);
    private final Receiver receiver = new Receiver();
    private final List<String> made = new ArrayList<>();

    @AfterEach
    void close() {
        made.forEach(id -> admin.delete(WEBHOOKS + "/" + id));
        receiver.close();
    }

    @Test
    void anEventIsToldOnceAsACloudEventThatThePublishedVerifiersOfTwoLanguagesAccept() throws Exception {
        JsonNode webhook = subscribe(receiver.url(), "\"types\": [\"message.created\"]", false);
        String secret = webhook.path("secret").asString();
        ConversationId id = hub.begin(TenantId.DEFAULT, "Hello 你好 & \"quotes\"");
        await().until(() -> receiver.about(id).size() == 1);

        Got got = receiver.about(id).getFirst();
        assertThat(got.path()).isEqualTo("/hook?from=hub");
        assertThat(got.headers().get("content-type")).startsWith("application/cloudevents+json");
        JsonNode event = got.json();
        assertThat(event.path("specversion").asString()).isEqualTo("1.0");
        assertThat(event.path("id").asString()).isEqualTo(got.headers().get("webhook-id"));
        assertThat(got.type()).isEqualTo("io.omnihub.message.created");
        assertThat(event.path("source").asString()).isEqualTo("/tenants/default/inboxes/shop");
        assertThat(got.text()).isEqualTo("Hello 你好 & \"quotes\"");
        verify(secret, got);
        verifyByNode(secret, got);
        assertThatThrownBy(() -> verify(SigningKey.fresh().text(), got))
                .isInstanceOf(WebhookVerificationException.class);

        JsonNode rotated = admin.post(path(webhook) + "/secret", "{}").json();
        String next = rotated.path("secret").asString();
        assertThat(rotated.at("/webhook/oldSecretUntil").asString()).isNotEmpty();
        ConversationId second = hub.begin(TenantId.DEFAULT, "Again");
        await().until(() -> receiver.about(second).size() == 1);
        Got later = receiver.about(second).getFirst();
        for (String each : List.of(secret, next)) {
            verify(each, later);
            verifyByNode(each, later);
        }

        admin.post(path(webhook) + "/secret", "{\"secret\": \"" + secret + "\", \"keepOldFor\": \"PT0S\"}");
        ConversationId third = hub.begin(TenantId.DEFAULT, "And again");
        await().until(() -> receiver.about(third).size() == 1);
        verify(secret, receiver.about(third).getFirst());
        assertThatThrownBy(() -> verify(next, receiver.about(third).getFirst()))
                .isInstanceOf(WebhookVerificationException.class);
    }

    private static void verify(String secret, Got got) throws Exception {
        Map<String, List<String>> headers = got.headers().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
        new Webhook(secret).verify(got.body(), headers);
    }

    private static void verifyByNode(String secret, Got got) throws IOException, InterruptedException {
        Process node = new ProcessBuilder("node", "--input-type=module", "--eval", """
                import { Webhook } from 'standardwebhooks'
                const { secret, body, headers } = JSON.parse(await new Response(process.stdin).text())
                new Webhook(secret).verify(body, headers)
                """)
                .directory(Path.of("src/main/console").toFile())
                .redirectErrorStream(true)
                .start();
        try (var in = node.getOutputStream()) {
            in.write(JSON.writeValueAsBytes(Map.of("secret", secret, "body", got.body(), "headers", got.headers())));
        }
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).as(said).isZero();
    }

    @Test
    void onlyWhatFitsIsTold() {
        subscribe(receiver.url(), "\"types\": [\"message.created\"], \"direction\": \"outbound\"", false);
        Receiver labelled = new Receiver();
        Receiver elsewhere = new Receiver();
        try (labelled;
                elsewhere) {
            subscribe(labelled.url(), "\"labels\": [\"vip\", \"urgent\"]", false);
            subscribe(elsewhere.url(), "\"inboxes\": [\"narrow\"], \"channels\": [\"test\"]", false);
            ConversationId id = hub.begin(TenantId.DEFAULT, "Hello");
            ConversationId foreign = hub.begin(RunningHub.OTHER, "Hello");
            String conversation = "/api/v1/conversations/" + id;
            admin.post(conversation + "/replies", "{\"parts\": [{\"type\": \"text\", \"text\": \"Hi\"}]}");
            admin.post(conversation + "/labels", "{\"add\": [\"vip\"]}");
            admin.post(conversation + "/notes", "{\"parts\": [{\"type\": \"text\", \"text\": \"Rich\"}]}");

            await().until(() ->
                    labelled.about(id).stream().anyMatch(got -> got.type().endsWith("note.created")));
            await().until(() -> receiver.about(id).size() == 1);
            assertThat(receiver.about(id).getFirst().text()).isEqualTo("Hi");
            assertThat(labelled.about(id))
                    .extracting(Got::type)
                    .contains("io.omnihub.session.labelled", "io.omnihub.note.created");
            assertThat(elsewhere.got).isEmpty();
            for (Receiver each : List.of(receiver, labelled)) {
                assertThat(each.about(foreign)).isEmpty();
            }
        }
    }

    @Test
    void whatAnAgentPressesOnARecordIsToldToTheSystemThatHasIt() {
        subscribe(receiver.url(), "\"types\": [\"record.clicked\"]", false);
        String user = RunningHub.newUser();
        ConversationId id = hub.begin(TenantId.DEFAULT, user, "Please cancel it");
        hub.bean(ProducerTemplate.class).sendBodyAndHeader("hub:record", """
                        {"type": "order", "key": "%1$s", "contact": {"shop": "%1$s"}, "buttons": {"Cancel": {"value": "cancel"}}}""".formatted(user), "HubInbox", "shop");
        String conversation = "/api/v1/conversations/" + id;
        String contact = admin.get(conversation).json().at("/contact/id").asString();
        String record = await().until(
                        () -> admin.get("/api/v1/contacts/" + contact + "/records")
                                .json()
                                .at("/items/0/id")
                                .asString(""),
                        found -> !found.isEmpty());
        admin.post(conversation + "/notes", "{\"parts\": [{\"type\": \"text\", \"text\": \"Rich\"}]}");
        assertThat(admin.post(conversation + "/records/" + record + "/clicks", "{\"value\": \"cancel\"}")
                        .status())
                .isEqualTo(201);

        await().until(() -> receiver.about(id).size() == 1);
        JsonNode event = receiver.about(id).getFirst().json();
        assertThat(event.path("type").asString()).isEqualTo("io.omnihub.record.clicked");
        assertThat(event.at("/data/sender/id").asString()).isNotEmpty();
        JsonNode click = event.at("/data/change/parts/0/data");
        assertThat(click.path("key").asString()).isEqualTo(user);
        assertThat(click.path("value").asString()).isEqualTo("cancel");
    }

    @Test
    void whatFailsIsTriedAgainAndEachAttemptIsKeptWithItsAnswer() {
        AtomicInteger calls = new AtomicInteger();
        receiver.answering = _ -> calls.incrementAndGet() < 3
                ? new Receiver.Answer(503, Map.of(), "x".repeat(5_000))
                : Receiver.Answer.of(200);
        JsonNode webhook = subscribe(receiver.url(), "\"types\": [\"message.created\"]", false);
        ConversationId id = hub.begin(TenantId.DEFAULT, "Hello");

        await().until(() -> states(webhook, id).equals(List.of("done")));
        JsonNode delivery = delivery(webhook, id);
        assertThat(delivery.at("/event/type").asString()).isEqualTo("message.created");
        assertThat(delivery.at("/event/attempts").asInt()).isEqualTo(3);
        assertThat(delivery.path("body").asString())
                .isEqualTo(receiver.about(id).getFirst().body());
        JsonNode attempts = delivery.path("attempts");
        assertThat(attempts).hasSize(3);
        assertThat(attempts).extracting(each -> each.path("status").asInt()).containsExactly(503, 503, 200);
        assertThat(attempts.path(0).path("answer").asString()).isEqualTo("x".repeat(1_024));
        assertThat(delivery.at("/event/code").asString("")).isEmpty();
        assertThat(receiver.about(id))
                .extracting(got -> got.headers().get("webhook-id"))
                .hasSize(3)
                .containsOnly(receiver.about(id).getFirst().headers().get("webhook-id"));
        await().until(() -> !shown(webhook).hasNonNull("failingSince"));

        // By a person, whatever it answered.
        String event = path(webhook) + "/deliveries/" + delivery.at("/event/id").asString();
        assertThat(stranger.post(event + "/replay", "").status()).isEqualTo(404);
        assertThat(admin.post(event + "/replay", "").status()).isEqualTo(202);
        await().until(() -> receiver.about(id).size() == 4);
        await().until(() -> states(webhook, id).equals(List.of("done")));
        assertThat(delivery(webhook, id).at("/event/replays").asInt()).isEqualTo(1);
    }

    @Test
    void whatIsGivenUpIsToldAgainWhenSomebodyAsksForATime() {
        receiver.answering = _ -> Receiver.Answer.of(500);
        JsonNode webhook = subscribe(receiver.url(), "\"types\": [\"message.created\"]", false);
        ConversationId id = hub.begin(TenantId.DEFAULT, "Hello");
        await().until(() -> receiver.about(id).size() == 4);
        await().until(() -> attempts(webhook, id) == 4);
        assertThat(shown(webhook).path("open").asLong()).isEqualTo(1);
        // The last pause is an hour.
        database("update errand set next_attempt_at = 0 where target = ? and tenant = ?", webhook);
        await().until(() -> states(webhook, id).equals(List.of("dead")));
        JsonNode event = delivery(webhook, id).path("event");
        assertThat(event.path("code").asString()).isEqualTo("http-500");
        assertThat(event.path("reason").asString()).isEqualTo("it answered 500");
        assertThat(admin.get(path(webhook) + "/deliveries?state=done").json().path("items"))
                .isEmpty();

        receiver.answering = _ -> Receiver.Answer.of(200);
        assertThat(admin.post(path(webhook) + "/replay", "{\"from\": \"2099-01-01T00:00:00Z\"}")
                        .status())
                .isEqualTo(400);
        String from = "{\"from\": \"" + Instant.now().minusSeconds(60) + "\"}";
        assertThat(stranger.post(path(webhook) + "/replay", from).status()).isEqualTo(404);
        assertThat(admin.post(path(webhook) + "/replay", from)
                        .json()
                        .path("events")
                        .asInt())
                .isEqualTo(1);
        await().until(() -> states(webhook, id).equals(List.of("done")));
        assertThat(admin.post(path(webhook) + "/replay", from)
                        .json()
                        .path("events")
                        .asInt())
                .isZero();
        String all = "{\"from\": \"" + Instant.now().minusSeconds(60) + "\", \"all\": true}";
        assertThat(admin.post(path(webhook) + "/replay", all)
                        .json()
                        .path("events")
                        .asInt())
                .isEqualTo(1);
        await().until(() -> receiver.about(id).size() == 7);
    }

    @Test
    void whoSaysThatItIsNoMoreIsToldOfNothingMore() {
        receiver.answering = _ -> Receiver.Answer.of(410);
        JsonNode webhook = subscribe(receiver.url(), "\"types\": [\"message.created\"]", false);
        ConversationId id = hub.begin(TenantId.DEFAULT, "Hello");
        await().until(() -> shown(webhook).path("state").asString().equals("gone"));
        await().until(() -> states(webhook, id).equals(List.of("failed")));
        assertThat(delivery(webhook, id).at("/event/code").asString()).isEqualTo("gone");
        assertThat(audited(webhook)).contains("webhook.created", "webhook.switched.off");

        ConversationId unheard = hub.begin(TenantId.DEFAULT, "Anybody there?");
        receiver.answering = _ -> Receiver.Answer.of(200);
        assertThat(admin.patch(path(webhook), "{\"on\": true}")
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("on");
        ConversationId heard = hub.begin(TenantId.DEFAULT, "Welcome back");
        await().until(() -> receiver.about(heard).size() == 1);
        assertThat(receiver.about(unheard)).isEmpty();
    }

    @Test
    void whoHasFailedForFiveDaysIsSwitchedOff() {
        receiver.answering = _ -> Receiver.Answer.of(500);
        JsonNode webhook = subscribe(receiver.url(), "\"types\": [\"message.created\"]", false);
        hub.begin(TenantId.DEFAULT, "Hello");
        await().until(() -> shown(webhook).hasNonNull("failingSince"));
        long longAgo = Instant.now().minus(Duration.ofDays(5)).toEpochMilli();
        database(
                "update webhook set failing_since = " + longAgo
                        + ", revision = revision + 1 where id = ? and tenant = ?",
                webhook);
        await().until(() -> Instant.parse(shown(webhook).path("failingSince").asString())
                .isBefore(Instant.now().minusSeconds(60)));
        hub.begin(TenantId.DEFAULT, "Still there?");

        await().until(() -> shown(webhook).path("state").asString().equals("failed"));
        assertThat(audited(webhook)).contains("webhook.switched.off");
        assertThat(admin.get("/api/v1/audit").text())
                .doesNotContain(webhook.path("secret").asString());
    }

    @Test
    void oneThatHangsOrFailsDelaysNoOther() {
        CountDownLatch free = new CountDownLatch(1);
        receiver.answering = _ -> {
            try {
                free.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return Receiver.Answer.of(200);
        };
        Receiver well = new Receiver();
        try (well) {
            JsonNode hanging = subscribe(receiver.url(), "\"types\": [\"message.created\"]", false);
            subscribe(well.url(), "\"types\": [\"message.created\"]", false);
            List<ConversationId> ids = IntStream.range(0, 20)
                    .mapToObj(number -> hub.begin(TenantId.DEFAULT, "Hello " + number))
                    .toList();
            await().until(() -> ids.stream().allMatch(id -> well.about(id).size() == 1));
            // As many as it may have at once.
            assertThat(receiver.got).hasSizeLessThanOrEqualTo(8);
            await().until(() -> ids.stream()
                    .flatMap(id ->
                            admin
                                    .get(path(hanging) + "/deliveries?limit=100")
                                    .json()
                                    .findValuesAsString("reason")
                                    .stream())
                    .anyMatch("it did not answer in time"::equals));
        } finally {
            free.countDown();
        }
    }

    @Test
    void anAnswerThatComesTooLateCountsForNothingAndTheNextAttemptEndsIt() {
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        receiver.answering = _ -> {
            if (calls.incrementAndGet() > 1) {
                second.countDown();
                return Receiver.Answer.of(202);
            }
            try {
                second.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            answered.countDown();
            return Receiver.Answer.of(200);
        };
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        JsonNode webhook = subscribe(receiver.url(), "\"types\": [\"message.created\"]", false);
        ConversationId id = hub.begin(TenantId.DEFAULT, "Hello");

        await().until(() -> states(webhook, id).equals(List.of("done")));
        await().until(() -> answered.getCount() == 0);
        await().during(Duration.ofMillis(500))
                .until(() -> receiver.about(id).size() == 2
                        && states(webhook, id).equals(List.of("done"))
                        && attempts(webhook, id) == 2);
        assertThat(receiver.about(id))
                .extracting(got -> got.headers().get("webhook-id"))
                .containsOnly(receiver.about(id).getFirst().headers().get("webhook-id"));
        assertThat(receiver.about(id))
                .extracting(Got::body)
                .containsOnly(receiver.about(id).getFirst().body());

        JsonNode attempts = delivery(webhook, id).path("attempts");
        JsonNode late = attempts.path(0);
        assertThat(late.path("number").asInt()).isEqualTo(1);
        assertThat(late.hasNonNull("status")).isFalse();
        assertThat(late.path("code").asString()).isEqualTo("timeout");
        assertThat(late.path("error").asString()).isEqualTo("it did not answer in time");
        assertThat(late.path("answer").asString("")).isEmpty();
        assertThat(late.path("tookMs").asLong()).isBetween(2_000L, 10_000L);
        JsonNode taken = attempts.path(1);
        assertThat(taken.path("number").asInt()).isEqualTo(2);
        assertThat(taken.path("status").asInt()).isEqualTo(202);
        assertThat(taken.path("tookMs").asLong()).isLessThan(2_000);
        Instant first = Instant.parse(late.path("at").asString());
        assertThat(first).isBetween(before, Instant.now());
        // Its own time, and the pause, which is a tenth shorter at most.
        assertThat(Instant.parse(taken.path("at").asString())).isBetween(first.plusMillis(2_000 + 45), Instant.now());
    }

    @Test
    void aConversationIsToldInItsOrderWhereThatIsAskedFor() {
        AtomicInteger calls = new AtomicInteger();
        receiver.answering = _ -> Receiver.Answer.of(calls.incrementAndGet() % 3 == 0 ? 500 : 200);
        subscribe(receiver.url(), "\"types\": [\"message.created\"]", true);
        String user = RunningHub.newUser();
        List<String> texts = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
        ConversationId id = null;
        for (String text : texts) {
            id = hub.say(TenantId.DEFAULT, user, new Content.Text(text));
        }
        ConversationId conversation = id;
        await().until(() ->
                receiver.about(conversation).stream().map(Got::text).distinct().count() == texts.size());
        List<String> told = receiver.about(conversation).stream().map(Got::text).toList();
        assertThat(told.stream().distinct()).isEqualTo(texts);
        assertThat(told)
                .isSortedAccordingTo((one, other) -> Integer.valueOf(one).compareTo(Integer.valueOf(other)));
    }

    @Test
    void theTestButtonTellsWhatCameBack() {
        receiver.answering = _ -> new Receiver.Answer(201, Map.of(), "thanks");
        JsonNode webhook = subscribe(receiver.url(), "\"types\": [\"message.created\"]", false);
        JsonNode answer = admin.post(path(webhook) + "/test", "").json();
        assertThat(answer.path("status").asInt()).isEqualTo(201);
        assertThat(answer.path("answer").asString()).isEqualTo("thanks");
        assertThat(receiver.got).hasSize(1);
        assertThat(receiver.got.getFirst().type()).isEqualTo("io.omnihub.webhook.test");
        assertThat(stranger.post(path(webhook) + "/test", "").status()).isEqualTo(404);

        receiver.answering = _ -> new Receiver.Answer(302, Map.of("Location", receiver.url() + "&again"), "");
        assertThat(admin.post(path(webhook) + "/test", "").json().path("status").asInt())
                .as("a redirect is not followed")
                .isEqualTo(302);
        assertThat(receiver.got).hasSize(2);
        receiver.close();
        JsonNode unreachable = admin.post(path(webhook) + "/test", "").json();
        assertThat(unreachable.path("code").asString()).isEqualTo("unreachable");
        assertThat(unreachable.path("error").asString()).isEqualTo("it can't be reached");
    }

    @Test
    void whatIsErasedStandsInNoAnswerAndIsToldNoMore() {
        receiver.answering = got -> new Receiver.Answer(200, Map.of(), got.text());
        JsonNode webhook = subscribe(receiver.url(), "\"types\": [\"message.created\", \"erased\"]", false);
        ConversationId id = hub.begin(TenantId.DEFAULT, "My card is 4711");
        await().until(() -> states(webhook, id).equals(List.of("done")));
        JsonNode delivery = delivery(webhook, id);
        assertThat(delivery.toString()).contains("4711");
        long sequence = delivery.at("/event/sequence").asLong();
        admin.post("/api/v1/conversations/" + id + "/entries/" + sequence + "/erasure", "");
        await().until(() ->
                receiver.about(id).stream().anyMatch(got -> got.type().endsWith("erased")));
        String event = path(webhook) + "/deliveries/" + delivery.at("/event/id").asString();
        assertThat(admin.get(event).text()).doesNotContain("4711");
        assertThat(admin.post(event + "/replay", "").status()).isEqualTo(202);
        await().until(() ->
                admin.get(event).json().at("/event/state").asString().equals("failed"));
        assertThat(receiver.about(id)).hasSize(2);
    }

    @Test
    void whoIsWrongIsToldWhere() {
        assertThat(refused("{\"name\": \"\", \"url\": \"https://example.com\"}"))
                .isEqualTo("name");
        for (String url : List.of(
                "",
                "ftp://example.com",
                "https://user:secret@example.com/",
                "https://example.com/#part",
                "https://example.com:99999/",
                "https://example.com:0/",
                "http://192.168.1.1/",
                "https://10.0.0.1/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://169.254.169.254/latest/meta-data",
                "http://8.8.8.8/")) {
            assertThat(refused("{\"name\": \"x\", \"url\": \"" + url + "\"}"))
                    .as(url)
                    .isEqualTo("url");
        }
        String url = "\"name\": \"x\", \"url\": \"" + receiver.url() + "\"";
        assertThat(refused("{" + url + ", \"secret\": \"whsec_c2hvcnQ=\"}")).isEqualTo("secret");
        assertThat(refused("{" + url + ", \"events\": {\"types\": [\"message.exploded\"]}}"))
                .isEqualTo("types");
        assertThat(refused("{" + url + ", \"events\": {\"direction\": \"up\"}}"))
                .isEqualTo("direction");
        List<String> many = Collections.nCopies(101, "\"" + UUID.randomUUID() + "\"");
        assertThat(refused("{" + url + ", \"events\": {\"labels\": " + many + "}}"))
                .isEqualTo("labels");
        assertThat(hub.as(Role.SUPERVISOR).get(WEBHOOKS).status()).isEqualTo(403);
    }

    @Test
    void aTenantHasOnlySoManyAndSeesItsOwn() {
        TenantId crowded = RunningHub.OTHER;
        List<Answer> answers = IntStream.range(0, 51)
                .mapToObj(number -> stranger.post(WEBHOOKS, body("n" + number, receiver.url(), "", false)))
                .toList();
        assertThat(answers.subList(0, 50)).allMatch(answer -> answer.status() == 201);
        assertThat(answers.getLast().status()).isEqualTo(409);
        assertThat(stranger.get(WEBHOOKS).json().path("items")).hasSize(50);
        assertThat(admin.get(WEBHOOKS).text())
                .doesNotContain(answers.getFirst().json().at("/webhook/id").asString());
        for (Answer each : answers.subList(0, 50)) {
            assertThat(stranger.delete(WEBHOOKS + "/"
                                    + each.json().at("/webhook/id").asString())
                            .status())
                    .isEqualTo(204);
        }
        assertThat(hub.begin(crowded, "Nobody listens")).isNotNull();
    }

    private String refused(String body) {
        Answer answer = admin.post(WEBHOOKS, body);
        assertThat(answer.status()).as(body).isEqualTo(400);
        return answer.json().path("field").asString();
    }

    private JsonNode subscribe(String url, String events, boolean ordered) {
        Answer answer = admin.post(WEBHOOKS, body("test", url, events, ordered));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        made.add(answer.json().at("/webhook/id").asString());
        return answer.json();
    }

    private static String body(String name, String url, String events, boolean ordered) {
        return "{\"name\": \"%s\", \"url\": \"%s\", \"events\": {%s}, \"ordered\": %s}"
                .formatted(name, url, events, ordered);
    }

    private static String path(JsonNode webhook) {
        return WEBHOOKS + "/" + webhook.at("/webhook/id").asString();
    }

    private JsonNode shown(JsonNode webhook) {
        return admin.get(path(webhook)).json();
    }

    private List<String> states(JsonNode webhook, ConversationId id) {
        return events(webhook, id).stream()
                .map(event -> event.path("state").asString())
                .toList();
    }

    private List<JsonNode> events(JsonNode webhook, ConversationId id) {
        return admin.get(path(webhook) + "/deliveries?limit=100")
                .json()
                .path("items")
                .valueStream()
                .filter(event -> event.path("conversation").asString().equals(id.value()))
                .toList();
    }

    private JsonNode delivery(JsonNode webhook, ConversationId id) {
        return admin.get(path(webhook) + "/deliveries/"
                        + events(webhook, id).getFirst().path("id").asString())
                .json();
    }

    private int attempts(JsonNode webhook, ConversationId id) {
        return delivery(webhook, id).path("attempts").size();
    }

    private List<String> audited(JsonNode webhook) {
        return admin.get("/api/v1/audit?limit=100")
                .json()
                .path("items")
                .valueStream()
                .filter(told -> told.path("target")
                        .asString()
                        .equals(webhook.at("/webhook/id").asString()))
                .map(told -> told.path("what").asString())
                .toList();
    }

    private void database(String sql, JsonNode webhook) {
        hub.bean(Database.class).write(Tenants.of(TenantId.DEFAULT), tx -> {
            tx.sql()
                    .sql(sql)
                    .params(webhook.at("/webhook/id").asString(), TenantId.DEFAULT.value())
                    .update();
            return tx.sql()
                    .sql("update webhook_version set version = version + 1")
                    .update();
        });
    }
}
