package io.omnihub.channel.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.TestClock;
import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelStatus;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.ShowsAvatars;
import io.omnihub.channel.callback.Callback;
import io.omnihub.channel.feishu.FeishuProperties.Account;
import io.omnihub.channel.http.AccessTokens;
import io.omnihub.channel.http.TokensInMemory;
import io.omnihub.message.Body;
import io.omnihub.message.ContactChange;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.simulator.feishu.FeishuApp;
import io.omnihub.simulator.feishu.FeishuChat;
import io.omnihub.simulator.feishu.FeishuMessage;
import io.omnihub.simulator.feishu.FeishuPerson;
import io.omnihub.simulator.feishu.FeishuSimulator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Names cost the platform one question each, and nothing where they can't be had.
final class FeishuPeopleTests {

    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T08:00:00Z"));
    private final FeishuSimulator platform = new FeishuSimulator(FeishuApp.sample(), clock);
    private final ChannelStatuses statuses = new ChannelStatuses(clock);
    private final FeishuApi api = new FeishuApi(new AccessTokens(new TokensInMemory(clock), clock));
    private final ChannelInboxes<Account> inboxes = inboxes("2s");
    private final FeishuPeople people = new FeishuPeople(inboxes, api, clock);
    private final FeishuPerson lilei = platform.person("ou_lilei", "李雷\u0000");
    private final FeishuChat group = platform.group("Dealers", lilei);

    @BeforeEach
    void tomIsThereToo() {
        platform.person("ou_tom", "Tom");
    }

    @AfterEach
    void noBreach() {
        assertThat(platform.breaches()).isEmpty();
        api.close();
        platform.close();
    }

    @Test
    void peopleGroupsAndTheBotAreAskedForOnceHoweverManyNeedThem() {
        ChannelInbox<Account> inbox = inbox("2s");
        List<String> all = List.of("ou_lilei", group.id(), FeishuPeople.BOT);
        IntStream.range(0, 20).parallel().forEach(_ -> names(inbox, all));

        assertThat(names(inbox, all))
                .isEqualTo(Map.of(
                        "ou_lilei",
                        "李雷",
                        group.id(),
                        "Dealers",
                        FeishuPeople.BOT,
                        platform.app().botOpenId()));
        assertThat(questions()).hasSize(3);
        assertThat(platform.tokensGranted()).isEqualTo(1);
    }

    @Test
    void whoIsNobodyIsAskedForOnceToo() {
        ChannelInbox<Account> inbox = inbox("2s");

        assertThat(names(inbox, List.of("ou_nobody"))).isEmpty();
        assertThat(names(inbox, List.of("ou_nobody"))).isEmpty();

        assertThat(questions()).hasSize(1);
        assertThat(names(inbox, List.of("ou_tom"))).containsEntry("ou_tom", "Tom");
    }

    @ParameterizedTest
    @ValueSource(ints = {41050, 99991672})
    void whereNamesMayNotBeReadTheInboxWorksAndNobodyIsAskedForMore(int code) {
        ChannelInbox<Account> inbox = inbox("2s");
        platform.refusesNames(code);

        assertThat(names(inbox, List.of("ou_lilei", "ou_tom"))).isEmpty();
        assertThat(names(inbox, List.of(group.id()))).containsEntry(group.id(), "Dealers");

        assertThat(questions()).hasSize(2);
        assertThat(statuses.of(TenantId.DEFAULT, new InboxId("team")).state())
                .isNotEqualTo(ChannelStatus.State.OFFLINE);
    }

    @Test
    void aPlatformThatIsBusyIsLeftAlone() {
        ChannelInbox<Account> inbox = inbox("2s");
        platform.refusesNames(99991400);

        assertThat(names(inbox, List.of("ou_lilei", "ou_tom", group.id()))).isEmpty();

        assertThat(questions()).hasSize(1);
    }

    @Test
    void nobodyIsAskedForWhereNobodyWaits() {
        assertThat(names(inbox("0s"), List.of("ou_lilei"))).isEmpty();
        assertThat(platform.calls()).isEmpty();
    }

    @Test
    void anEventThatIsPushedAgainTellsAgainAndInTheSameWordsWhoThatIs() {
        FeishuInboundAdapter adapter = new FeishuInboundAdapter(inboxes, people, clock);
        String first = platform.event("im.message.receive_v1", message("om_1", "text", "{}"));
        platform.refusesNames(41050);
        List<InboundEvent> events = adapt(adapter, first);
        assertThat(events)
                .hasSize(2)
                .first()
                .satisfies(event -> assertThat(event.body())
                        .isEqualTo(new ContactChange("", "", Map.of(ContactChange.UNION_ID, "on_lilei"))));
        mayReadNames();

        assertThat(adapt(adapter, first))
                .extracting(InboundEvent::body)
                .isEqualTo(events.stream().map(InboundEvent::body).toList());

        // Another event tells what is new, and a third one nothing.
        assertThat(adapt(adapter, platform.event("im.message.receive_v1", message("om_2", "text", "{}"))))
                .hasSize(2);
        assertThat(adapt(adapter, platform.event("im.message.receive_v1", message("om_3", "text", "{}"))))
                .hasSize(1);
    }

    @Test
    void aBundleThatIsPushedAgainIsWhatItWas() {
        FeishuInboundAdapter adapter = new FeishuInboundAdapter(inboxes, people, clock);
        platform.pushesTo(URI.create("http://localhost:1/nowhere"));
        FeishuPerson somebody = platform.person("ou_0123456789abcdef", "韩梅梅");
        FeishuChat there = platform.group("Elsewhere", somebody);
        somebody.says(there, "what is forwarded");
        somebody.forwards(there, there.messages());
        FeishuMessage bundle = there.messages().getLast();
        String push = platform.event("im.message.receive_v1", message(bundle.id(), "merge_forward", "{}"));
        platform.refusesNames(41050);
        Body silent = adapt(adapter, push).getLast().body();
        mayReadNames();

        assertThat(adapt(adapter, push).getLast().body()).isEqualTo(silent);
        assertThat(adapt(new FeishuInboundAdapter(inboxes, people, clock), push)
                        .getLast()
                        .body())
                .isNotEqualTo(silent);
    }

    @Test
    void allQuestionsOfAPushShareOneTime() {
        FeishuPeople.Patience over =
                new FeishuPeople.Patience(Duration.ofSeconds(1), System.nanoTime() - 1_000_000_000);

        assertThat(people.of(inbox("2s"), List.of("ou_lilei", group.id()), over))
                .isEmpty();
        assertThat(people.forwarded(inbox("2s"), "om_1", over)).isEmpty();

        assertThat(questions()).isEmpty();
        assertThat(names(inbox("2s"), List.of("ou_lilei"))).hasSize(1);
    }

    @Test
    void anAgentsQuestionThatFailsSilencesNoNames() {
        platform.refusesNames(99991400);
        assertThat(avatar("ou_lilei")).isEmpty();
        platform.refusesNames(0);

        assertThat(names(inbox("2s"), List.of("ou_lilei"))).containsEntry("ou_lilei", "李雷");
    }

    private void mayReadNames() {
        platform.refusesNames(0);
        clock.forward(Duration.ofMinutes(11));
    }

    @Test
    void picturesOfPeopleAndGroupsAreFetchedWithoutTheAppsToken() {
        assertThat(avatar("ou_lilei")).hasValue(FeishuSimulator.avatar("ou_lilei"));
        assertThat(avatar(group.id())).hasValue(FeishuSimulator.avatar(group.id()));
        assertThat(avatar("ou_lilei")).hasValue(FeishuSimulator.avatar("ou_lilei"));

        assertThat(avatar("ou_nobody")).isEmpty();
        assertThat(avatar("somebody/../else?a=b")).isEmpty();
        assertThat(people.avatar(TenantId.DEFAULT, new InboxId("gone"), "ou_lilei"))
                .isEmpty();
        // Asked for once as a person, and fetched each time.
        assertThat(platform.calls())
                .filteredOn(call -> call.endsWith("/users/ou_lilei"))
                .hasSize(1);
    }

    @Test
    void aPictureThatIsTooLargeGoneOrElsewhereIsNone() {
        platform.showsAvatars(_ -> new byte[ShowsAvatars.LARGEST + 1]);
        assertThat(avatar("ou_lilei")).isEmpty();
        platform.showsAvatars(_ -> new byte[0]);
        assertThat(avatar("ou_tom")).isEmpty();
        platform.keepsAvatarsAt("http://localhost:1");
        assertThat(avatar(group.id())).isEmpty();
        assertThat(platform.calls())
                .filteredOn(call -> call.contains("/avatars/"))
                .hasSize(2);
    }

    private Map<String, String> names(ChannelInbox<Account> inbox, List<String> ids) {
        return people.of(inbox, ids, FeishuPeople.patience(inbox));
    }

    private List<InboundEvent> adapt(FeishuInboundAdapter adapter, String event) {
        Callback callback = callback(event.getBytes(StandardCharsets.UTF_8));
        return adapter.adapt(FeishuPush.read(callback.raw()), callback);
    }

    private Callback callback(byte[] raw) {
        return new Callback(TenantId.DEFAULT, new InboxId("team"), raw, clock.instant(), 0, null);
    }

    private static ObjectNode message(String id, String type, String content) {
        return new JsonMapper().readValue("""
                {"sender":{"sender_id":{"open_id":"ou_lilei","union_id":"on_lilei"},"sender_type":"user"},
                 "message":{"message_id":"%s","create_time":"1772352000000","chat_id":"oc_1","chat_type":"p2p",
                  "message_type":"%s","content":"%s"}}""".formatted(id, type, content), ObjectNode.class);
    }

    private Optional<byte[]> avatar(String id) {
        return people.avatar(TenantId.DEFAULT, new InboxId("team"), id);
    }

    private List<String> questions() {
        return platform.calls().stream().filter(call -> call.startsWith("GET")).toList();
    }

    private ChannelInbox<Account> inbox(String wait) {
        return inboxes(wait).get("team");
    }

    private ChannelInboxes<Account> inboxes(String wait) {
        String team = "omnihub.channels.feishu.inboxes.team.";
        FeishuApp app = platform.app();
        return FeishuPropertiesTests.inboxes(
                Map.of(
                        team + "app-id", app.appId(),
                        team + "secret", app.secret(),
                        team + "verification-token", app.verificationToken(),
                        team + "encrypt-key", app.encryptKey(),
                        team + "api-url", platform.apiUrl(),
                        team + "name-wait", wait),
                statuses);
    }
}
