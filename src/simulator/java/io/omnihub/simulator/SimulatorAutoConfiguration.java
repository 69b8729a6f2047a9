package io.omnihub.simulator;

import io.omnihub.identity.Accounts;
import io.omnihub.simulator.courier.Courier;
import io.omnihub.simulator.email.EmailSimulator;
import io.omnihub.simulator.feishu.FeishuApp;
import io.omnihub.simulator.feishu.FeishuSimulator;
import io.omnihub.simulator.wechat.SimulatedAccount;
import io.omnihub.simulator.wechat.WeChatSimulator;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// The demo, switched on by `--demo`: a simulated WeChat with an account that the hub is connected to, and customers
/// who write to it; a simulated Feishu with an app, and dealers in a group and alone; a mailbox, and customers who
/// write mails; a courier that tells of parcels, an ERP that drops invoices and a table of orders; and a shop, on a
/// port of its own, with the widget in its pages.
@AutoConfiguration
@ConditionalOnProperty("demo")
public class SimulatorAutoConfiguration {

    private static final String INBOX = "omnihub.channels.wechat.inboxes.demo.";
    private static final String DEALERS = "omnihub.channels.feishu.inboxes." + DemoTeam.INBOX + ".";
    private static final String MAILS = "omnihub.channels.email.inboxes.mails.";
    private static final String SHOP = "omnihub.sites." + DemoShop.SITE + ".";
    private static final String WIDGET = "omnihub.widget.sites." + DemoShop.SITE + ".";

    /// Starts the platform and connects the hub to it before any setting is read.
    @Bean
    static BeanFactoryPostProcessor demoPlatform(ConfigurableEnvironment environment) {
        return beans -> {
            WeChatSimulator platform = new WeChatSimulator(SimulatedAccount.sample(), Clock.systemUTC());
            FeishuSimulator feishu = new FeishuSimulator(FeishuApp.sample(), Clock.systemUTC());
            EmailSimulator mails = new EmailSimulator();
            mails.mailbox(DemoMails.ADDRESS, DemoMails.PASSWORD);
            DemoShop shop = new DemoShop(
                    Integer.parseInt(environment.resolvePlaceholders("${demo.shop-port:8088}")), Clock.systemUTC());
            Courier courier = new Courier(DemoCourier.KEY, Clock.systemUTC());
            beans.registerSingleton("demoParcels", courier);
            beans.registerSingleton("demoWeChat", platform);
            beans.registerSingleton("demoFeishu", feishu);
            beans.registerSingleton("demoEmail", mails);
            beans.registerSingleton("demoShop", shop);
            Map<String, Object> settings = settings(platform, shop);
            settings.putAll(settings(feishu));
            DemoFolder folder = new DemoFolder(
                    Path.of(environment.resolvePlaceholders("${omnihub.config.channels:./config/channels}")),
                    Path.of(environment.resolvePlaceholders("${omnihub.routes:routes}")));
            folder.declare(DemoCourier.NAME, DemoCourier.declared(courier));
            beans.registerSingleton("demoFolder", folder);
            settings.putAll(settings(folder));
            settings.putAll(settings(mails));
            environment.getPropertySources().addFirst(new MapPropertySource("demo", settings));
        };
    }

    @Bean
    DemoPace demoPace(@Value("${demo.pace:20s}") Duration longest) {
        return new DemoPace(longest);
    }

    @Bean(destroyMethod = "close")
    DemoCustomers demoCustomers(WeChatSimulator demoWeChat, DemoPace pace) {
        return new DemoCustomers(demoWeChat, pace);
    }

    @Bean(destroyMethod = "close")
    DemoTeam demoTeam(FeishuSimulator demoFeishu, DemoPace pace) {
        return new DemoTeam(demoFeishu, pace);
    }

    @Bean(destroyMethod = "close")
    DemoCourier demoCourier(Courier demoParcels, DemoPace pace) {
        return new DemoCourier(demoParcels, pace);
    }

    @Bean(destroyMethod = "close")
    DemoErp demoErp(DemoFolder demoFolder, DemoPace pace) {
        return new DemoErp(demoFolder, pace);
    }

    @Bean(destroyMethod = "close")
    DemoMails demoMails(EmailSimulator demoEmail, DemoPace pace) {
        return new DemoMails(demoEmail, pace);
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnBean(Accounts.class)
    DemoOpening demoOpening(DemoShop demoShop, Accounts accounts) {
        return new DemoOpening(demoShop, accounts, System.out);
    }

    private static Map<String, Object> settings(WeChatSimulator platform, DemoShop shop) {
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
        settings.put(SHOP + "origins", shop.origin());
        settings.put(WIDGET + "color", "#1f4f8f");
        settings.put(WIDGET + "welcome-en", "Hello! Ask us anything about cups and orders.");
        settings.put(WIDGET + "welcome-zh", "您好！商品或订单有任何问题，请随时问我们。");
        return settings;
    }

    private static Map<String, Object> settings(DemoFolder folder) {
        return Map.of(
                "omnihub.config.channels", folder.channels().toString(),
                "omnihub.routes", folder.routes().toString(),
                "omnihub.other-databases.demo.url", folder.orders(),
                "demo.erp", folder.erp().toString());
    }

    private static Map<String, Object> settings(EmailSimulator mails) {
        Map<String, Object> settings = new LinkedHashMap<>(Map.of(
                MAILS + "name", "Mails 邮箱",
                MAILS + "address", DemoMails.ADDRESS,
                MAILS + "password", DemoMails.PASSWORD,
                MAILS + "imap-host", "127.0.0.1",
                MAILS + "imap-port", mails.imapPort(),
                MAILS + "imap-security", "none",
                MAILS + "smtp-host", "127.0.0.1",
                MAILS + "smtp-port", mails.smtpPort(),
                MAILS + "smtp-security", "none",
                MAILS + "trusted-server", "mx.shop.example"));
        settings.put(MAILS + "poll-every", "1s");
        return settings;
    }

    private static Map<String, Object> settings(FeishuSimulator feishu) {
        FeishuApp app = feishu.app();
        return Map.of(
                DEALERS + "name", "Dealers 经销商",
                DEALERS + "app-id", app.appId(),
                DEALERS + "secret", app.secret(),
                DEALERS + "verification-token", app.verificationToken(),
                DEALERS + "encrypt-key", app.encryptKey(),
                DEALERS + "api-url", feishu.apiUrl());
    }
}
