package io.omnihub.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.omnihub.channel.Capabilities.Allowance;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.Inbox;
import io.omnihub.message.Content;
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
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;
import org.springframework.util.unit.DataSize;

final class WeChatPropertiesTests {

    private static final String SHOP = "omnihub.channels.wechat.inboxes.shop.";
    private static final Map<String, String> LEAST = Map.of(
            SHOP + "app-id", "wx1",
            SHOP + "secret", "s",
            SHOP + "token", "token1",
            SHOP + "encoding-aes-key", "a".repeat(42) + "A");

    @Test
    void nothingConfiguredIsNoInbox() {
        assertThat(inboxes(Map.of()).inboxes()).isEmpty();
    }

    @Test
    void theDefaultsAreSafe() {
        WeChatProperties.Account account = bind(LEAST).inboxes().get("shop");
        assertThat(account)
                .isEqualTo(new WeChatProperties.Account(
                        WeChatProperties.Kind.OFFICIAL_ACCOUNT,
                        "default",
                        "",
                        "wx1",
                        "s",
                        "token1",
                        "a".repeat(42) + "A",
                        WeChatProperties.Mode.SAFE,
                        "",
                        "https://api.weixin.qq.com",
                        true,
                        Duration.ofMinutes(5),
                        Duration.ZERO,
                        DataSize.ofMegabytes(20),
                        Duration.ofDays(1),
                        10,
                        DataSize.ofBytes(2048),
                        5,
                        Duration.ofMinutes(1),
                        3,
                        Duration.ZERO,
                        "",
                        ""));
        Inbox inbox = inboxes(LEAST).inboxes().getFirst();
        assertThat(inbox.name()).isEqualTo("shop");
        assertThat(inbox.channel().value()).isEqualTo("wechat");
        assertThat(inbox.capabilities().replyWindow()).isEqualTo(Duration.ofDays(2));
        assertThat(inbox.capabilities().sends(new Content.Location(1, 1, "", "")))
                .isFalse();
    }

    @Test
    void everythingCanBeSet() {
        Map<String, String> all = Map.ofEntries(
                Map.entry(SHOP + "tenant", "acme"),
                Map.entry(SHOP + "name", "Shop 旗舰店"),
                Map.entry(SHOP + "app-id", "wx2"),
                Map.entry(SHOP + "secret", "secret2"),
                Map.entry(SHOP + "token", "token2"),
                Map.entry(SHOP + "encoding-aes-key", "b".repeat(43)),
                Map.entry(SHOP + "mode", "compatible"),
                Map.entry(SHOP + "receiver-id", "wx-component"),
                Map.entry(SHOP + "api-url", "http://localhost:1234"),
                Map.entry(SHOP + "stable-token", "false"),
                Map.entry(SHOP + "timestamp-window", "10m"),
                Map.entry(SHOP + "passive-answer", "4500ms"),
                Map.entry(SHOP + "largest-media", "5MB"),
                Map.entry(SHOP + "reopen-window", "2h"),
                Map.entry(SHOP + "sends-per-second", "3"),
                Map.entry(SHOP + "longest-text", "1KB"),
                Map.entry(SHOP + "most-replies", "4"),
                Map.entry(SHOP + "union-wait", "500ms"),
                Map.entry(SHOP + "event-window", "30s"),
                Map.entry(SHOP + "event-replies", "2"),
                Map.entry(SHOP + "kind", "official-account"),
                Map.entry(SHOP + "kf-account", "kf1@gh_1"),
                Map.entry(SHOP + "transfer-to", "any"));
        WeChatProperties.Account account = bind(all).inboxes().get("shop");
        assertThat(account)
                .isEqualTo(new WeChatProperties.Account(
                        WeChatProperties.Kind.OFFICIAL_ACCOUNT,
                        "acme",
                        "Shop 旗舰店",
                        "wx2",
                        "secret2",
                        "token2",
                        "b".repeat(43),
                        WeChatProperties.Mode.COMPATIBLE,
                        "wx-component",
                        "http://localhost:1234",
                        false,
                        Duration.ofMinutes(10),
                        Duration.ofMillis(4500),
                        DataSize.ofMegabytes(5),
                        Duration.ofHours(2),
                        3,
                        DataSize.ofKilobytes(1),
                        4,
                        Duration.ofSeconds(30),
                        2,
                        Duration.ofMillis(500),
                        "kf1@gh_1",
                        "any"));
        assertThat(inboxes(all).inboxes().getFirst().tenant().value()).isEqualTo("acme");
    }

    @ParameterizedTest
    @CsvSource({
        "app-id, ''",
        "secret, ''",
        "token, a b",
        "token, ''",
        "encoding-aes-key, short",
        "api-url, ftp://x",
        "api-url, https://x/path",
        "timestamp-window, 0s",
        "passive-answer, 4600ms",
        "passive-answer, -1s",
        "largest-media, 0B",
        "reopen-window, -1s",
        "sends-per-second, 0",
        "longest-text, 10B",
        "most-replies, 0",
        "event-window, 0s",
        "event-replies, 0",
        "union-wait, 4s",
        "union-wait, -1s",
        "kf-account, nobody",
        "transfer-to, somebody"
    })
    void whatCanNotWorkStopsTheStartAndNamesTheProperty(String property, String value) {
        Map<String, String> settings = new HashMap<>(LEAST);
        settings.put(SHOP + property, value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inboxes(settings))
                .withMessageStartingWith("%s%s must ", SHOP, property);
    }

    @Test
    void aMiniProgramShowsNoAnswersWithinCalls() {
        Map<String, String> settings = new HashMap<>(LEAST);
        settings.put(SHOP + "kind", "mini-program");
        assertThat(inboxes(settings).inboxes()).hasSize(1);
        settings.put(SHOP + "passive-answer", "1s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inboxes(settings))
                .withMessageStartingWith("%spassive-answer must ", SHOP);
    }

    @Test
    void whatIsTakenAfterWhatACustomerDoesIsKnown() {
        Map<String, String> settings = new HashMap<>(LEAST);
        Allowance brief = new Allowance(Duration.ofMinutes(1), 3);
        assertThat(inboxes(settings).inboxes().getFirst().capabilities().occasions())
                .containsOnlyKeys("follow", "scan", "menu-click", "menu-scan", "menu-scan-waiting", "pay", "unfollow")
                .containsEntry("follow", brief)
                .containsEntry("menu-click", brief)
                .containsEntry("pay", new Allowance(Duration.ofDays(2), 0))
                .containsEntry("unfollow", Allowance.NOTHING);
        settings.put(SHOP + "kind", "mini-program");
        assertThat(inboxes(settings).inboxes().getFirst().capabilities().occasions())
                .isEqualTo(Map.of("enter", new Allowance(Duration.ofMinutes(1), 2)));
    }

    @Test
    void plainModeNeedsNoKey() {
        Map<String, String> settings = new HashMap<>(LEAST);
        settings.remove(SHOP + "encoding-aes-key");
        settings.put(SHOP + "mode", "plain");
        assertThat(inboxes(settings).get("shop").account().crypto()).isNull();
    }

    @Test
    void theExampleWorksOnceItsSecretsAreGiven() throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        MutablePropertySources sources = environment.getPropertySources();
        sources.addLast(new MapPropertySource(
                "secrets",
                Map.of(
                        "WECHAT_SHOP_SECRET", "s",
                        "WECHAT_SHOP_TOKEN", "token1",
                        "WECHAT_SHOP_AES_KEY", "a".repeat(42) + "A")));
        new YamlPropertySourceLoader()
                .load("example", new FileSystemResource("config/channels/wechat.example.yaml"))
                .forEach(sources::addLast);

        WeChatProperties properties = Binder.get(environment)
                .bind("omnihub.channels.wechat", WeChatProperties.class)
                .get();

        properties.inboxes().forEach((id, account) -> account.check(id));
        assertThat(properties.inboxes()).containsKey("shop");
    }

    @Test
    void secretsAreNotInTheText() {
        Map<String, String> settings = new HashMap<>(LEAST);
        settings.put(SHOP + "secret", "marker-secret");
        settings.put(SHOP + "token", "markertoken");
        assertThat(bind(settings).toString()).doesNotContain("marker").doesNotContain("a".repeat(42));
    }

    private static ChannelInboxes<WeChatProperties.Account> inboxes(Map<String, String> settings) {
        return new ChannelInboxes<>(
                WeChatProperties.CHANNEL,
                bind(settings).inboxes(),
                WeChatOutboundAdapter.CAPABILITIES,
                new ChannelStatuses(Clock.systemUTC()));
    }

    private static WeChatProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("omnihub.channels.wechat", WeChatProperties.class);
    }
}
