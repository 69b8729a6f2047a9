package io.omnihub.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.omnihub.identity.Role;
import io.omnihub.simulator.platform.Callback;
import io.omnihub.simulator.platform.Faults;
import io.omnihub.simulator.platform.Pushed;
import io.omnihub.simulator.platform.SimulatedPlatform;
import io.omnihub.web.RunningHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What holds of every channel, between its simulated platform and a whole hub. The test class of a channel becomes one
/// of these by telling how its platform does what they need.
public interface ChannelCases {

    /// What the hub of such a test is started with, so that a second attempt comes soon.
    String SOON = "--omnihub.delivery.first-retry=200ms";

    /// The parts that are files.
    Set<String> FILES = Set.of("image", "voice", "video", "file", "sticker");

    RunningHub hub();

    String channel();

    /// One whose callbacks the platform sends for now.
    String inbox();

    /// Somebody new, by the thread of his conversation.
    String newCustomer();

    /// A text as the platform would push it now.
    ///
    /// @param id a whole number, by which the platform knows the message; letters may stand before it
    Callback text(String customer, String id, String text);

    /// One push of each further kind that people send, by the type of the part that it becomes, in the order in which
    /// they are to be pushed. Their files must lie on the platform.
    Map<String, Supplier<Pushed>> others(String customer);

    /// A message of a type that nobody has heard of.
    Callback unknown(String customer);

    /// A genuine push that can't be understood.
    Callback malformed();

    /// Pushes that prove nothing, by what is wrong: a wrong signature, none, one that is too old where it has a time.
    Map<String, Callback> untrusted(String customer);

    /// Messages of our own as the platform pushes them; none where it does not.
    Collection<Callback> echoes(String customer);

    /// The simulated one, which takes a fault in each call that sends a message.
    SimulatedPlatform platform();

    /// The code by which the platform refuses a message for good.
    int never();

    /// Whether a call that comes twice may reach the customer twice, since the platform has no field to tell it by.
    /// Then the sender's `keysKnownFor` is zero.
    boolean repeats();

    /// Whether the platform gives tokens that end, and not one for good.
    default boolean hasTokens() {
        return true;
    }

    /// The texts that reached a customer, in order.
    List<String> received(String customer);

    /// Presses a button of the last card that a customer got, where the channel has such buttons.
    default Pushed presses(String customer, String label, String value) {
        throw new UnsupportedOperationException("the channel has no buttons");
    }

    @Test
    default void whatPeopleWriteArrivesLetterByLetterUnderIdsOf64Bits() {
        String customer = newCustomer();
        // Two ids that are one as a number of JavaScript; an emoji of several characters; one of GB18030 beyond 16
        // bits.
        List<String> texts = List.of("👨‍👩‍👧 好 𠮷 ㊣ <b>&amp;]]>\"\\n", "second");
        taken(deliver(text(customer, "9007199254740992", texts.getFirst())));
        taken(deliver(text(customer, "9007199254740993", texts.getLast())));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(said(customer)).isEqualTo(texts));
    }

    @Test
    default void eachKindBecomesItsPartAndAnUnknownOneIsShownAsSuch() {
        String customer = newCustomer();
        Map<String, Supplier<Pushed>> pushes = others(customer);
        pushes.values().forEach(push -> taken(push.get()));
        taken(deliver(unknown(customer)));
        List<String> kinds = new ArrayList<>(pushes.keySet());
        kinds.add("unsupported");
        await().untilAsserted(() -> assertThat(messages(customer))
                .extracting(part -> part.path("type").asString())
                .isEqualTo(kinds));
    }

    @Test
    default void eachFileThatComesIsFetched() {
        String customer = newCustomer();
        Map<String, Supplier<Pushed>> pushes = others(customer);
        pushes.values().forEach(push -> taken(push.get()));
        long files = pushes.keySet().stream().filter(FILES::contains).count();
        await().untilAsserted(() -> assertThat(entries(customer))
                .filteredOn(
                        entry -> entry.path("change").path("type").asString().equals("media-stored"))
                .hasSize((int) files));
    }

    @Test
    default void whatIsGenuineAndCanNotBeUnderstoodIsADeadLetterAndThePlatformContent() {
        int before = deadLetters();
        taken(deliver(malformed()));
        await().untilAsserted(() -> assertThat(deadLetters()).isEqualTo(before + 1));
    }

    @Test
    default void whatProvesNothingIsRefusedAlikeAndLeavesNothing() {
        String customer = newCustomer();
        int before = deadLetters();
        assertThat(untrusted(customer)).isNotEmpty().allSatisfy((_, push) -> {
            Pushed pushed = deliver(push);
            assertThat(pushed.status()).isEqualTo(403);
            assertThat(pushed.body()).isEqualTo("{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403}");
        });
        taken(deliver(text(customer, newId(), "genuine")));
        await().untilAsserted(() -> assertThat(said(customer)).containsExactly("genuine"));
        assertThat(deadLetters()).isEqualTo(before);
    }

    @Test
    default void theSamePushManyTimesAtOnceAndLaterIsOneEntry() {
        String customer = newCustomer();
        Callback same = text(customer, newId(), "once");
        IntStream.range(0, 16).parallel().forEach(_ -> taken(deliver(same)));
        taken(deliver(text(customer, newId(), "end")));
        taken(deliver(same));
        await().untilAsserted(() -> assertThat(said(customer)).containsExactly("once", "end"));
    }

    @Test
    default void aBurstStaysInItsOrder() {
        String customer = newCustomer();
        List<String> texts =
                IntStream.range(0, 200).mapToObj(i -> "number " + i).toList();
        texts.forEach(text -> taken(deliver(text(customer, newId(), text))));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(said(customer)).isEqualTo(texts));
    }

    @Test
    default void whatTheHubCouldNotTakeIsTakenWhenItComesAgain() throws Exception {
        String customer = newCustomer();
        Callback push = text(customer, newId(), "patience");
        var routes = hub().bean(CamelContext.class).getRouteController();
        routes.suspendRoute(channel() + "-callback");
        try {
            assertThat(deliver(push).status()).isEqualTo(503);
        } finally {
            routes.resumeRoute(channel() + "-callback");
        }
        taken(deliver(push));
        await().untilAsserted(() -> assertThat(said(customer)).containsExactly("patience"));
    }

    @Test
    default void ourOwnMessagesAreNotShownAsTheCustomers() {
        String customer = newCustomer();
        taken(deliver(text(customer, newId(), "one")));
        echoes(customer).forEach(echo -> taken(deliver(echo)));
        taken(deliver(text(customer, newId(), "two")));
        await().untilAsserted(() -> assertThat(said(customer)).containsExactly("one", "two"));
    }

    @Test
    default void repliesReachTheCustomerInOrderWhateverPassesMeanwhile() {
        String customer = newCustomer();
        taken(deliver(text(customer, newId(), "hello")));
        faults().status(429);
        reply(customer, "first 好 👨‍👩‍👧 𠮷");
        reply(customer, "second");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(received(customer)).containsExactly("first 好 👨‍👩‍👧 𠮷", "second"));
        await().untilAsserted(() -> assertThat(deliveries(customer))
                .hasSize(2)
                .allSatisfy(delivery ->
                        assertThat(delivery.path("state").asString()).isEqualTo("sent")));
    }

    /// A page, nothing, JSON that says nothing, JSON that is cut.
    @ParameterizedTest
    @ValueSource(strings = {"<html>maintenance</html>", "", "{}", "{\"success\":true}", "{\"errcode\":0,\"code\":"})
    default void anAnswerThatSaysNothingIsTriedAgainAndMarkedWhereThatMayRepeatIt(String page) {
        String customer = newCustomer();
        taken(deliver(text(customer, newId(), "hello")));
        faults().says(page);
        reply(customer, "again");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(received(customer)).containsExactly("again");
            assertThat(deliveries(customer))
                    .singleElement()
                    .satisfies(delivery -> assertThat(
                                    delivery.path("maybeRepeated").asBoolean())
                            .isEqualTo(repeats()));
        });
    }

    @Test
    default void whatThePlatformRefusesForGoodHasFailedWithItsCode() {
        String customer = newCustomer();
        taken(deliver(text(customer, newId(), "hello")));
        faults().code(never());
        reply(customer, "refused");
        await().untilAsserted(() -> assertThat(deliveries(customer))
                .singleElement()
                .satisfies(delivery -> {
                    assertThat(delivery.path("state").asString()).isEqualTo("failed");
                    assertThat(delivery.path("code").asString()).isEqualTo(Integer.toString(never()));
                }));
        assertThat(received(customer)).isEmpty();
    }

    @Test
    default void aButtonOfAnAgentsCardComesBackAsAClickOrIsRefused() {
        String customer = newCustomer();
        taken(deliver(text(customer, newId(), "hello")));
        String conversation = await().until(() -> conversation(customer), id -> !id.isEmpty());
        var answer = hub().as(Role.AGENT).post("/api/v1/conversations/" + conversation + "/replies", """
                {"parts":[{"type":"card","title":"Are you content?","buttons":[{"label":"Yes","value":"rate:5"}]}]}""");
        if (!abilities().contains("buttons")) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(422);
            assertThat(answer.json().path("detail").asString()).contains("lacks the ability buttons");
            return;
        }
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        await().until(() -> !received(customer).isEmpty());

        taken(presses(customer, "Yes", "rate:5"));

        await().untilAsserted(() -> assertThat(events(customer, "card-click"))
                .singleElement()
                .satisfies(data -> {
                    assertThat(data.path("value").asString()).isEqualTo("rate:5");
                    assertThat(data.path("button").asString()).isEqualTo("Yes");
                }));
    }

    private List<String> abilities() {
        List<String> abilities = new ArrayList<>();
        for (JsonNode inbox : items("/api/v1/inboxes")) {
            if (inbox.path("id").asString().equals(inbox())) {
                inbox.path("abilities").forEach(ability -> abilities.add(ability.asString()));
            }
        }
        return abilities;
    }

    /// The details of the customer's events of a name.
    private List<JsonNode> events(String customer, String name) {
        List<JsonNode> events = new ArrayList<>();
        for (JsonNode entry : entries(customer)) {
            for (JsonNode part : entry.path("change").path("parts")) {
                if (part.path("event").asString("").equals(name)) {
                    events.add(part.path("data"));
                }
            }
        }
        return events;
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>maintenance</html>", "", "{}", "{\"access_token\":\"\",\"code\":0}"})
    default void aTokenThatIsNoneSendsNothingAndIsAskedForAgain(String page) {
        assumeTrue(hasTokens(), "the platform has no tokens that end");
        String customer = newCustomer();
        taken(deliver(text(customer, newId(), "hello")));
        int asked = platform().tokensGranted();
        platform().expireTokens();
        faults().tokenSays(page);
        reply(customer, "patience");
        await().untilAsserted(() -> assertThat(deliveries(customer))
                .singleElement()
                .satisfies(delivery ->
                        assertThat(delivery.path("attempts").asInt()).isPositive()));
        faults().clear();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(deliveries(customer))
                        .singleElement()
                        .satisfies(delivery -> {
                            assertThat(delivery.path("state").asString()).isEqualTo("sent");
                            assertThat(delivery.path("maybeRepeated").asBoolean())
                                    .isFalse();
                        }));
        assertThat(received(customer)).containsExactly("patience");
        assertThat(platform().tokensGranted()).isEqualTo(asked + 1);
    }

    private Pushed deliver(Callback push) {
        return platform().deliver(push);
    }

    private Faults faults() {
        return platform().faults();
    }

    private static String newId() {
        return Long.toString(UUID.randomUUID().getMostSignificantBits() >>> 1);
    }

    private static void taken(Pushed pushed) {
        assertThat(pushed.status()).as(pushed.body()).isEqualTo(200);
    }

    private void reply(String customer, String text) {
        String parts = JsonMapper.shared()
                .createObjectNode()
                .put("type", "text")
                .put("text", text)
                .toString();
        String conversation = await().until(() -> conversation(customer), id -> !id.isEmpty());
        var answer = hub().as(Role.AGENT)
                .post("/api/v1/conversations/" + conversation + "/replies", "{\"parts\":[" + parts + "]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private List<String> said(String customer) {
        return messages(customer).stream()
                .map(part -> part.path("text").asString(""))
                .toList();
    }

    /// The first part of each message of the customer's, but of what he merely did.
    private List<JsonNode> messages(String customer) {
        return entries(customer).stream()
                .filter(entry -> entry.path("change").path("type").asString().equals("message")
                        && entry.path("direction").asString().equals("inbound"))
                .map(entry -> entry.path("change").path("parts").path(0))
                .filter(part -> !part.path("type").asString().equals("system-event"))
                .toList();
    }

    private List<JsonNode> entries(String customer) {
        List<JsonNode> all = new ArrayList<>();
        String conversation = conversation(customer);
        for (boolean more = !conversation.isEmpty(); more; ) {
            long last = all.isEmpty() ? 0 : all.getLast().path("sequence").asLong();
            List<JsonNode> next = items("/api/v1/conversations/" + conversation + "/entries?after=" + last);
            all.addAll(next);
            more = !next.isEmpty();
        }
        return all;
    }

    private List<JsonNode> deliveries(String customer) {
        List<JsonNode> deliveries = new ArrayList<>();
        hub().watcher()
                .get("/api/v1/deliveries?conversation=" + conversation(customer))
                .json()
                .path("items")
                .forEach(deliveries::add);
        return deliveries;
    }

    private int deadLetters() {
        return hub().watcher()
                .get("/api/v1/dead-letters?limit=100")
                .json()
                .path("items")
                .size();
    }

    private String conversation(String customer) {
        for (JsonNode contact : items("/api/v1/contacts?externalId=" + customer)) {
            for (JsonNode conversation :
                    items("/api/v1/conversations?contact=" + contact.path("id").asString())) {
                if (conversation.path("inbox").asString().equals(inbox())) {
                    return conversation.path("id").asString();
                }
            }
        }
        return "";
    }

    private List<JsonNode> items(String path) {
        List<JsonNode> items = new ArrayList<>();
        hub().watcher().get(path).json().path("items").forEach(items::add);
        return items;
    }
}
