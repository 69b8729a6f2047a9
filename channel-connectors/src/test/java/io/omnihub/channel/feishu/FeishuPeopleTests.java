package io.omnihub.channel.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelStatus;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.ShowsAvatars;
import io.omnihub.channel.feishu.FeishuProperties.Account;
import io.omnihub.channel.http.AccessTokens;
import io.omnihub.channel.http.TokensInMemory;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.simulator.feishu.FeishuApp;
import io.omnihub.simulator.feishu.FeishuChat;
import io.omnihub.simulator.feishu.FeishuPerson;
import io.omnihub.simulator.feishu.FeishuSimulator;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names cost the platform one question each, and nothing where they can't be had.
final class FeishuPeopleTests {

    private final Clock clock = Clock.fixed(Instant.parse("2026-03-01T08:00:00Z"), ZoneOffset.UTC);
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
        IntStream.range(0, 20).parallel().forEach(_ -> people.of(inbox, all));

        assertThat(people.of(inbox, all))
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

        assertThat(people.of(inbox, List.of("ou_nobody"))).isEmpty();
        assertThat(people.of(inbox, List.of("ou_nobody"))).isEmpty();

        assertThat(questions()).hasSize(1);
        assertThat(people.of(inbox, List.of("ou_tom"))).containsEntry("ou_tom", "Tom");
    }

    @ParameterizedTest
    @ValueSource(ints = {41050, 99991672})
    void whereNamesMayNotBeReadTheInboxWorksAndNobodyIsAskedForMore(int code) {
        ChannelInbox<Account> inbox = inbox("2s");
        platform.refusesNames(code);

        assertThat(people.of(inbox, List.of("ou_lilei", "ou_tom"))).isEmpty();
        assertThat(people.of(inbox, List.of(group.id()))).containsEntry(group.id(), "Dealers");

        assertThat(questions()).hasSize(2);
        assertThat(statuses.of(TenantId.DEFAULT, new InboxId("team")).state())
                .isNotEqualTo(ChannelStatus.State.OFFLINE);
    }

    @Test
    void aPlatformThatIsBusyIsLeftAlone() {
        ChannelInbox<Account> inbox = inbox("2s");
        platform.refusesNames(99991400);

        assertThat(people.of(inbox, List.of("ou_lilei", "ou_tom", group.id()))).isEmpty();

        assertThat(questions()).hasSize(1);
    }

    @Test
    void nobodyIsAskedForWhereNobodyWaits() {
        assertThat(people.of(inbox("0s"), List.of("ou_lilei"))).isEmpty();
        assertThat(platform.calls()).isEmpty();
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
