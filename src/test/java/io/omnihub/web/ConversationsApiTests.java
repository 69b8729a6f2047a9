package io.omnihub.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.omnihub.channel.Hold;
import io.omnihub.channel.Holds;
import io.omnihub.channel.InboxOperations;
import io.omnihub.conversation.Outcome;
import io.omnihub.identity.Accounts;
import io.omnihub.identity.Role;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Message;
import io.omnihub.message.TenantId;
import io.omnihub.web.Api.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What people do with conversations, over HTTP.
final class ConversationsApiTests {

    private final RunningHub hub = RunningHub.shared();
    private final Api agent = hub.as(Role.AGENT);

    @Test
    void aConversationIsShownWithItsContactSessionAndLastMessage() {
        ConversationId id = hub.begin(TenantId.DEFAULT, "Where is my parcel?");

        JsonNode shown = agent.get("/api/v1/conversations/" + id).json();

        assertThat(shown.path("id").asString()).isEqualTo(id.value());
        assertThat(shown.path("channel").asString()).isEqualTo("test");
        assertThat(shown.path("contact").path("name").asString()).isEqualTo("Han Meimei");
        assertThat(shown.path("lastSequence").asLong()).isEqualTo(2);
        assertThat(shown.path("session").path("status").asString()).isEqualTo("open");
        assertThat(shown.path("session").path("revision").asLong()).isEqualTo(1);
        assertThat(shown.path("lastMessage").path("text").asString()).isEqualTo("Where is my parcel?");
        assertThat(shown.path("lastMessage").path("direction").asString()).isEqualTo("inbound");
    }

    @Test
    void anAgentReadsAndAnswers() {
        ConversationId id = hub.begin(TenantId.DEFAULT, "Hello");

        Answer said = agent.post("/api/v1/conversations/" + id + "/replies", text("Good day"));

        assertThat(said.status()).isEqualTo(201);
        assertThat(said.json().path("sequence").asLong()).isEqualTo(3);
        assertThat(said.header("Location")).isEqualTo("/api/v1/conversations/%s/entries/3", id);
        JsonNode entry = agent.get(said.header("Location")).json();
        assertThat(entry.path("kind").asString()).isEqualTo("message.created");
        assertThat(entry.path("direction").asString()).isEqualTo("outbound");
        assertThat(entry.path("sender").path("kind").asString()).isEqualTo("bot");
        assertThat(entry.path("change").path("parts").path(0).path("text").asString())
                .isEqualTo("Good day");
    }

    @Test
    void entriesAreListedAfterASequence() {
        ConversationId id = hub.begin(TenantId.DEFAULT, "One");
        agent.post("/api/v1/conversations/" + id + "/notes", text("A regular"));

        JsonNode page =
                agent.get("/api/v1/conversations/" + id + "/entries?limit=2").json();
        JsonNode next = agent.get("/api/v1/conversations/" + id + "/entries?after="
                        + page.path("after").asLong())
                .json();

        assertThat(kinds(page)).containsExactly("session.opened", "message.created");
        assertThat(kinds(next)).containsExactly("note.created");
        assertThat(next.path("items").path(0).path("visibility").asString()).isEqualTo("agents");
        assertThat(next.path("after").asLong()).isEqualTo(3);
        assertThat(next.path("epoch").asLong()).isPositive();
    }

    @Test
    void anAdministratorErasesWhatWasSaidAndTheAuditTellsOfIt() {
        ConversationId id = hub.begin(TenantId.DEFAULT, "My card is 6222 0000 1234");
        Api admin = hub.as(Role.ADMIN);
        String path = "/api/v1/conversations/" + id;

        Answer erased = admin.post(path + "/entries/2/erasure", "", "Idempotency-Key", "erase-" + id);

        assertThat(erased.status()).isEqualTo(201);
        assertThat(erased.json().path("sequence").asLong()).isEqualTo(3);
        assertThat(admin.post(path + "/entries/2/erasure", "", "Idempotency-Key", "erase-" + id)
                        .text())
                .isEqualTo(erased.text());
        JsonNode left = agent.get(path + "/entries/2").json();
        assertThat(left.path("kind").asString()).isEqualTo("erased");
        assertThat(left.path("change").path("sequence").asLong()).isEqualTo(2);
        assertThat(agent.get(path + "/entries").text()).doesNotContain("6222 0000");
        assertThat(agent.get(path).text()).doesNotContain("6222 0000");
        JsonNode told = admin.get("/api/v1/audit?limit=5").json().path("items");
        assertThat(told)
                .anyMatch(row -> row.path("what").asString().equals("entry.erased")
                        && row.path("target").asString().equals(id + "/2"));
        assertThat(admin.post(path + "/entries/2/erasure", "").status()).isEqualTo(409);
    }

    @Test
    void aSessionIsAssignedPendedReopenedLabelledAndResolved() {
        account(TenantId.DEFAULT, "amelie", Role.AGENT);
        ConversationId id = hub.begin(TenantId.DEFAULT, "Hello");
        String path = "/api/v1/conversations/" + id;

        assertThat(agent.post(path + "/assignment", "{\"agent\":\"amelie\",\"expectedRevision\":1}")
                        .status())
                .isEqualTo(201);
        assertThat(agent.post(path + "/labels", "{\"add\":[\"vip\",\"late\"]}").status())
                .isEqualTo(201);
        assertThat(agent.post(path + "/pending", "{}").status()).isEqualTo(201);
        assertThat(agent.post(path + "/reopening", "").status()).isEqualTo(201);
        assertThat(agent.post(path + "/resolution", "{\"expectedRevision\":5}").status())
                .isEqualTo(201);

        JsonNode session = agent.get(path).json().path("session");
        assertThat(session.path("status").asString()).isEqualTo("resolved");
        assertThat(session.path("assignee").asString()).isEqualTo("amelie");
        assertThat(session.path("labels")).extracting(JsonNode::asString).containsExactly("late", "vip");
        assertThat(session.path("revision").asLong()).isEqualTo(6);
        assertThat(agent.get(path + "/sessions").json().path("items")).hasSize(1);
    }

    @Test
    void aSessionIsGivenToThoseOnlyWhoServeContacts() {
        account(TenantId.DEFAULT, "olga", Role.OPERATOR);
        account(TenantId.DEFAULT, "dora", Role.AGENT);
        assertThat(hub.as(Role.ADMIN)
                        .patch("/api/v1/accounts/dora", "{\"disabled\": true}")
                        .status())
                .isEqualTo(200);
        account(RunningHub.OTHER, "elsewhere", Role.AGENT);
        String path = "/api/v1/conversations/" + hub.begin(TenantId.DEFAULT, "Hello") + "/assignment";

        for (String nobody : List.of("nobody-here", "elsewhere", "Nobody Here")) {
            Answer unknown = agent.post(path, "{\"agent\":\"" + nobody + "\"}");
            assertThat(unknown.status()).as(nobody).isEqualTo(404);
            assertThat(unknown.json().path("type").asString()).isEqualTo("urn:omnihub:problem:unknown");
        }
        for (String unable : List.of("olga", "dora")) {
            Answer refused = agent.post(path, "{\"agent\":\"" + unable + "\"}");
            assertThat(refused.status()).as(unable).isEqualTo(422);
            assertThat(refused.json().path("type").asString()).isEqualTo("urn:omnihub:problem:not-capable");
        }
    }

    @Test
    void aCommandOnASessionThatHasMovedOnIsRefused() {
        ConversationId id = hub.begin(TenantId.DEFAULT, "Hello");
        String path = "/api/v1/conversations/" + id;
        account(TenantId.DEFAULT, "amelie", Role.AGENT);
        account(TenantId.DEFAULT, "bert", Role.AGENT);
        agent.post(path + "/assignment", "{\"agent\":\"amelie\"}");

        Answer stale = agent.post(path + "/assignment", "{\"agent\":\"bert\",\"expectedRevision\":1}");
        Answer wrong = agent.post(path + "/reopening", "{}");

        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.json().path("type").asString()).isEqualTo("urn:omnihub:problem:stale");
        assertThat(wrong.status()).isEqualTo(409);
        assertThat(wrong.json().path("type").asString()).isEqualTo("urn:omnihub:problem:wrong-status");
    }

    @Test
    void theSameKeyAndBodyIsDoneOnceAndAnotherBodyIsRefused() {
        ConversationId id = hub.begin(TenantId.DEFAULT, "Hello");
        String path = "/api/v1/conversations/" + id + "/replies";

        Answer first = agent.post(path, text("Once"), "Idempotency-Key", "key-1");
        Answer again = agent.post(path, text("Once"), "Idempotency-Key", "key-1");
        Answer other = agent.post(path, text("Twice"), "Idempotency-Key", "key-1");
        Answer another = hub.as(Role.AGENT).post(path, text("Mine"), "Idempotency-Key", "key-1");

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().path("type").asString()).isEqualTo("urn:omnihub:problem:key-conflict");
        assertThat(another.json().path("sequence").asLong())
                .isEqualTo(first.json().path("sequence").asLong() + 1);
        assertThat(agent.post(path, text("x"), "Idempotency-Key", "with space").status())
                .isEqualTo(400);
    }

    @Test
    void whatTheChannelCantSendIsRefused() {
        ConversationId id = hub.begin(TenantId.DEFAULT, "Hello");

        Answer refused = agent.post("/api/v1/conversations/" + id + "/replies", """
                {"parts":[{"type":"location","latitude":1,"longitude":2}]}""");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("type").asString()).isEqualTo("urn:omnihub:problem:not-capable");
    }

    @Test
    void filtersFindWhatFits() {
        ConversationId id = hub.begin(TenantId.DEFAULT, "Hello");
        String agentName = "agent-" + id;
        account(TenantId.DEFAULT, agentName, Role.AGENT);
        agent.post("/api/v1/conversations/" + id + "/assignment", "{\"agent\":\"" + agentName + "\"}");
        String contact = agent.get("/api/v1/conversations/" + id)
                .json()
                .path("contact")
                .path("id")
                .asString();

        assertThat(ids("?assignee=" + agentName)).containsExactly(id.value());
        assertThat(ids("?assignee=" + agentName + "&status=open&inbox=shop")).containsExactly(id.value());
        assertThat(ids("?assignee=" + agentName + "&status=resolved")).isEmpty();
        assertThat(ids("?assignee=" + agentName + "&inbox=elsewhere")).isEmpty();
        assertThat(ids("?contact=" + contact)).containsExactly(id.value());
        assertThat(ids("?contact=" + contact + "&changedSince=2020-01-01T00:00:00Z"))
                .containsExactly(id.value());
        assertThat(ids("?contact=" + contact + "&changedSince=2999-01-01T00:00:00Z"))
                .isEmpty();
    }

    @Test
    void pagesMeetEveryUnchangedConversationOnceWhileOthersChange() {
        Api other = hub.as(RunningHub.OTHER, Role.AGENT);
        List<String> quiet = IntStream.range(0, 25)
                .mapToObj(i -> hub.begin(RunningHub.OTHER, "quiet " + i).value())
                .toList();
        String busy = RunningHub.newUser();

        List<String> met = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = other.get("/api/v1/conversations?limit=4" + cursor).json();
            page.path("items").forEach(item -> met.add(item.path("id").asString()));
            cursor = page.has("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").asString()
                    : "";
            hub.say(RunningHub.OTHER, busy, new Content.Text("again"));
            hub.begin(RunningHub.OTHER, "new");
        } while (!cursor.isEmpty());

        Set<String> once = new HashSet<>(met);
        assertThat(met).hasSameSizeAs(once).containsAll(quiet);
    }

    @Test
    void aListIsReadInTheOrderThatIsChosen() {
        Api other = hub.as(RunningHub.OTHER, Role.AGENT);
        String assignee = "agent-" + RunningHub.newUser();
        account(RunningHub.OTHER, assignee, Role.AGENT);
        List<String> ids = IntStream.range(0, 4)
                .mapToObj(i -> {
                    Instant begun = Instant.now();
                    String id = hub.begin(RunningHub.OTHER, "in order " + i).value();
                    // Times are kept to the millisecond.
                    await().until(() -> begun.plusMillis(2).isBefore(Instant.now()));
                    return id;
                })
                .toList();
        ids.forEach(
                id -> other.post("/api/v1/conversations/" + id + "/assignment", "{\"agent\":\"" + assignee + "\"}"));
        other.post("/api/v1/conversations/" + ids.get(1) + "/replies", text("Here I am"));
        other.post("/api/v1/conversations/" + ids.getFirst() + "/notes", text("I know her"));

        String list = "/api/v1/conversations?limit=1&assignee=" + assignee;
        assertThat(met(other, list)).containsExactly(ids.get(1), ids.get(3), ids.get(2), ids.get(0));
        assertThat(met(other, list + "&order=waiting")).containsExactly(ids.get(0), ids.get(2), ids.get(3), ids.get(1));
        assertThat(met(other, list + "&order=changed")).containsExactly(ids.get(0), ids.get(1), ids.get(3), ids.get(2));
        assertThat(other.get(list + "&order=waiting")
                        .json()
                        .path("items")
                        .path(0)
                        .has("waitingSince"))
                .isTrue();
        assertThat(other.get(list + "&order=name").json().path("field").asString())
                .isEqualTo("order");
    }

    /// The ids of all that a list has, page by page.
    private static List<String> met(Api api, String list) {
        List<String> met = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get(list + cursor).json();
            page.path("items").forEach(item -> met.add(item.path("id").asString()));
            cursor = page.has("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").asString()
                    : "";
        } while (!cursor.isEmpty());
        return met;
    }

    @Test
    void aContactIsShownWithItsIdentities() {
        String user = RunningHub.newUser();
        ConversationId id = hub.say(TenantId.DEFAULT, user, new Content.Text("Hello"));
        String contact = agent.get("/api/v1/conversations/" + id)
                .json()
                .path("contact")
                .path("id")
                .asString();

        JsonNode shown = agent.get("/api/v1/contacts/" + contact).json();

        assertThat(shown.path("name").asString()).isEqualTo("Han Meimei");
        assertThat(shown.path("identities").path(0).path("inbox").asString()).isEqualTo("shop");
        assertThat(shown.path("identities").path(0).path("externalId").asString())
                .isEqualTo(user);
    }

    @Test
    void inboxesAreListedWithTheirStatusAndWhatTheySend() {
        JsonNode inboxes = agent.get("/api/v1/inboxes").json().path("items");

        assertThat(inboxes).hasSize(2);
        assertThat(inboxes.path(0).path("abilities"))
                .extracting(JsonNode::asString)
                .containsExactly("edit", "recall", "copies");
        assertThat(inboxes.path(1).path("text")).hasToString("{\"most\":100,\"unit\":\"bytes\"}");
        assertThat(inboxes.path(1).path("replyWindow").asString()).isEqualTo("PT48H");
        assertThat(inboxes.path(1).path("mostReplies").asInt()).isEqualTo(2);
        assertThat(inboxes.path(0).has("mostReplies")).isFalse();
        assertThat(inboxes.path(0).path("recallWindow").asString()).isEqualTo("PT24H");
        assertThat(inboxes.path(0).has("editWindow")).isFalse();
        assertThat(inboxes.path(0).path("name").asString()).isEqualTo("Shop");
        assertThat(inboxes.path(0).path("status").path("state").asString()).isEqualTo("unknown");
        assertThat(inboxes.path(0).path("sends"))
                .extracting(JsonNode::asString)
                .containsExactly("text", "image", "link");
    }

    @Test
    void whatIsHeldOfAnInboxThatIsNoMoreIsListedAndGoesOn() {
        Api operator = hub.as(Role.OPERATOR);
        Holds holds = hub.bean(Holds.class);
        ChannelId channel = new ChannelId("gone-channel");
        holds.hold(TenantId.DEFAULT, channel, new InboxId("gone-inbox"), Hold.Mode.DRAIN, "li");
        holds.hold(TenantId.DEFAULT, channel, null, Hold.Mode.PAUSE, "li");
        assertThat(hub.bean(InboxOperations.class).list())
                .filteredOn(each -> "gone-channel".equals(each.get("channel")))
                .extracting(each -> each.get("inbox"), each -> each.get("held"))
                .containsExactlyInAnyOrder(tuple("gone-inbox", "drained"), tuple("", "paused"));
        assertThat(operator.post("/api/v1/inboxes/gone-inbox/pause", "").status())
                .isEqualTo(404);
        assertThat(hub.as(RunningHub.OTHER, Role.OPERATOR)
                        .post("/api/v1/inboxes/gone-inbox/resume", "")
                        .status())
                .isEqualTo(404);

        assertThat(operator.post("/api/v1/inboxes/gone-inbox/resume", "").status())
                .isEqualTo(204);
        assertThat(operator.post("/api/v1/channels/gone-channel/resume", "").status())
                .isEqualTo(200);

        assertThat(holds.known()).noneMatch(hold -> hold.channel().equals(channel));
        assertThat(operator.post("/api/v1/inboxes/gone-inbox/resume", "").status())
                .isEqualTo(404);
    }

    @Test
    void operatorsHoldInboxesAndChannelsOfTheirTenantAndTheAuditTells() {
        TenantId tenant = RunningHub.OTHER;
        Api operator = hub.as(tenant, Role.OPERATOR);
        Api owner = hub.as(tenant, Role.ADMIN);
        Api colleague = hub.as(tenant, Role.AGENT);
        assertThat(hub.as(tenant, Role.SUPERVISOR)
                        .post("/api/v1/inboxes/shop/pause", "")
                        .status())
                .isEqualTo(403);
        assertThat(operator.post("/api/v1/inboxes/none/pause", "").status()).isEqualTo(404);
        assertThat(operator.post("/api/v1/channels/none/pause", "").status()).isEqualTo(404);
        assertThat(operator.post("/api/v1/inboxes/shop/resume", "").status()).isEqualTo(409);

        Answer paused = operator.post("/api/v1/inboxes/shop/pause", "");
        assertThat(paused.status()).isEqualTo(200);
        assertThat(paused.json().path("held").path("state").asString()).isEqualTo("paused");
        assertThat(agent.get("/api/v1/inboxes").json().path("items").path(0).has("held"))
                .as("of another tenant")
                .isFalse();
        JsonNode all = operator.post("/api/v1/channels/test/drain", "").json().path("items");
        assertThat(all.path(0).path("held").path("state").asString()).isEqualTo("drained");
        assertThat(all.path(0).path("held").path("channel").asBoolean()).isTrue();
        assertThat(all.path(0).path("held").has("waiting")).isTrue();
        assertThat(colleague
                        .get("/api/v1/inboxes")
                        .json()
                        .path("items")
                        .path(0)
                        .path("held")
                        .propertyNames())
                .as("nothing is counted for those who can't hold it")
                .containsExactlyInAnyOrder("state", "channel", "who", "since");
        assertThat(owner.get("/actuator/health").text()).contains("\"shop\":\"drain\"");
        operator.post("/api/v1/inboxes/shop/resume", "");
        Answer byChannel = operator.post("/api/v1/inboxes/shop/resume", "");
        assertThat(byChannel.json().path("detail").asString()).startsWith("All of the channel is held");
        assertThat(operator.post("/api/v1/channels/test/resume", "")
                        .json()
                        .path("items")
                        .path(0)
                        .has("held"))
                .isFalse();
        assertThat(owner.get("/api/v1/audit").json().path("items"))
                .extracting(told ->
                        told.path("what").asString() + " " + told.path("target").asString())
                .startsWith("inbox.resumed test", "inbox.resumed shop", "inbox.drained test", "inbox.paused shop");
    }

    @Test
    void oneEditsAndTakesBackWhatOneHasSaid() {
        ConversationId conversation = hub.begin(TenantId.DEFAULT, "hello");
        String path = "/api/v1/conversations/" + conversation;
        String words = "{\"parts\": [{\"type\": \"text\", \"text\": \"%s\"}]}";
        agent.post(path + "/replies", words.formatted("helo"));

        Answer edited = agent.post(path + "/entries/3/edits", words.formatted("hello"));
        assertThat(edited.status()).as(edited.text()).isEqualTo(201);
        assertThat(hub.as(Role.AGENT).post(path + "/entries/3/recall", "").status())
                .isEqualTo(403);
        assertThat(agent.post(path + "/entries/3/recall", "").status()).isEqualTo(201);
        assertThat(agent.post(path + "/entries/3/recall", "").status()).isEqualTo(409);
        assertThat(agent.get(path + "/entries?after=3").json().path("items"))
                .extracting(entry -> entry.path("kind").asString())
                .containsExactly("message.edited", "message.recalled");
    }

    @Test
    void whatTheChannelTakesNoMoreIsRefusedByItsOwnName() {
        String user = RunningHub.newUser();
        Outcome.Stored stored = (Outcome.Stored) hub.take(RunningHub.event(
                TenantId.DEFAULT,
                RunningHub.NARROW,
                user,
                "message:" + user,
                Message.of(user, new Content.Text("hello"))));
        String path = "/api/v1/conversations/" + stored.conversation() + "/replies";
        String words = "{\"parts\": [{\"type\": \"text\", \"text\": \"hi\"}]}";
        assertThat(agent.post(path, words).status()).isEqualTo(201);
        assertThat(agent.post(path, words).status()).isEqualTo(201);
        Answer refused = agent.post(path, words);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("type").asString()).isEqualTo("urn:omnihub:problem:window-closed");
        assertThat(refused.json().path("detail").asString()).contains("no more than 2 messages in a row");
    }

    private List<String> ids(String query) {
        Answer answer = agent.get("/api/v1/conversations" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return StreamSupport.stream(answer.json().path("items").spliterator(), false)
                .map(item -> item.path("id").asString())
                .toList();
    }

    /// An account, made unless another test has made it.
    private void account(TenantId tenant, String name, Role role) {
        if (!hub.bean(Accounts.class).exists(tenant, name)) {
            hub.bean(Accounts.class).create(tenant, name, role, "correct horse battery");
        }
    }

    private static List<String> kinds(JsonNode page) {
        return StreamSupport.stream(page.path("items").spliterator(), false)
                .map(item -> item.path("kind").asString())
                .toList();
    }

    static String text(String text) {
        return "{\"parts\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}";
    }
}
