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
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/// The demo, switched on by `--demo`: a simulated WeChat with an account that the hub is connected to, and customers
/// who write to it; and a shop at `/demo/` with the widget in its pages.
@AutoConfiguration
@ConditionalOnProperty("demo")
public class SimulatorAutoConfiguration {

    private static final String INBOX = "omnihub.channels.wechat.inboxes.demo.";
    private static final String SHOP = "omnihub.sites." + DemoShop.SITE + ".";
    private static final String WIDGET = "omnihub.widget.sites." + DemoShop.SITE + ".";

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

    @Bean
    DemoShop demoShop() {
        return new DemoShop(Clock.systemUTC());
    }

    @Bean
    DemoPages demoPages() {
        return new DemoPages();
    }

    /// The shop's pages are open to everybody; without the demo they are not there.
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 10)
    SecurityFilterChain demoSecurity() {
        return new DefaultSecurityFilterChain(
                PathPatternRequestMatcher.withDefaults().matcher("/demo/**"));
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
        settings.put(SHOP + "name", "Demo shop 演示商店");
        settings.put(SHOP + "secret", DemoShop.SECRET);
        settings.put(SHOP + "origins", "http://localhost:8080,http://127.0.0.1:8080");
        settings.put(WIDGET + "welcome-en", "Hello! Ask us anything about cups and orders.");
        settings.put(WIDGET + "welcome-zh", "您好！商品或订单有任何问题，请随时问我们。");
        return settings;
    }
}
