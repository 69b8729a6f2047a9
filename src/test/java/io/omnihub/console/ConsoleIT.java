package io.omnihub.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.sun.net.httpserver.HttpServer;
import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelStatus.Reason;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.ChannelStatuses.Voice;
import io.omnihub.console.ConsoleWindow.Window;
import io.omnihub.console.Shop.Customer;
import io.omnihub.conversation.Outcome;
import io.omnihub.identity.Role;
import io.omnihub.message.ContactChange;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Keys;
import io.omnihub.message.Media;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Receipt;
import io.omnihub.message.TenantId;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The console in a real browser against the real hub.
final class ConsoleIT {

    private static final Chromium CHROMIUM = new Chromium();
    private static final Window WINDOW = new Window(1440, "en", false);

    private final RunningHub hub = RunningHub.shared();
    private final Shop shop = new Shop(hub);

    @AfterAll
    static void close() {
        CHROMIUM.close();
    }

    @Test
    void aWrongPasswordIsRefusedInWords() {
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            console.page.locator("input").first().fill(shop.agent("ada"));
            console.page.locator("input[type=password]").fill("wrong");
            console.page.locator("button[type=submit]").click();

            assertThat(console.page.getByRole(AriaRole.ALERT)).hasText("User or password is not right.");
            assertThat(console.page).hasURL(hub.address + "/console/login");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1440, en, false",
        "1440, en, true",
        "1440, zh, false",
        "1440, zh, true",
        "390, en, false",
        "390, zh, true"
    })
    void everyScreenIsAccessibleAndWithoutErrors(int width, String language, boolean dark) {
        Window window = new Window(width, language, dark);
        ConversationId conversation = shop.busyDay();
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, window)) {
            assertThat(console.page.locator("input").first()).isVisible();
            console.assertAccessible("login");
            console.screenshot(window + "-login");

            console.login(shop.agent("ada"), Shop.PASSWORD);
            console.page.locator("section [role=group] button").nth(4).click();
            assertThat(console.page.locator("section li").first()).isVisible();
            console.assertAccessible("list");
            console.screenshot(window + "-list");

            console.page.navigate("/console/conversations/" + conversation);
            assertThat(console.thread()).containsText("qr-7");
            console.assertAccessible("thread");
            console.screenshot(window + "-thread");
            console.assertNothingEscapes();
            console.thread().evaluate("element => element.scrollTop = 0");
            console.screenshot(window + "-kinds");
            if (window.isPhone()) {
                console.assertTouchable("thread");
                console.page.getByLabel(language.equals("zh") ? "返回" : "Back").click();
                console.page.waitForURL("**/console/");
                console.assertTouchable("list");
                console.page.goBack();
                assertThat(console.composer()).isVisible();
            }
            if (!window.isPhone()) {
                console.page.locator("[aria-haspopup=menu]:visible").first().click();
                assertThat(console.page.getByRole(AriaRole.MENU)).isVisible();
                console.assertAccessible("account menu");
            }
            console.page.keyboard().press("Escape");

            if (width < 1280) {
                console.page.locator("main header button").last().click();
                assertThat(console.page.getByRole(AriaRole.DIALOG)).isVisible();
                console.assertAccessible("contact");
                console.screenshot(window + "-contact");
                console.page.keyboard().press("Escape");
                assertThat(console.page.getByRole(AriaRole.DIALOG)).hasCount(0);
            }
            console.page.keyboard().press("Escape");
            console.composer().blur();
            console.page.keyboard().press("?");
            assertThat(console.page.getByRole(AriaRole.DIALOG)).isVisible();
            console.assertAccessible("shortcuts");
            console.screenshot(window + "-shortcuts");
            console.assertNoErrors();
        }
    }

    @ParameterizedTest
    @CsvSource({"1440, en, false", "1440, zh, true", "390, zh, false", "390, en, true"})
    void anAgentSeesTheContactsRecordsAndWhatBecomesOfThem(int width, String language, boolean dark) {
        Window window = new Window(width, language, dark);
        boolean chinese = language.equals("zh");
        Customer customer = shop.customer("Han Meimei");
        ConversationId conversation = customer.says("Where is my parcel?");
        tell(customer, 1, "paid", "busy", "");
        shop.uses(customer, "{\"version\":\"2.3\",\"screen\":\"<b>Cart</b> " + "x".repeat(490) + "\"}");
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, window)) {
            console.login(shop.agent("ada"), Shop.PASSWORD);
            console.page.navigate("/console/conversations/" + conversation);
            assertThat(console.thread()).containsText("parcel");
            if (window.isPhone()) {
                console.page.locator("main header button").last().click();
            }
            Locator cards = console.page.getByLabel(chinese ? "订单与业务" : "Orders and cases");
            assertThat(cards).containsText(chinese ? "已付款" : "Paid");
            Locator app = console.page.getByLabel(chinese ? "正在使用的应用" : "App in use");
            assertThat(app).containsText(chinese ? "版本" : "Version");
            assertThat(app).containsText("<b>Cart</b> xxx");
            assertThat(cards).containsText(chinese ? "¥128.50" : "CN¥128.50");
            assertThat(cards).containsText(chinese ? "2026年2月2日" : "Feb 2, 2026");

            tell(customer, 2, "shipped", "good", ", \"tell\": \"agents\"");
            assertThat(cards).containsText(chinese ? "已发货" : "Shipped");
            cards.locator("summary").first().click();
            assertThat(cards.locator("details li")).hasCount(2);
            assertThat(cards.locator("header .bg-good-soft")).hasText(chinese ? "已发货" : "Shipped");
            assertThat(cards.locator("ol li.done")).hasCount(1);
            console.assertAccessible("records");
            console.assertNothingEscapes();
            console.screenshot(window + "-records");

            if (window.isPhone()) {
                console.page.keyboard().press("Escape");
            }
            Locator told = console.thread().locator("article article");
            assertThat(told.locator("header .bg-good-soft")).hasText(chinese ? "已发货" : "Shipped");
            assertThat(told).containsText(chinese ? "¥128.50" : "CN¥128.50");
            assertThat(told).containsText(chinese ? "2026年2月2日" : "Feb 2, 2026");
            assertThat(told.locator("ol li")).hasCount(2);
            told.getByText("Hold 暂停").click();
            assertThat(console.thread()).containsText(chinese ? "已按下“Hold 暂停”" : "Pressed “Hold 暂停”");
            console.assertAccessible("a record in the conversation");
            console.assertNothingEscapes();
            console.screenshot(window + "-record-told");
            console.assertNoErrors();
        }
    }

    @ParameterizedTest
    @CsvSource({"1440, en, false", "1440, zh, true"})
    void whatOtherSystemsAreAskedIsShownAsEachAnswersAndHoldsNoMessageUp(int width, String language, boolean dark)
            throws Exception {
        Window window = new Window(width, language, dark);
        boolean chinese = language.equals("zh");
        CountDownLatch late = new CountDownLatch(1);
        AtomicBoolean broken = new AtomicBoolean(true);
        CamelContext camel = hub.bean(CamelContext.class);
        String customer = "[{\"type\": \"customer\", \"key\": \"c1\", \"title\": \"%s\"}]";
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("hub:lookup?name=a-crm&title=CRM&inbox=shop")
                        .routeId("console-crm")
                        .setBody(constant(customer.formatted("Gold 金卡")));
                from("hub:lookup?name=b-erp&title=ERP&inbox=shop&timeout=20s")
                        .routeId("console-erp")
                        .process(_ -> late.await())
                        .setBody(constant(customer.formatted("Invoice 发票 7")));
                from("hub:lookup?name=c-host&title=Host&inbox=shop")
                        .routeId("console-host")
                        .process(exchange -> {
                            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, broken.get() ? 502 : 200);
                            exchange.getMessage().setBody(customer.formatted("Stock 库存 3"));
                        });
            }
        });
        Customer asks = shop.customer("Han Meimei");
        ConversationId conversation = asks.says("Hello");
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, window)) {
            console.login(shop.agent("ada"), Shop.PASSWORD);
            console.page.navigate("/console/conversations/" + conversation);
            Locator crm = console.page.getByLabel("CRM");
            Locator erp = console.page.getByLabel("ERP");
            Locator host = console.page.getByLabel("Host");
            assertThat(crm).containsText("Gold 金卡");
            assertThat(host).containsText("HTTP 502");
            assertThat(host).containsText(chinese ? "对方系统返回了错误" : "It answered with HTTP 502.");
            assertThat(erp).containsText(chinese ? "正在查询" : "Asking");
            asks.says("While one system is slow");
            assertThat(console.thread()).containsText("While one system is slow");
            console.assertAccessible("lookups");
            console.screenshot(window + "-lookups");

            broken.set(false);
            host.getByRole(AriaRole.BUTTON).click();
            assertThat(host).containsText("Stock 库存 3");
            assertThat(erp).not().containsText("Invoice 发票 7");
            late.countDown();
            assertThat(erp).containsText("Invoice 发票 7");
            console.assertNoErrors();
        } finally {
            late.countDown();
            for (String route : List.of("console-crm", "console-erp", "console-host")) {
                camel.getRouteController().stopRoute(route);
                camel.removeRoute(route);
            }
        }
    }

    private void tell(Customer customer, int version, String state, String tone, String more) {
        hub.bean(ProducerTemplate.class)
                .sendBodyAndHeader(
                        "hub:record",
                        """
                {"type": "shipment", "key": "SF-%1$s", "version": %2$d, "title": "Parcel SF-1001 青花杯", "state": "%3$s", "tone": "%4$s",
                 "contact": {"%5$s": "%1$s"},
                 "fields": {"amount": {"money": "128.50", "currency": "CNY"}, "carrier": "SF 顺丰", "expected": {"date": "2026-02-02"},
                            "orderedAt": {"time": "2026-01-30T09:00:00Z"}},
                 "steps": [{"name": "Packed 已打包", "time": "2026-01-31T08:00:00Z"}, {"name": "On its way 运输中", "note": "Suzhou 苏州"}],
                 "buttons": {"Track 查询": "https://sf.example/SF-1001", "Hold 暂停": {"value": "hold"}}%6$s}""".formatted(customer.user, version, state, tone, RunningHub.INBOX, more),
                        "HubInbox",
                        RunningHub.INBOX.value());
    }

    @ParameterizedTest
    @CsvSource({"1440, en, false", "1440, zh, true", "390, en, true", "390, zh, false"})
    void anOperatorSeesHowInboxesDoAndHoldsOne(int width, String language, boolean dark) {
        Window window = new Window(width, language, dark);
        boolean chinese = language.equals("zh");
        ConversationId conversation = shop.customer("Li Lei").says("Where is it?");
        // It is in nobody's list of those who wait.
        hub.as(Role.AGENT).post("/api/v1/conversations/" + conversation + "/resolution", "{}");
        hub.bean(ChannelStatuses.class)
                .offline(
                        TenantId.DEFAULT,
                        RunningHub.NARROW,
                        Voice.CONNECTOR,
                        Reason.CREDENTIALS,
                        "The platform does not know this app-id and secret: check them");
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, window)) {
            Page page = console.page;
            page.locator("input").first().fill(shop.person("otto", Role.OPERATOR));
            page.locator("input[type=password]").fill(Shop.PASSWORD);
            page.locator("button[type=submit]").click();
            page.waitForURL("**/console/operations");
            Locator narrow = page.locator("li").filter(new Locator.FilterOptions().setHasText("app-id and secret"));
            assertThat(narrow).containsText(chinese ? "离线" : "Offline");
            console.assertAccessible("inboxes");

            narrow.getByText(chinese ? "暂停" : "Pause").click();
            assertThat(narrow).containsText(chinese ? "已暂停" : "Paused");
            narrow.getByText(chinese ? "排空" : "Drain", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(narrow).containsText(chinese ? "已排空" : "Drained");
            page.locator("form input").fill(conversation + ".2");
            page.locator("form button").click();
            assertThat(page.getByRole(AriaRole.ARTICLE)).containsText(chinese ? "已存储" : "Stored");
            assertThat(page.getByRole(AriaRole.ARTICLE)).not().containsText("Where is it?");
            console.assertAccessible("a held inbox");
            console.screenshot(window + "-inboxes");
            narrow.getByText(chinese ? "恢复" : "Resume").click();
            assertThat(narrow).not().containsText(chinese ? "已排空" : "Drained");
            console.assertNothingEscapes();
            console.assertNoErrors();
        } finally {
            hub.bean(ChannelStatuses.class).online(TenantId.DEFAULT, RunningHub.NARROW, Voice.CONNECTOR);
            hub.as(Role.OPERATOR).post("/api/v1/inboxes/" + RunningHub.NARROW + "/resume", "");
        }
    }

    @ParameterizedTest
    @CsvSource({"1440, en, false", "1440, zh, true", "390, en, true", "390, zh, false"})
    void anAdministratorSubscribesASystemToEventsAndSeesWhatItWasTold(int width, String language, boolean dark)
            throws IOException {
        Window window = new Window(width, language, dark);
        boolean chinese = language.equals("zh");
        HttpServer system = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        system.createContext("/", exchange -> {
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/gone") ? 410 : 204, -1);
            exchange.close();
        });
        system.start();
        String address = "http://127.0.0.1:" + system.getAddress().getPort();
        String name = "CRM " + System.nanoTime();
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, window)) {
            Page page = console.page;
            console.login(shop.person("ann", Role.ADMIN), Shop.PASSWORD);
            if (window.isPhone()) {
                page.locator("[aria-haspopup=menu][aria-label*='" + (chinese ? "的账号" : "Account of") + "']:visible")
                        .click();
            }
            page.getByRole(
                            window.isPhone() ? AriaRole.MENUITEM : AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("Webhook"))
                    .click();
            console.button(chinese ? "添加 Webhook" : "Add a webhook").click();
            Locator form = page.getByRole(AriaRole.DIALOG);
            form.locator("input[type=text]").first().fill(name);
            console.assertAccessible("a new webhook");
            form.locator("input[type=text]").nth(1).fill(address + "/hook");
            press(form, chinese ? "保存" : "Save");
            assertThat(page.getByRole(AriaRole.DIALOG).locator("textarea")).hasValue(Pattern.compile("whsec_.+"));
            console.assertAccessible("a secret");
            page.keyboard().press("Escape");
            Locator row = page.locator("main li").filter(new Locator.FilterOptions().setHasText(name));
            assertThat(row).containsText(chinese ? "已启用" : "On");

            shop.customer("Li Lei").says("Where is it?");
            press(row, chinese ? "测试" : "Test");
            assertThat(page.getByText(chinese ? "对方返回 204" : "It answered 204")).isVisible();
            press(row, chinese ? "已发送的事件" : "What it was told");
            Locator event = row.locator("section li")
                    .filter(new Locator.FilterOptions().setHasText(chinese ? "已接收" : "Taken"))
                    .first();
            page.waitForCondition(() -> {
                row.locator("select").selectOption("pending");
                row.locator("select").selectOption("done");
                page.waitForTimeout(200);
                return event.isVisible();
            });
            event.locator("button").first().click();
            assertThat(event.locator("pre")).containsText("io.omnihub.message.created");
            assertThat(event).containsText("204");
            console.assertAccessible("webhooks");
            console.screenshot(window + "-webhooks");
            press(event, chinese ? "重新发送" : "Send again");

            press(row, chinese ? "修改" : "Change");
            form.locator("input[type=text]").nth(1).fill(address + "/gone");
            press(form, chinese ? "保存" : "Save");
            assertThat(form).hasCount(0);
            shop.customer("Han Meimei").says("And mine?");
            assertThat(row).containsText(chinese ? "对方已不存在" : "it is gone");
            assertThat(page.getByRole(
                            AriaRole.LINK, new Page.GetByRoleOptions().setName(chinese ? "个已停用" : "switched off")))
                    .isVisible();
            console.screenshot(window + "-webhooks-gone");
            press(row, chinese ? "删除" : "Delete");
            press(form, chinese ? "删除" : "Delete");
            assertThat(row).hasCount(0);
            console.assertNothingEscapes();
            console.assertNoErrors();

            console.button(chinese ? "添加 Webhook" : "Add a webhook").click();
            form.locator("input[type=text]").first().fill(name);
            form.locator("input[type=text]").nth(1).fill("https://192.168.0.1/hook");
            press(form, chinese ? "保存" : "Save");
            assertThat(form.locator("input[aria-invalid]")).hasValue("https://192.168.0.1/hook");
            console.assertAccessible("a closed address");
            console.screenshot(window + "-webhook");
        } finally {
            system.stop(0);
        }
    }

    private static void press(Locator in, String button) {
        in.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .first()
                .click();
    }

    @Test
    void twoAgentsAndACustomerTalkLive() {
        Shop.Customer customer = shop.customer("Han Meimei " + System.nanoTime());
        ConversationId conversation = customer.says("Where is my order?");
        try (ConsoleWindow ada = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW);
                ConsoleWindow bob = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            ada.login(shop.agent("ada"), Shop.PASSWORD);
            // Newer than the oldest browser that is good enough.
            bob.page.addInitScript("delete Map.groupBy; delete Object.groupBy; delete Promise.withResolvers");
            bob.login(shop.agent("bob"), Shop.PASSWORD);
            ada.view("Unassigned");
            ada.row(customer.name).click();
            bob.page.navigate("/console/conversations/" + conversation);
            assertThat(bob.thread()).containsText("Where is my order?");

            customer.says("It should have come on Monday.");
            assertThat(ada.thread()).containsText("It should have come on Monday.");
            assertThat(bob.thread()).containsText("It should have come on Monday.");

            ada.button("Assign to me").click();
            assertThat(bob.page.locator("main header")).containsText("Assigned to ada");

            ada.composer().pressSequentially("I look after it");
            assertThat(bob.page.getByText("is writing a reply")).isVisible();
            ada.page.keyboard().press("Enter");
            assertThat(ada.composer()).hasValue("");
            assertThat(bob.thread()).containsText("I look after it");
            assertThat(ada.thread().locator("[data-state=stored]")).hasCount(1);

            ada.page.keyboard().press("Alt+p");
            ada.composer().fill("Asked the carrier");
            ada.page.keyboard().press("Enter");
            assertThat(bob.thread()).containsText("Asked the carrier");

            bob.button("Resolve").click();
            assertThat(ada.button("Reopen")).isVisible();
            assertThat(ada.thread()).containsText("resolved the session");
            ada.assertNoErrors();
            bob.assertNoErrors();
        }
    }

    @Test
    void picturesGoWithAReplyAndWhatAChannelCantTakeIsToldSo() {
        Shop.Customer customer = shop.customer("Li Lei " + System.nanoTime());
        ConversationId conversation = customer.says("Which one is it?");
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            console.login(shop.agent("ada"), Shop.PASSWORD);
            console.page.navigate("/console/conversations/" + conversation);
            console.choose(new FilePayload("cup.png", "image/png", Pictures.png(40, 30)));
            assertThat(console.attachments()).hasAttribute("data-state", "ready");
            console.screenshot("attachment");
            console.assertAccessible("attachment");
            console.composer().fill("This one");
            console.page.keyboard().press("Enter");
            assertThat(console.attachments()).hasCount(0);
            Locator picture = console.thread().locator("img[alt='cup.png']");
            assertThat(picture).isVisible();
            assertThat(picture.evaluate("image => image.naturalWidth")).isEqualTo(40);
            assertThat(console.thread()).containsText("This one");

            console.choose(new FilePayload("a.txt", "text/plain", "a".getBytes(StandardCharsets.UTF_8)));
            console.choose(new FilePayload("b.txt", "text/plain", "b".getBytes(StandardCharsets.UTF_8)));
            assertThat(console.attachments()).hasCount(2);
            console.page.getByLabel("Remove b.txt").click();
            assertThat(console.attachments()).hasCount(1);
            assertThat(console.attachments()).containsText("test can't take this");
            console.composer().fill("And the manual");
            console.page.keyboard().press("Enter");
            assertThat(console.composer()).hasValue("And the manual");
            console.screenshot("not-capable");
            console.page.getByLabel("Remove a.txt").click();
            console.composer().press("Enter");
            assertThat(console.thread()).containsText("And the manual");
            assertThat(console.thread()).not().containsText("Not delivered");
            console.assertNoErrors();
        }
    }

    @Test
    void howFarAReplyCameIsShown() {
        Shop.Customer customer = shop.customer("Wang Fang " + System.nanoTime());
        ConversationId conversation = customer.says("Hello");
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            console.login(shop.agent("ada"), Shop.PASSWORD);
            console.page.navigate("/console/conversations/" + conversation);
            console.composer().fill("Good morning");
            console.page.keyboard().press("Enter");
            assertThat(console.state("stored")).hasCount(1);
            MessageRef reply = MessageRef.of(hub.as(Role.AGENT)
                    .get("/api/v1/conversations/" + conversation)
                    .json()
                    .path("lastMessage")
                    .path("sequence")
                    .asLong());
            for (Receipt.State state : List.of(Receipt.State.ACCEPTED, Receipt.State.DELIVERED, Receipt.State.READ)) {
                customer.tells("receipt-" + state, new Receipt(reply, state, "", "", ""));
                assertThat(console.state(state.name().toLowerCase(Locale.ROOT))).hasCount(1);
            }
            // One that comes late takes nothing back.
            customer.tells("receipt-late", new Receipt(reply, Receipt.State.DELIVERED, "", "", ""));
            customer.says("Thanks");
            assertThat(console.thread()).containsText("Thanks");
            assertThat(console.state("read")).hasCount(1);
            assertThat(console.thread()).not().containsText("May have arrived twice");
            customer.tells("receipt-doubt", new Receipt(reply, Receipt.State.READ, "", List.of(), "", "", true));
            assertThat(console.thread()).containsText("May have arrived twice");
        }
    }

    @Test
    void oneEditsAndTakesBackWhatOneHasSaidWhereTheChannelCan() {
        ConversationId conversation =
                shop.customer("Wu Yu " + System.nanoTime()).says("Hello");
        try (ConsoleWindow desk = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            desk.login(shop.agent("ada"), Shop.PASSWORD);
            desk.page.navigate("/console/conversations/" + conversation);
            desk.composer().fill("Wellcome");
            desk.page.keyboard().press("Enter");
            assertThat(desk.state("stored")).hasCount(1);
            desk.button("Edit").click();
            desk.page.getByLabel("What the message is to say").fill("Welcome");
            desk.assertAccessible("editing");
            desk.screenshot("editing");
            desk.button("Save").click();
            assertThat(desk.thread()).containsText("Welcome");
            assertThat(desk.thread()).containsText("edited");
            assertThat(desk.thread()).not().containsText("Wellcome");
            desk.button("Take back").click();
            desk.button("Take it back for good?").click();
            assertThat(desk.thread()).containsText("This message was recalled");
            assertThat(desk.button("Take back")).hasCount(0);
            desk.assertNoErrors();
        }
    }

    @ParameterizedTest
    @CsvSource({"1440, en, false", "390, zh, true"})
    void oneNamesWhoElseGetsAnAnswerWhereTheChannelSendsCopies(int width, String language, boolean dark) {
        boolean chinese = language.equals("zh");
        ConversationId conversation =
                shop.customer("Wu Yu " + System.nanoTime()).says("Where is it?");
        Window window = new Window(width, language, dark);
        try (ConsoleWindow desk = ConsoleWindow.open(CHROMIUM.browser, hub, window)) {
            desk.login(shop.agent("ada"), Shop.PASSWORD);
            desk.page.navigate("/console/conversations/" + conversation);
            desk.composer().fill("It left today");
            desk.button(chinese ? "抄送/密送" : "Cc/Bcc").click();
            Locator copies = desk.page.locator("[data-copies]");
            Locator cc = copies.getByLabel(chinese ? "抄送" : "Cc", exactly());
            cc.fill("sales@example.com，boss");
            assertThat(copies).not().containsText("boss");
            desk.page.reload();
            assertThat(cc).hasValue("sales@example.com，boss");
            cc.press("Enter");
            assertThat(copies).containsText(chinese ? "“boss”不是有效的邮箱地址" : "“boss” is no address");
            desk.assertAccessible("copies");
            desk.screenshot(window + "-copies-wrong");
            desk.page.keyboard().press("Enter");
            assertThat(desk.state("stored")).hasCount(0);

            cc.fill("sales@example.com，boss@example.com");
            copies.getByLabel(chinese ? "密送" : "Bcc", exactly()).fill("archive@example.com");
            desk.screenshot(window + "-copies");
            desk.composer().press("Enter");
            assertThat(desk.state("stored")).hasCount(1);
            assertThat(desk.thread()).containsText("sales@example.com, boss@example.com");
            assertThat(desk.thread()).containsText("archive@example.com");
            assertThat(copies).hasCount(0);
            desk.screenshot(window + "-copied");
            desk.assertNothingEscapes();
            desk.assertNoErrors();
        }
    }

    private static Locator.GetByLabelOptions exactly() {
        return new Locator.GetByLabelOptions().setExact(true);
    }

    @Test
    void whatCanNoLongerBeTakenBackIsSaid() {
        Shop.Customer customer = shop.customer("Wu Yu " + System.nanoTime());
        ConversationId conversation = customer.says("Hello");
        try (ConsoleWindow desk = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            desk.login(shop.agent("ada"), Shop.PASSWORD);
            desk.page.navigate("/console/conversations/" + conversation);
            desk.composer().fill("Welcome");
            desk.page.keyboard().press("Enter");
            assertThat(desk.state("stored")).hasCount(1);
            customer.tells("sent", new Receipt(MessageRef.of(3), Receipt.State.ACCEPTED, "", "", ""));
            assertThat(desk.state("accepted")).hasCount(1);
            assertThat(desk.button("Take back")).hasAttribute("title", Pattern.compile("Possible until .+"));
            assertThat(desk.page.locator("[data-over]")).hasCount(0);
            desk.page
                    .clock()
                    .setFixedTime(
                            System.currentTimeMillis() + Duration.ofHours(25).toMillis());
            desk.reload();
            assertThat(desk.page.locator("[data-over]"))
                    .hasAttribute("title", Pattern.compile(".+ no longer lets this message be taken back"));
            assertThat(desk.button("Take back")).hasCount(0);
            assertThat(desk.button("Edit")).hasCount(1);
            desk.assertAccessible("over");
            desk.screenshot("over");
        }
    }

    @ParameterizedTest
    @CsvSource({"en, no more than 2 messages in a row, would be 3 messages", "zh, 最多允许连续发送 2 条消息, 将拆分为 3 条消息"})
    void itIsSaidBeforehandWhatTheChannelWillNotTake(String language, String many, String tooLong) {
        String id = "m-" + System.nanoTime();
        ConversationId conversation = ((Outcome.Stored) hub.take(RunningHub.event(
                        TenantId.DEFAULT,
                        RunningHub.NARROW,
                        "narrow-" + id,
                        Keys.message(id),
                        Message.of(id, new Content.Text("Hello")))))
                .conversation();
        try (ConsoleWindow desk = ConsoleWindow.open(CHROMIUM.browser, hub, new Window(1440, language, false))) {
            desk.login(shop.agent("ada"), Shop.PASSWORD);
            desk.page.navigate("/console/conversations/" + conversation);
            desk.composer().fill("x".repeat(201));
            assertThat(desk.page.locator("[data-shut]")).containsText(tooLong);
            for (String text : List.of("one", "two")) {
                desk.composer().fill(text);
                assertThat(desk.page.locator("[data-shut]")).hasCount(0);
                desk.page.keyboard().press("Enter");
                assertThat(desk.thread()).containsText(text);
            }
            assertThat(desk.state("stored")).hasCount(2);
            assertThat(desk.page.locator("[data-shut]")).containsText(many);
            desk.composer().fill("three");
            desk.page.keyboard().press("Enter");
            assertThat(desk.composer()).hasValue("three");
            desk.screenshot("shut-" + language);
            desk.assertAccessible("shut");
            assertThat(desk.thread().getByRole(AriaRole.BUTTON)).hasCount(0);
        }
    }

    @Test
    void whatIsWrittenBeforeTheConnectionStandsIsSentOnceItDoes() {
        ConversationId conversation =
                shop.customer("Li Na " + System.nanoTime()).says("Hello");
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            console.login(shop.agent("ada"), Shop.PASSWORD);
            console.page.route("**/console/settings.json", Route::abort);
            console.page.navigate("/console/conversations/" + conversation);
            console.composer().fill("I was quick");
            console.page.keyboard().press("Enter");
            assertThat(console.state("sending")).hasCount(1);
            // What was written outlives the page.
            console.reload();
            assertThat(console.state("sending")).hasCount(1);
            console.composer().fill("And patient");
            console.page.keyboard().press("Enter");
            assertThat(console.state("sending")).hasCount(2);
            console.page.unroute("**/console/settings.json");

            assertThat(console.state("stored")).hasCount(2);
            assertThat(console.thread()).containsText(Pattern.compile("I was quick.*And patient", Pattern.DOTALL));
        }
    }

    @Test
    void whatIsTooLongIsRefusedWhereItIsWrittenAndHoldsUpNothing() {
        ConversationId conversation =
                shop.customer("Sun Mei " + System.nanoTime()).says("Tell me everything");
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            console.login(shop.agent("ada"), Shop.PASSWORD);
            console.page.navigate("/console/conversations/" + conversation);
            assertThat(console.thread()).containsText("Tell me everything");
            String everything = "字".repeat(50_000);
            console.composer().fill(everything);
            console.page.keyboard().press("Enter");
            assertThat(console.page.getByRole(AriaRole.ALERT))
                    .hasText("This can’t be sent: it is too long: 147 KB, where 64 KB are the most.");
            assertThat(console.composer()).hasValue(everything);
            console.screenshot("too-long");

            console.composer().fill("In short");
            assertThat(console.page.getByRole(AriaRole.ALERT)).hasCount(0);
            console.page.keyboard().press("Enter");
            assertThat(console.state("stored")).hasCount(1);
            console.assertNoErrors();
        }
    }

    @Test
    void whatOnePersonBeganIsNotForTheNextAtTheSameWindow() {
        ConversationId conversation =
                shop.customer("Zhou Wei " + System.nanoTime()).says("Hello");
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            String ada = shop.agent("ada");
            console.login(ada, Shop.PASSWORD);
            console.page.navigate("/console/conversations/" + conversation);
            console.composer().fill("Between us");

            console.endLogin();
            console.login(ada, Shop.PASSWORD);
            assertThat(console.composer()).hasValue("Between us");
            console.endLogin();
            console.login(shop.agent("bob"), Shop.PASSWORD);
            assertThat(console.thread()).containsText("Hello");
            assertThat(console.composer()).hasValue("");
        }
    }

    @Test
    void enterEndsAWordThatIsComposedAndSendsNothing() {
        ConversationId conversation = shop.customer("李雷 " + System.nanoTime()).says("你好");
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            console.login(shop.agent("ada"), Shop.PASSWORD);
            console.page.navigate("/console/conversations/" + conversation);
            InputMethod.compose(console.page, console.composer(), "zaijian", "再见");

            console.page.keyboard().press("Enter");
            assertThat(console.composer()).hasValue("");
            assertThat(console.thread()).containsText("再见");
            assertThat(console.thread().locator("[data-state]")).hasCount(1);
        }
    }

    @Test
    void textOfAnOfficeProgramIsPastedAsText() {
        ConversationId conversation =
                shop.customer("Office " + System.nanoTime()).says("Your table, please");
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            console.login(shop.agent("ada"), Shop.PASSWORD);
            console.page.navigate("/console/conversations/" + conversation);
            console.composer().focus();
            Clipboard.holdsOfficeText(console.page, "Total 42");
            console.page.keyboard().press("Control+V");

            assertThat(console.composer()).hasValue("Total 42");
            assertThat(console.page.getByText("image.png")).hasCount(0);
        }
    }

    @Test
    void whatIsNewAndWhatWasBegunIsMarkedInTheList() {
        Shop.Customer first = shop.customer("First " + System.nanoTime());
        Shop.Customer second = shop.customer("Second " + System.nanoTime());
        first.says("Hello");
        second.says("Hello");
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            console.login(shop.agent("ada"), Shop.PASSWORD);
            console.view("Unassigned");
            console.row(first.name).click();
            console.composer().fill("Not yet sent");
            assertThat(console.row(second.name).getByLabel("Unread")).isVisible();
            console.row(second.name).click();
            assertThat(console.row(second.name).getByLabel("Unread")).hasCount(0);
            assertThat(console.row(first.name)).containsText("Draft: Not yet sent");

            first.says("Are you there?");
            assertThat(console.row(first.name).getByLabel("Unread")).isVisible();
            console.reload();
            console.view("Unassigned");
            console.row(first.name).click();
            assertThat(console.composer()).hasValue("Not yet sent");
            console.assertNoErrors();
        }
    }

    @Test
    void theFirstPasswordIsChangedAndALogoutEndsTheLogin() {
        String name = "eve-" + System.nanoTime();
        String password = hub.as(Role.ADMIN)
                .post("/api/v1/accounts", "{\"name\": \"" + name + "\", \"role\": \"agent\"}")
                .json()
                .path("password")
                .asString();
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            console.page.locator("input").first().fill(name);
            console.page.locator("input[type=password]").fill(password);
            console.page.locator("button[type=submit]").click();
            assertThat(console.page).hasURL(hub.address + "/console/password");
            console.assertAccessible("password");
            console.page.navigate("/console/");
            assertThat(console.page).hasURL(hub.address + "/console/password");
            assertThat(console.page.locator("form")).containsText("12 to 72 bytes");
            console.page.getByLabel("Current password").fill(password);
            console.page
                    .getByLabel("New password", new Page.GetByLabelOptions().setExact(true))
                    .fill(Shop.PASSWORD);
            console.page.getByLabel("New password again").fill(Shop.PASSWORD);
            console.page.locator("button[type=submit]").click();
            assertThat(console.page.locator("section h1")).isVisible();

            console.page.locator("[aria-haspopup=menu]").first().click();
            console.page.getByRole(AriaRole.MENUITEM).getByText("Sign out").click();
            assertThat(console.page).hasURL(hub.address + "/console/login");
            console.page.navigate("/console/");
            assertThat(console.page).hasURL(hub.address + "/console/login");
            console.login(name, Shop.PASSWORD);
        }
    }

    /// The menu is loaded by then; its button was there before.
    @Test
    void aMenuIsOpenedAndLeftByTheKeyboard() {
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            console.login(shop.agent("ada"), Shop.PASSWORD);
            Locator button = console.page
                    .locator("[aria-haspopup=menu][aria-label^='Account of']:visible")
                    .first();
            for (String key : List.of("Enter", "ArrowDown", " ")) {
                button.focus();
                button.press(key);
                assertThat(console.page.getByRole(AriaRole.MENUITEMRADIO).first())
                        .isFocused();
                assertThat(button).hasAttribute("aria-expanded", "true");
                console.page.keyboard().press("Escape");
                assertThat(button).isFocused();
                assertThat(button).hasAttribute("aria-expanded", "false");
            }
        }
    }

    @Test
    void theLanguageChangesWithoutAReload() {
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            console.login(shop.agent("ada"), Shop.PASSWORD);
            console.page.evaluate("() => window.same = true");
            console.page.locator("[aria-haspopup=menu]").first().click();
            console.page.getByRole(AriaRole.MENUITEMRADIO).getByText("中文").click();

            assertThat(console.page.locator("section h1")).hasText("会话");
            assertThat(console.page.locator("html")).hasAttribute("lang", "zh-CN");
            assertThat(console.page.evaluate("() => window.same")).isEqualTo(true);
        }
    }

    @Test
    void whatStrangersWriteIsShownAndNeverRun() {
        List<String> attacks = List.of(
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "\"><svg onload=alert(1)>",
                "{{constructor.constructor('alert(1)')()}}",
                "<iframe srcdoc=\"<script>parent.alert(1)</script>\"></iframe>",
                "<a href=\"javascript:alert(1)\" style=\"position:fixed;inset:0\" onclick=\"alert(1)\">here</a>",
                "<style>*{display:none}</style><form action=//evil.example><input name=password></form>",
                "<math><mi xlink:href=\"data:text/html,<script>alert(1)</script>\"></mi></math>",
                "javascript:alert(1)");
        Shop.Customer customer = shop.customer("<img src=x onerror=alert(1)>");
        ConversationId conversation = customer.says("first");
        for (String attack : attacks) {
            customer.says(
                    new Content.Text(attack),
                    new Content.RichText(attack),
                    new Content.Card(
                            attack,
                            List.of(new Content.Card.Field(attack, attack)),
                            List.of(new Content.Card.Button(attack, "javascript:alert(1)")),
                            null),
                    new Content.ContactCard(attack, attack, attack),
                    new Content.File(Media.stored("0".repeat(64), "text/html", 7, attack)),
                    new Content.Image(new Media("", "image/png", 7, attack, "not-yet-fetched", "")),
                    new Content.Unsupported("x", attack));
        }
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            console.login(shop.agent("ada"), Shop.PASSWORD);
            console.page.navigate("/console/conversations/" + conversation);
            assertThat(console.thread()).containsText("{{constructor.constructor");
            assertThat(console.page.locator("header h2")).hasText(customer.name);
            assertThat(console.page.locator(".rich-text")).hasCount(attacks.size());

            assertThat(console.thread().locator("script, img, svg[onload], iframe, form, style, [onclick]"))
                    .hasCount(0);
            assertThat(console.thread().locator(".rich-text [style], a[href^='javascript']"))
                    .hasCount(0);
            console.assertNoErrors();
        }
    }

    @Test
    void aMailShowsItsOwnPicturesAndThoseThatLieElsewhereOnlyToWhoAsksForThem() throws IOException {
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> fetched = new CopyOnWriteArrayList<>();
        elsewhere.createContext("/", exchange -> {
            String path = exchange.getRequestURI().toString();
            fetched.add(path);
            byte[] bytes = switch (path) {
                case "/logo?a&b" -> Pictures.png(50, 20);
                case "/large" -> Arrays.copyOf(Pictures.png(50, 20), (2 << 20) + 1);
                default -> "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8);
            };
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        elsewhere.start();
        String host = "127.0.0.1:" + elsewhere.getAddress().getPort();
        String address = "http://" + host + "/";
        Media picture = hub.bean(Blobs.class)
                .store(new ByteArrayInputStream(Pictures.png(40, 30)), "image/png", "cup.png", 10_000);
        ConversationId conversation = shop.customer("王芳")
                .mails(
                        Map.of(
                                "subject",
                                "Broken cup",
                                "from",
                                "王芳 <wf@customer.example>",
                                "dmarc",
                                "fail",
                                "claims",
                                "boss@shop.example"),
                        new Content.Text("See the picture"),
                        new Content.RichText(
                                "<p>See <img alt=\"cup\" data-part=\"2\" src=\"https://evil.example/1\"> and"
                                        + " <img alt=\"logo\" data-remote=\"" + address
                                        + "logo?a&amp;b\" onerror=alert(1)></p>"),
                        new Content.Image(picture));
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            console.login(shop.agent("ada"), Shop.PASSWORD);
            console.page.navigate("/console/conversations/" + conversation);

            assertThat(console.thread().locator("[data-mail]")).containsText("Broken cup");
            assertThat(console.thread().locator("[data-trust=failed]")).isVisible();
            assertThat(console.thread().locator("[data-claims]")).containsText("boss@shop.example");
            Locator shown = console.thread().locator(".rich-text img");
            assertThat(shown).hasCount(1);
            console.page.waitForFunction("() => document.querySelector('.rich-text img').naturalWidth === 40");
            assertThat(console.thread().locator(".rich-text a").first()).hasAttribute("href", address + "logo?a&b");
            assertThat(fetched).isEmpty();

            console.screenshot("mail-pictures-offered");
            console.thread().locator("[data-load-pictures]").click();
            console.page.waitForFunction(
                    "() => [...document.querySelectorAll('.rich-text img')].some((each) => each.naturalWidth === 50)");
            console.screenshot("mail-pictures");
            console.assertNoErrors();
            assertOnlyPicturesThatAreNamedAreFetched(address);
            assertThat(fetched).containsExactly("/logo?a&b", "/svg", "/large");
        } finally {
            elsewhere.stop(0);
        }
    }

    private void assertOnlyPicturesThatAreNamedAreFetched(String address) {
        ConversationId conversation = shop.customer("李雷")
                .mails(
                        Map.of("subject", "Others", "from", "lilei@customer.example"),
                        new Content.RichText("<p><img data-remote=\"" + address + "svg\"> <img data-remote=\"" + address
                                + "large\"> <img data-remote=\"http://10.0.0.1:8080/\">"
                                + "<img data-remote=\"https://a.example:99999/\"></p>"));
        Api agent = hub.as(Role.AGENT);
        String entries = "/api/v1/conversations/" + conversation + "/entries";
        long sequence = agent.get(entries)
                .json()
                .path("items")
                .valueStream()
                .filter(entry -> entry.path("change").path("type").asString().equals("message"))
                .findFirst()
                .orElseThrow()
                .path("sequence")
                .asLong();
        String path = entries + "/" + sequence + "/parts/0/picture?address=";
        for (String other : List.of(
                address + "svg",
                address + "large",
                address + "other",
                "http://10.0.0.1:8080/",
                "https://a.example:99999/",
                "https://evil.example/1")) {
            assertThat(agent.get(path + URLEncoder.encode(other, StandardCharsets.UTF_8))
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void aLookMovesNobodyInTheList() {
        String ada = shop.agent("ada");
        List<ConversationId> mine = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ConversationId conversation = shop.customer("Waiting " + i).says("Hello");
            shop.command(conversation, "assignment", "{\"agent\": \"" + ada + "\"}");
            mine.add(conversation);
        }
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW, "waiting")) {
            console.login(ada, Shop.PASSWORD);
            assertThat(console.page.locator("section li")).hasCount(8);
            console.screenshot("first-screen");
            console.page.locator("main").getByText("8 people are waiting").waitFor();
            console.button("Open the first one").click();
            List<String> met = new ArrayList<>();
            for (ConversationId expected : mine) {
                console.page.waitForURL("**/conversations/" + expected);
                assertThat(console.thread()).containsText("Hello");
                // What was read is told to all, and comes back as a change.
                console.awaitRead(expected);
                met.add(console.page.url().substring(console.page.url().lastIndexOf('/') + 1));
                console.page.keyboard().press("Alt+j");
            }
            assertThat(met)
                    .containsExactlyElementsOf(
                            mine.stream().map(ConversationId::value).toList());
        }
    }

    @Test
    void aLongThreadIsShortInThePage() {
        Shop.Customer customer = shop.customer("Liu Yang " + System.nanoTime());
        ConversationId conversation = customer.says("The first of all");
        customer.talks(1_100);
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            console.login(shop.agent("ada"), Shop.PASSWORD);
            console.page.navigate("/console/conversations/" + conversation);
            Locator messages = console.thread().locator("article");
            assertThat(console.thread()).containsText("line 1100");
            Locator first = console.thread().getByText("The first of all");
            console.page.waitForCondition(() -> {
                console.thread().evaluate("element => element.scrollTop = 0");
                return first.isVisible();
            });
            assertThat(messages.count()).isLessThan(60);

            console.composer().fill("Here I am");
            console.page.keyboard().press("Enter");
            assertThat(console.state("stored")).isInViewport();
            assertThat(messages.last()).containsText("Here I am");
            assertThat(messages.count()).isLessThan(60);
            console.assertNothingEscapes();
        }
    }

    @Test
    void aFileDroppedAnywhereIsAttachedOrNothingHappens() {
        ConversationId conversation =
                shop.customer("Chen Jie " + System.nanoTime()).says("Hello");
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            console.login(shop.agent("ada"), Shop.PASSWORD);
            console.page.navigate("/console/conversations/" + conversation);
            assertThat(console.thread()).containsText("Hello");
            assertThat(console.dropFile("[role=log]")).isTrue();
            assertThat(console.attachments()).containsText("note.txt");
            for (String elsewhere : List.of("section header", "nav", "aside")) {
                assertThat(console.dropFile(elsewhere)).as(elsewhere).isTrue();
            }
            assertThat(console.attachments()).hasCount(1);
        }
    }

    @Test
    void whatIsPutAsideIsFoundAndWhatIsTakenStaysChosen() {
        Shop.Customer later = shop.customer("Later " + System.nanoTime());
        shop.command(later.says("No hurry"), "pending", "{}");
        Shop.Customer nameless = shop.customer("");
        ConversationId conversation = nameless.says("Who am I?");
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            console.login(shop.agent("ada"), Shop.PASSWORD);
            console.view("Pending");
            assertThat(console.row(later.name)).isVisible();

            console.view("Unassigned");
            console.page.navigate("/console/conversations/" + conversation);
            assertThat(console.thread()).containsText("Who am I?");
            String name = console.page.locator("main header h2").textContent();
            assertThat(name).matches("[A-Z][a-z]+ [1-9][0-9]{2}");
            console.view("Unassigned");
            Locator row = console.row(name);
            row.click();
            assertThat(console.page.locator("main .avatar")).hasCount(2);
            for (Locator avatar :
                    console.page.locator("main .avatar, aside .avatar").all()) {
                assertThat(avatar.getAttribute("style"))
                        .isEqualTo(row.locator(".avatar").getAttribute("style"));
                assertThat(avatar).containsText(name.substring(0, 1));
            }
            assertThat(row).hasAttribute("data-waits", "true");

            console.page.route("**/assignment", route -> route.abort());
            console.button("Assign to me").click();
            Locator notice = console.page
                    .locator("[role=status] > div")
                    .filter(new Locator.FilterOptions().setHasText("can't be reached"));
            assertThat(notice).isVisible();
            assertThat(notice.boundingBox().y + notice.boundingBox().height)
                    .isLessThan(console.composer().boundingBox().y - 100);
            console.page.unroute("**/assignment");
            console.button("Assign to me").click();
            assertThat(console.page.locator("main header")).containsText("Assigned to you");
            assertThat(row).hasAttribute("aria-current", "true");
            console.composer().fill("You are somebody");
            console.page.keyboard().press("Enter");
            assertThat(row).hasAttribute("data-waits", "false");
            assertThat(row.getByLabel("Answered")).isVisible();

            String original = "customer-" + System.nanoTime();
            later.isCalled(original);
            console.page.getByLabel("Find by customer id or name").fill(original);
            console.row(later.name).click();
            assertThat(console.page.locator("aside")).containsText(original);
            console.assertAccessible("search");
            console.page.getByLabel("Find by customer id or name").fill("nobody at all");
            assertThat(console.page.getByText("Nobody was found")).isVisible();
            console.page.getByLabel("Find by customer id or name").press("Escape");
            assertThat(console.page.locator("section li").first()).isVisible();
        }
    }

    @Test
    void aLetterThatAltMakesIsTyped() {
        Shop.Customer customer = shop.customer("Łucja " + System.nanoTime());
        ConversationId conversation = customer.says("مرحبا! أين طلبي 42?");
        customer.tells("locale", new ContactChange("", "zh_CN", Map.of()));
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            console.login(shop.agent("ada"), Shop.PASSWORD);
            console.page.navigate("/console/conversations/" + conversation);
            Locator message = console.thread().getByText("مرحبا");
            assertThat(message).hasCSS("direction", "rtl");
            assertThat(console.page.locator("aside")).containsText("Chinese (China)");

            InputMethod.type(console.page, console.composer(), "KeyE", "ę");
            assertThat(console.composer()).hasValue("ę");
            assertThat(console.button("Resolve")).isVisible();
            console.composer().fill("شكرا");
            assertThat(console.composer()).hasCSS("direction", "rtl");

            // The first stop of the tabulator leads past the list and the thread.
            assertThat(console.page.evaluate(
                            "() => document.querySelector('a, button, input, [tabindex]').textContent"))
                    .isEqualTo("Skip to the reply field");
            console.page.getByText("Skip to the reply field").focus();
            console.page.keyboard().press("Enter");
            assertThat(console.composer()).isFocused();
            console.view("All");
            assertThat(console.page.locator("section li a[tabindex='0']")).hasCount(1);
            console.page
                    .locator("section ul")
                    .first()
                    .evaluate("list => list.parentElement.scrollTo(0, list.clientHeight)");
            assertThat(console.page.locator("section li a[tabindex='0']")).hasCount(1);
        }
    }

    @Test
    void todayIsYesterdayAfterMidnight() {
        ConversationId conversation =
                shop.customer("Night owl " + System.nanoTime()).says("Hello");
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            console.login(shop.agent("ada"), Shop.PASSWORD);
            ZonedDateTime now = ZonedDateTime.now(ZoneId.systemDefault());
            console.page
                    .clock()
                    .install(new Clock.InstallOptions()
                            .setTime(now.with(LocalTime.of(23, 59)).toInstant().toEpochMilli()));
            console.page.navigate("/console/conversations/" + conversation);
            assertThat(console.thread()).containsText("Today");
            console.page.clock().fastForward(120_000);
            assertThat(console.thread()).containsText("Yesterday");
        }
    }

    @Test
    void aBrowserThatIsTooOldIsToldSo() {
        try (ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, WINDOW)) {
            console.page.addInitScript("delete Array.prototype.with");
            console.page.navigate("/console/");
            assertThat(console.page.getByText("This page needs a newer browser"))
                    .isVisible();
            assertThat(console.page.locator("input")).hasCount(0);
            assertThat(hub.anonymous().get("/favicon.ico").status()).isEqualTo(200);
        }
    }
}
