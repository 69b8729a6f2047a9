package io.omnihub.simulator;

import io.omnihub.simulator.wechat.SimulatedAccount;
import io.omnihub.simulator.wechat.WeChatSimulator;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// The demo, switched on by `--demo`: a simulated WeChat with an account that the hub is connected to, and customers
/// who write to it.
@AutoConfiguration
@ConditionalOnProperty("demo")
public class SimulatorAutoConfiguration {

    private static final String INBOX = "omnihub.channels.wechat.inboxes.demo.";

    /// Starts the platform and connects the hub to it before any setting is read.
    @Bean
    static BeanFactoryPostProcessor demoPlatform(ConfigurableEnvironment environment) {
        return beans -> {
            WeChatSimulator platform = new WeChatSimulator(SimulatedAccount.sample(), Clock.systemUTC());
            beans.registerSingleton("demoWeChat", platform);
            environment.getPropertySources().addFirst(new MapPropertySource("demo", settings(platform)));
        };
    }

    @Bean(destroyMethod = "close")
    DemoCustomers demoCustomers(WeChatSimulator demoWeChat) {
        return new DemoCustomers(demoWeChat);
    }

    private static Map<String, Object> settings(WeChatSimulator platform) {
        SimulatedAccount account = platform.account();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(INBOX + "name", "Demo shop 演示商店");
        settings.put(INBOX + "app-id", account.appId());
        settings.put(INBOX + "secret", account.secret());
        settings.put(INBOX + "token", account.token());
        settings.put(INBOX + "encoding-aes-key", account.encodingAesKey());
        settings.put(INBOX + "mode", "safe");
        settings.put(INBOX + "api-url", platform.apiUrl());
        return settings;
    }
}
