package io.omnihub.channel.wechat;

import io.omnihub.TestClock;
import io.omnihub.channel.Blobs;
import io.omnihub.channel.BlobsInMemory;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.InboxProvider;
import io.omnihub.channel.Inboxes;
import io.omnihub.channel.Takers;
import io.omnihub.channel.http.SharedTokens;
import io.omnihub.channel.http.TokensInMemory;
import io.omnihub.loop.Loops;
import io.omnihub.simulator.wechat.SimulatedAccount;
import io.omnihub.simulator.wechat.WeChatSimulator;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.context.DynamicPropertyRegistrar;

/// The channel alone, on a real Camel context and a real port, between the simulated platform and a double of the hub.
/// It is no `@Configuration`, so that tests of the whole hub don't find it.
@EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class})
@ComponentScan(
        value = "io.omnihub.channel",
        // What holds inboxes and threads needs the database, and mails need threads.
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = "io\\.omnihub\\.channel\\.((Channel|Inbox)\\w+|(thread|poll|email)\\..+)"))
class WeChatTestApplication {

    @Bean
    TestClock clock() {
        return new TestClock(Instant.parse("2024-06-10T06:13:20Z"));
    }

    @Bean
    Inboxes inboxes(List<InboxProvider> providers) {
        return new Inboxes(providers);
    }

    @Bean
    Takers takers() {
        return new Takers();
    }

    @Bean
    ChannelStatuses channelStatuses(Clock clock) {
        return new ChannelStatuses(clock);
    }

    @Bean
    Loops loops() {
        return Loops.unobserved();
    }

    @Bean
    static FaultyAdapter faultyAdapter() {
        return new FaultyAdapter();
    }

    @Bean
    SharedTokens sharedTokens(Clock clock) {
        return new TokensInMemory(clock);
    }

    @Bean
    Blobs blobs() {
        return new BlobsInMemory();
    }

    @Bean
    PassiveAnswersDouble passiveAnswers() {
        return new PassiveAnswersDouble();
    }

    @Bean
    CallLedgerDouble callLedger() {
        return new CallLedgerDouble();
    }

    @Bean("hub-component")
    HubDouble hub() {
        return new HubDouble();
    }

    @Bean(destroyMethod = "close")
    WeChatSimulator simulator(Clock clock) {
        return new WeChatSimulator(SimulatedAccount.sample(), clock);
    }

    @Bean
    DynamicPropertyRegistrar accounts(WeChatSimulator simulator) {
        return registry -> {
            for (String mode : new String[] {"safe", "compatible", "plain", "holding", "served", "mini"}) {
                String prefix = "omnihub.channels.wechat.inboxes." + mode + ".";
                SimulatedAccount account = simulator.account();
                registry.add(prefix + "app-id", account::appId);
                registry.add(prefix + "secret", account::secret);
                registry.add(prefix + "token", account::token);
                registry.add(prefix + "encoding-aes-key", account::encodingAesKey);
                registry.add(
                        prefix + "mode", () -> Set.of("compatible", "plain").contains(mode) ? mode : "safe");
                registry.add(prefix + "api-url", simulator::apiUrl);
                registry.add(prefix + "passive-answer", () -> mode.equals("holding") ? "4s" : "0s");
            }
            registry.add("omnihub.channels.wechat.inboxes.served.union-wait", () -> "2s");
            registry.add("omnihub.channels.wechat.inboxes.served.kf-account", () -> "kf2001@gh_1");
            registry.add("omnihub.channels.wechat.inboxes.served.transfer-to", () -> "kf2002@gh_1");
            registry.add("omnihub.channels.wechat.inboxes.mini.transfer-to", () -> "any");
            registry.add("omnihub.channels.wechat.inboxes.mini.kind", () -> "mini-program");
        };
    }

    @Bean
    SecurityFilterChain open(HttpSecurity http) throws Exception {
        return http.csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }
}
