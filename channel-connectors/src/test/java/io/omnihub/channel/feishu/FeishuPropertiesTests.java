package io.omnihub.channel.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.omnihub.channel.Ability;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.feishu.FeishuProperties.Account;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;
import org.springframework.util.unit.DataSize;

final class FeishuPropertiesTests {

    private static final String TEAM = "omnihub.channels.feishu.inboxes.team.";
    private static final Map<String, String> LEAST = Map.of(
            TEAM + "app-id", "cli_1",
            TEAM + "secret", "s",
            TEAM + "verification-token", "t",
            TEAM + "encrypt-key", "k");

    @Test
    void nothingConfiguredIsNoInbox() {
        assertThat(inboxes(Map.of()).inboxes()).isEmpty();
    }

    @Test
    void theDefaultsAreSafe() {
        assertThat(bind(LEAST).inboxes().get("team"))
                .isEqualTo(new Account(
                        "default",
                        "",
                        "cli_1",
                        "s",
                        "t",
                        "k",
                        true,
                        "https://open.feishu.cn",
                        Duration.ZERO,
                        Duration.ofMillis(600),
                        Duration.ofDays(1),
                        Duration.ofDays(1),
                        false,
                        DataSize.ofMegabytes(100),
                        Duration.ofDays(1),
                        5));
        Inbox inbox = inboxes(LEAST).inboxes().getFirst();
        assertThat(inbox.name()).isEqualTo("team");
        assertThat(inbox.channel().value()).isEqualTo("feishu");
        assertThat(inbox.capabilities().replyWindow()).isNull();
        assertThat(inbox.capabilities().within())
                .isEqualTo(Map.of(Ability.EDIT, Duration.ofDays(1), Ability.RECALL, Duration.ofDays(1)));
    }

    @Test
    void everythingCanBeSet() {
        Map<String, String> all = Map.ofEntries(
                Map.entry(TEAM + "tenant", "acme"),
                Map.entry(TEAM + "name", "Team 团队"),
                Map.entry(TEAM + "app-id", "cli_2"),
                Map.entry(TEAM + "secret", "secret2"),
                Map.entry(TEAM + "verification-token", "token2"),
                Map.entry(TEAM + "encrypt-key", ""),
                Map.entry(TEAM + "require-encryption", "false"),
                Map.entry(TEAM + "api-url", "https://open.larksuite.com"),
                Map.entry(TEAM + "timestamp-window", "8h"),
                Map.entry(TEAM + "name-wait", "0s"),
                Map.entry(TEAM + "edit-window", "0s"),
                Map.entry(TEAM + "recall-window", "30m"),
                Map.entry(TEAM + "reply-in-thread", "true"),
                Map.entry(TEAM + "largest-media", "5MB"),
                Map.entry(TEAM + "reopen-window", "2h"),
                Map.entry(TEAM + "sends-per-second", "3"));
        assertThat(bind(all).inboxes().get("team"))
                .isEqualTo(new Account(
                        "acme",
                        "Team 团队",
                        "cli_2",
                        "secret2",
                        "token2",
                        "",
                        false,
                        "https://open.larksuite.com",
                        Duration.ofHours(8),
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ofMinutes(30),
                        true,
                        DataSize.ofMegabytes(5),
                        Duration.ofHours(2),
                        3));
        assertThat(inboxes(all).inboxes().getFirst().name()).isEqualTo("Team 团队");
    }

    @ParameterizedTest
    @CsvSource({
        "app-id, '', must be given",
        "secret, ' ', must be given",
        "verification-token, '', must be given",
        "encrypt-key, '', 'must be given, or require-encryption must be false'",
        "require-encryption, false, must be true where there is an encrypt-key",
        "api-url, open.feishu.cn, must be like https://open.feishu.cn",
        "api-url, https://open.feishu.cn/open-apis, must be like https://open.feishu.cn",
        "timestamp-window, 5m, 'must be 0 or at least 8h, since Feishu sends an event again for 7 hours'",
        "timestamp-window, -1s, 'must be 0 or at least 8h, since Feishu sends an event again for 7 hours'",
        "name-wait, 3s, 'must be between 0 and 2s, since Feishu waits no longer than 3 s'",
        "name-wait, -1s, 'must be between 0 and 2s, since Feishu waits no longer than 3 s'",
        "largest-media, 101MB, must be between 1B and 100MB",
        "largest-media, 0B, must be between 1B and 100MB",
        "reopen-window, -1s, must not be negative",
        "sends-per-second, 0, must be at least 1"
    })
    void whatCanNotWorkIsNamed(String setting, String value, String problem) {
        Map<String, String> settings = new HashMap<>(LEAST);
        settings.put(TEAM + setting, value);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> inboxes(settings))
                .withMessage("%s%s %s", TEAM, setting, problem);
    }

    @Test
    void secretsAreNotShown() {
        assertThat(bind(LEAST).toString())
                .doesNotContain("=s", " s,", " t,", " k,")
                .contains("cli_1");
    }

    @Test
    void theExampleWorks() throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        new YamlPropertySourceLoader()
                .load("example", new FileSystemResource("config/channels/feishu.example.yaml"))
                .forEach(environment.getPropertySources()::addLast);
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "secrets",
                        Map.of("FEISHU_TEAM_SECRET", "s", "FEISHU_TEAM_TOKEN", "t", "FEISHU_TEAM_ENCRYPT_KEY", "k")));
        FeishuProperties properties =
                Binder.get(environment).bindOrCreate("omnihub.channels.feishu", FeishuProperties.class);

        assertThat(inboxes(properties, new ChannelStatuses(Clock.systemUTC())).inboxes())
                .extracting(Inbox::name)
                .containsExactly("My team");
    }

    static ChannelInboxes<Account> inboxes(Map<String, String> settings) {
        return inboxes(settings, new ChannelStatuses(Clock.systemUTC()));
    }

    static ChannelInboxes<Account> inboxes(Map<String, String> settings, ChannelStatuses statuses) {
        return inboxes(bind(settings), statuses);
    }

    private static ChannelInboxes<Account> inboxes(FeishuProperties properties, ChannelStatuses statuses) {
        return new ChannelInboxes<>(
                FeishuInboundAdapter.CHANNEL, properties.inboxes(), FeishuOutboundAdapter.CAPABILITIES, statuses);
    }

    private static FeishuProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("omnihub.channels.feishu", FeishuProperties.class);
    }
}
