package io.omnihub.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.omnihub.conformance.ConformanceCase;
import io.omnihub.identity.Role;
import io.omnihub.message.Raw;
import io.omnihub.simulator.platform.Callback;
import io.omnihub.simulator.platform.Faults;
import io.omnihub.simulator.platform.Pushed;
import io.omnihub.simulator.platform.SimulatedPlatform;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import io.omnihub.wire.ProtobufCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

    byte[] PNG = "\u0089PNG\r\n\u001A\n and more".getBytes(StandardCharsets.ISO_8859_1);

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

    /// The bytes of the files that reached a customer, of whichever kind, in order.
    List<byte[]> files(String customer);

    /// A file of a kind that the platform takes.
    default byte[] file(String kind) {
        return switch (kind) {
            case "image" -> PNG;
            case "voice" -> "OggS\0\2 OpusHead and more".getBytes(StandardCharsets.ISO_8859_1);
            case "video" -> "\0\0\0\30ftypisom\0\0\2\0isomiso2 and more".getBytes(StandardCharsets.ISO_8859_1);
            default -> "%PDF-1.4 and more".getBytes(StandardCharsets.US_ASCII);
        };
    }

    /// All that a customer was shown, as the platform has it.
    default String shown(String customer) {
        return String.join("\n", received(customer));
    }

    /// A group with so many members; null where the platform has no groups.
    default @Nullable Group group(int members) {
        return null;
    }

    /// A group.
    ///
    /// @param says what comes where a member, from 0, says a text
    record Group(String thread, BiFunction<Integer, String, Callback> says) {}

    /// Another inbox of the same app, whose callbacks a push may go to; empty for none.
    default String twin() {
        return "";
    }

    /// Has the platform push to an inbox from now on, where there are two.
    default void pushTo(String inbox) {}

    /// A text as the platform pushes it again so long after it was written; null where it does not.
    default @Nullable Callback late(String customer, String id, String text, Duration late) {
        return null;
    }

    /// Any push before it is sealed, right or wrong, as random as can be; empty where entries don't keep their bytes.
    ///
    /// @param number another one for each
    default String anything(int number) {
        return "";
    }

    default Callback seal(String push) {
        throw new UnsupportedOperationException("the channel's test makes no random pushes");
    }

    @BeforeEach
    default void pushToTheInbox() {
        pushTo(inbox());
    }

    @AfterEach
    default void theProtocolWasKept() {
        platform().faults().clear();
        assertThat(platform().takeBreaches()).isEmpty();
    }

    /// Presses a button of the last card that a customer got, where the channel has such buttons.
    default Pushed presses(String customer, String label, String value) {
        throw new UnsupportedOperationException("the channel has no buttons");
    }

    /// The same that `omnihub channel test` asks of a channel of files. How the platform tries the address is in each
    /// channel's own test.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TRIED")
    default void whatHoldsOfEveryChannelThatIsCalled(ConformanceCase conformance) {
        if (conformance == ConformanceCase.FILES_SENT) {
            assumeThat(sends()).containsAnyElementsOf(FILES);
        }
        conformance.check(new SimulatedChannel(this));
    }

    @Test
    default void aHeldInboxStillTakesWhatCustomersSayAndSendsInOrderOnceItGoesOn() {
        String customer = newCustomer();
        String path = "/api/v1/inboxes/" + inbox();
        taken(deliver(text(customer, newId(), "hello")));
        Api operator = hub().as(Role.OPERATOR);
        assertThat(operator.post(path + "/pause", "")
                        .json()
                        .path("held")
                        .path("state")
                        .asString())
                .isEqualTo("paused");
        try {
            reply(customer, "first");
            reply(customer, "second");
            taken(deliver(text(customer, newId(), "anyone?")));
            await().untilAsserted(() -> assertThat(said(customer)).containsExactly("hello", "anyone?"));
            await().untilAsserted(() ->
                    assertThat(heldInbox(operator).path("waiting").asInt()).isEqualTo(2));
            operator.post(path + "/drain", "");
            await().untilAsserted(() ->
                    assertThat(heldInbox(operator).path("state").asString()).isEqualTo("drained"));
            assertThat(received(customer)).isEmpty();
        } finally {
            assertThat(operator.post(path + "/resume", "").json().has("held")).isFalse();
        }
        reply(customer, "third");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(received(customer)).containsExactly("first", "second", "third"));
        await().untilAsserted(() -> assertThat(
                        inboxOf(operator).path("status").path("state").asString())
                .isEqualTo("online"));
    }

    private JsonNode heldInbox(Api operator) {
        return inboxOf(operator).path("held");
    }

    private JsonNode inboxOf(Api operator) {
        return operator.get("/api/v1/inboxes")
                .json()
                .path("items")
                .valueStream()
                .filter(each -> each.path("id").asString().equals(inbox()))
                .findFirst()
                .orElseThrow();
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

    /// A platform may have forgotten the card, the hub too, and somebody still has it on his screen.
    @Test
    default void aButtonOfACardThatIsGoneIsKeptAsAClickAllTheSame() {
        assumeThat(abilities()).contains("buttons");
        String customer = newCustomer();
        taken(deliver(text(customer, newId(), "hello")));
        String conversation = await().until(() -> conversation(customer), id -> !id.isEmpty());
        var answer = hub().as(Role.AGENT).post("/api/v1/conversations/" + conversation + "/replies", """
                {"parts":[{"type":"card","title":"Are you content?","buttons":[{"label":"Yes","value":"rate:5"}]}]}""");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        await().until(() -> !received(customer).isEmpty());
        String card = "/api/v1/conversations/" + conversation + "/entries/"
                + answer.json().path("sequence").asLong();
        assertThat(hub().watcher().post(card + "/erasure", "").status()).isEqualTo(201);

        taken(presses(customer, "Yes", "rate:5"));

        await().untilAsserted(() -> assertThat(events(customer, "card-click"))
                .singleElement()
                .satisfies(data -> assertThat(data.path("value").asString()).isEqualTo("rate:5")));
    }

    @Test
    default void aCardOf30KilobytesIsShownWholeOrRefusedWhole() {
        assumeThat(sends()).contains("card");
        String customer = newCustomer();
        taken(deliver(text(customer, newId(), "hello")));
        String conversation = await().until(() -> conversation(customer), id -> !id.isEmpty());
        String words = "长".repeat(9_000);
        String replies = "/api/v1/conversations/" + conversation + "/replies";
        var answer = hub().as(Role.AGENT).post(replies, """
                {"parts":[{"type":"card","title":"All","fields":[{"name":"x","value":"%s"},{"name":"y","value":"%s"}]}]}""".formatted(words, "z".repeat(2_000)));
        boolean taken = answer.status() == 201;
        if (taken) {
            await().untilAsserted(() -> assertThat(deliveries(customer))
                    .singleElement()
                    .satisfies(delivery ->
                            assertThat(delivery.path("state").asString()).isIn("sent", "failed")));
        } else {
            assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        }
        if (taken && deliveries(customer).getFirst().path("state").asString().equals("sent")) {
            assertThat(shown(customer)).contains(words).contains("z".repeat(2_000));
        } else {
            assertThat(shown(customer)).isEmpty();
        }
        // Nothing stands in the way of what comes then.
        int before = received(customer).size();
        reply(customer, "then");
        await().untilAsserted(
                        () -> assertThat(received(customer)).hasSize(before + 1).endsWith("then"));
    }

    @Test
    default void aGroupOf5000MembersIsOneConversationInWhichEachMessageIsSomebodys() {
        Group group = group(5_000);
        assumeThat(group).isNotNull();
        if (group == null) {
            return;
        }
        for (int member : new int[] {0, 4_999, 0, 2_500}) {
            taken(deliver(group.says().apply(member, "I am " + member)));
        }
        await().untilAsserted(() ->
                assertThat(said(group.thread())).containsExactly("I am 0", "I am 4999", "I am 0", "I am 2500"));
        assertThat(entries(group.thread()).stream()
                        .filter(entry ->
                                entry.path("change").path("type").asString().equals("message"))
                        .map(entry -> entry.path("sender").path("id").asString()))
                .hasSize(4)
                .satisfies(senders -> assertThat(Set.copyOf(senders)).hasSize(3));
        reply(group.thread(), "to all");
        await().untilAsserted(() -> assertThat(received(group.thread())).containsExactly("to all"));
    }

    private List<String> abilities() {
        return said("abilities", inbox());
    }

    /// The kinds of parts that the channel declares.
    default List<String> sends() {
        return said("sends", inbox());
    }

    /// What an inbox says of itself.
    private List<String> said(String field, String inbox) {
        List<String> said = new ArrayList<>();
        for (JsonNode each : items("/api/v1/inboxes")) {
            if (each.path("id").asString().equals(inbox)) {
                each.path(field).forEach(value -> said.add(value.asString()));
            }
        }
        return said;
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

    @Test
    default void aTokenThatEndsInTheMiddleOfAMessageOfThreePartsIsRenewedAndNothingComesTwice() {
        assumeThat(hasTokens()).isTrue();
        String customer = newCustomer();
        taken(deliver(text(customer, newId(), "hello")));
        int granted = platform().tokensGranted();
        faults().meanwhile(platform()::expireTokens);
        reply(hub().as(Role.AGENT), customer, part("one"), part("two"), part("three"));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(deliveries(customer))
                        .singleElement()
                        .satisfies(delivery -> {
                            assertThat(delivery.path("state").asString()).isEqualTo("sent");
                            assertThat(delivery.path("attempts").asInt()).isEqualTo(1);
                            assertThat(delivery.path("maybeRepeated").asBoolean())
                                    .isFalse();
                        }));
        assertThat(received(customer)).containsExactly("one", "two", "three");
        // The test's first message asked for one, if it was the first of all.
        assertThat(platform().tokensGranted() - granted).isBetween(1, 2);
    }

    @Test
    default void twoInboxesOfOneAppHaveEachItsConversationAndAnswerForThemselves() {
        assumeThat(twin()).isNotEmpty();
        String customer = newCustomer();
        Callback push = text(customer, newId(), "to both");
        taken(deliver(push));
        await().untilAsserted(() -> assertThat(said(customer)).containsExactly("to both"));
        pushTo(twin());
        taken(deliver(push));
        String there = await().until(() -> conversation(customer, twin()), id -> !id.isEmpty());
        assertThat(there).isNotEqualTo(conversation(customer));
        var answer = hub().as(Role.AGENT)
                .post("/api/v1/conversations/" + there + "/replies", "{\"parts\":[" + part("from the twin") + "]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        await().untilAsserted(() -> assertThat(received(customer)).containsExactly("from the twin"));
        assertThat(said(customer)).containsExactly("to both");
        assertThat(deliveries(customer)).isEmpty();
    }

    @Test
    default void whatComesSevenHoursLateIsTakenOnceWithItsOwnTime() {
        String customer = newCustomer();
        Duration late = Duration.ofHours(7);
        Callback push = late(customer, newId(), "late", late);
        assumeThat(push).isNotNull();
        if (push == null) {
            return;
        }
        taken(deliver(text(customer, newId(), "in time")));
        taken(deliver(push));
        taken(deliver(push));
        taken(deliver(text(customer, newId(), "end")));
        await().untilAsserted(() -> assertThat(said(customer)).containsExactly("in time", "late", "end"));
        assertThat(entries(customer).stream()
                        .filter(entry -> entry.path("change")
                                .path("parts")
                                .path(0)
                                .path("text")
                                .asString("")
                                .equals("late"))
                        .map(entry -> Instant.parse(entry.path("sentAt").asString())))
                .singleElement()
                .satisfies(sentAt -> assertThat(sentAt)
                        .isBetween(
                                Instant.now().minus(late).minusSeconds(300),
                                Instant.now().minus(late)));
    }

    /// Over random pushes, right and wrong ones, new ones and repeats, many at the same time and of one second.
    @Test
    default void whatIsAcknowledgedIsAnEntryOrADeadLetter() {
        assumeThat(anything(0)).isNotEmpty();
        Random random = new Random(7);
        List<String> pushes = new ArrayList<>();
        for (int number = 0; number < 400; number++) {
            boolean again = number > 0 && random.nextInt(8) == 0;
            pushes.add(
                    again
                            ? pushes.get(random.nextInt(number))
                            : anything(number).strip());
        }
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        pushes.parallelStream().forEach(push -> {
            if (deliver(seal(push)).isTaken()) {
                acknowledged.add(push);
            }
        });
        assertThat(acknowledged).as("all were genuine").containsAll(pushes);
        await().untilAsserted(() -> {
            Set<String> kept = new HashSet<>(raws("select raw from entry where raw is not null"));
            kept.addAll(givenUp());
            assertThat(acknowledged.stream().filter(push -> !kept.contains(push)))
                    .isEmpty();
        });
        assertThat(raws("select raw from entry where raw is not null").stream().filter(acknowledged::contains))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(40);
        assertThat(givenUp().stream().filter(acknowledged::contains)).hasSizeGreaterThan(20);
    }

    private List<String> givenUp() {
        List<String> all = new ArrayList<>(raws("select body from dead_letter where kind = 'RAW'"));
        bodies("select body from dead_letter where kind = 'EVENT'").forEach(body -> {
            Raw raw = ProtobufCodec.decodeEvent(body).header().raw();
            if (raw != null) {
                all.add(text(raw.bytes()));
            }
        });
        return all;
    }

    private List<String> raws(String select) {
        return bodies(select).stream().map(ChannelCases::text).toList();
    }

    private List<byte[]> bodies(String select) {
        return hub().bean(Database.class)
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql(select)
                                .query((rows, _) -> rows.getBytes(1))
                                .list());
    }

    /// A platform may add white space at the end.
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }

    private static String part(String text) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("type", "text")
                .put("text", text)
                .toString();
    }

    default Pushed deliver(Callback push) {
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
        reply(hub().as(Role.AGENT), customer, part(text));
    }

    private void reply(Api agent, String customer, String... parts) {
        String conversation = await().until(() -> conversation(customer), id -> !id.isEmpty());
        var answer = agent.post(
                "/api/v1/conversations/" + conversation + "/replies", "{\"parts\":[" + String.join(",", parts) + "]}");
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

    default List<JsonNode> entriesOf(String customer) {
        return entries(customer);
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

    default List<JsonNode> deliveries(String customer) {
        List<JsonNode> deliveries = new ArrayList<>();
        hub().watcher()
                .get("/api/v1/deliveries?conversation=" + conversation(customer))
                .json()
                .path("items")
                .forEach(deliveries::add);
        return deliveries;
    }

    private String conversation(String customer) {
        return conversation(customer, inbox());
    }

    private String conversation(String customer, String inbox) {
        for (JsonNode contact : items("/api/v1/contacts?externalId=" + customer)) {
            for (JsonNode conversation :
                    items("/api/v1/conversations?contact=" + contact.path("id").asString())) {
                if (conversation.path("inbox").asString().equals(inbox)) {
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
