package io.omnihub.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.omnihub.console.Desk.Window;
import io.omnihub.identity.Role;
import io.omnihub.message.ContactChange;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Media;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Receipt;
import io.omnihub.web.RunningHub;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
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
        try (Desk desk = Desk.open(CHROMIUM.browser, hub, WINDOW)) {
            desk.page.locator("input").first().fill(shop.agent("ada"));
            desk.page.locator("input[type=password]").fill("wrong");
            desk.page.locator("button[type=submit]").click();

            assertThat(desk.page.getByRole(AriaRole.ALERT)).hasText("User or password is not right.");
            assertThat(desk.page).hasURL(hub.address + "/console/login");
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
        try (Desk desk = Desk.open(CHROMIUM.browser, hub, window)) {
            assertThat(desk.page.locator("input").first()).isVisible();
            desk.assertAccessible("login");
            desk.screenshot(window + "-login");

            desk.login(shop.agent("ada"), Shop.PASSWORD);
            desk.page.locator("section [role=group] button").nth(4).click();
            assertThat(desk.page.locator("section li").first()).isVisible();
            desk.assertAccessible("list");
            desk.screenshot(window + "-list");

            desk.page.navigate("/console/conversations/" + conversation);
            assertThat(desk.thread()).containsText("qr-7");
            desk.assertAccessible("thread");
            desk.screenshot(window + "-thread");
            desk.assertNothingEscapes();
            desk.thread().evaluate("element => element.scrollTop = 0");
            desk.screenshot(window + "-kinds");
            if (window.isPhone()) {
                desk.assertTouchable("thread");
                desk.page.getByLabel(language.equals("zh") ? "返回" : "Back").click();
                desk.page.waitForURL("**/console/");
                desk.assertTouchable("list");
                desk.page.goBack();
                assertThat(desk.composer()).isVisible();
            }
            if (!window.isPhone()) {
                desk.page.locator("[aria-haspopup=menu]:visible").first().click();
                assertThat(desk.page.getByRole(AriaRole.MENU)).isVisible();
                desk.assertAccessible("account menu");
            }
            desk.page.keyboard().press("Escape");

            if (width < 1280) {
                desk.page.locator("main header button").last().click();
                assertThat(desk.page.getByRole(AriaRole.DIALOG)).isVisible();
                desk.assertAccessible("contact");
                desk.screenshot(window + "-contact");
                desk.page.keyboard().press("Escape");
                assertThat(desk.page.getByRole(AriaRole.DIALOG)).hasCount(0);
            }
            desk.page.keyboard().press("Escape");
            desk.composer().blur();
            desk.page.keyboard().press("?");
            assertThat(desk.page.getByRole(AriaRole.DIALOG)).isVisible();
            desk.assertAccessible("shortcuts");
            desk.screenshot(window + "-shortcuts");
            desk.assertNoErrors();
        }
    }

    @Test
    void twoAgentsAndACustomerTalkLive() {
        Shop.Customer customer = shop.customer("Han Meimei " + System.nanoTime());
        ConversationId conversation = customer.says("Where is my order?");
        try (Desk ada = Desk.open(CHROMIUM.browser, hub, WINDOW);
                Desk bob = Desk.open(CHROMIUM.browser, hub, WINDOW)) {
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
        try (Desk desk = Desk.open(CHROMIUM.browser, hub, WINDOW)) {
            desk.login(shop.agent("ada"), Shop.PASSWORD);
            desk.page.navigate("/console/conversations/" + conversation);
            desk.choose(new FilePayload("cup.png", "image/png", Pictures.png(40, 30)));
            assertThat(desk.attachments()).hasAttribute("data-state", "ready");
            desk.screenshot("attachment");
            desk.assertAccessible("attachment");
            desk.composer().fill("This one");
            desk.page.keyboard().press("Enter");
            assertThat(desk.attachments()).hasCount(0);
            Locator picture = desk.thread().locator("img[alt='cup.png']");
            assertThat(picture).isVisible();
            assertThat(picture.evaluate("image => image.naturalWidth")).isEqualTo(40);
            assertThat(desk.thread()).containsText("This one");

            desk.choose(new FilePayload("a.txt", "text/plain", "a".getBytes(StandardCharsets.UTF_8)));
            desk.choose(new FilePayload("b.txt", "text/plain", "b".getBytes(StandardCharsets.UTF_8)));
            assertThat(desk.attachments()).hasCount(2);
            desk.page.getByLabel("Remove b.txt").click();
            assertThat(desk.attachments()).hasCount(1);
            assertThat(desk.attachments()).containsText("test can't take this");
            desk.composer().fill("And the manual");
            desk.page.keyboard().press("Enter");
            assertThat(desk.composer()).hasValue("And the manual");
            desk.screenshot("not-capable");
            desk.page.getByLabel("Remove a.txt").click();
            desk.composer().press("Enter");
            assertThat(desk.thread()).containsText("And the manual");
            assertThat(desk.thread()).not().containsText("Not delivered");
            desk.assertNoErrors();
        }
    }

    @Test
    void howFarAReplyCameIsShown() {
        Shop.Customer customer = shop.customer("Wang Fang " + System.nanoTime());
        ConversationId conversation = customer.says("Hello");
        try (Desk desk = Desk.open(CHROMIUM.browser, hub, WINDOW)) {
            desk.login(shop.agent("ada"), Shop.PASSWORD);
            desk.page.navigate("/console/conversations/" + conversation);
            desk.composer().fill("Good morning");
            desk.page.keyboard().press("Enter");
            assertThat(desk.state("stored")).hasCount(1);
            MessageRef reply = MessageRef.of(hub.as(Role.AGENT)
                    .get("/api/v1/conversations/" + conversation)
                    .json()
                    .path("lastMessage")
                    .path("sequence")
                    .asLong());
            for (Receipt.State state : List.of(Receipt.State.ACCEPTED, Receipt.State.DELIVERED, Receipt.State.READ)) {
                customer.tells("receipt-" + state, new Receipt(reply, state, "", "", ""));
                assertThat(desk.state(state.name().toLowerCase(Locale.ROOT))).hasCount(1);
            }
            // One that comes late takes nothing back.
            customer.tells("receipt-late", new Receipt(reply, Receipt.State.DELIVERED, "", "", ""));
            customer.says("Thanks");
            assertThat(desk.thread()).containsText("Thanks");
            assertThat(desk.state("read")).hasCount(1);
            assertThat(desk.thread()).not().containsText("May have arrived twice");
            customer.tells("receipt-doubt", new Receipt(reply, Receipt.State.READ, "", List.of(), "", "", true));
            assertThat(desk.thread()).containsText("May have arrived twice");
        }
    }

    @Test
    void whatIsWrittenBeforeTheConnectionStandsIsSentOnceItDoes() {
        ConversationId conversation =
                shop.customer("Li Na " + System.nanoTime()).says("Hello");
        try (Desk desk = Desk.open(CHROMIUM.browser, hub, WINDOW)) {
            desk.login(shop.agent("ada"), Shop.PASSWORD);
            desk.page.route("**/console/settings.json", Route::abort);
            desk.page.navigate("/console/conversations/" + conversation);
            desk.composer().fill("I was quick");
            desk.page.keyboard().press("Enter");
            assertThat(desk.state("sending")).hasCount(1);
            // What was written outlives the page.
            desk.page.reload();
            assertThat(desk.state("sending")).hasCount(1);
            desk.composer().fill("And patient");
            desk.page.keyboard().press("Enter");
            assertThat(desk.state("sending")).hasCount(2);
            desk.page.unroute("**/console/settings.json");

            assertThat(desk.state("stored")).hasCount(2);
            assertThat(desk.thread()).containsText(Pattern.compile("I was quick.*And patient", Pattern.DOTALL));
        }
    }

    @Test
    void whatIsTooLongIsRefusedWhereItIsWrittenAndHoldsUpNothing() {
        ConversationId conversation =
                shop.customer("Sun Mei " + System.nanoTime()).says("Tell me everything");
        try (Desk desk = Desk.open(CHROMIUM.browser, hub, WINDOW)) {
            desk.login(shop.agent("ada"), Shop.PASSWORD);
            desk.page.navigate("/console/conversations/" + conversation);
            assertThat(desk.thread()).containsText("Tell me everything");
            String everything = "字".repeat(50_000);
            desk.composer().fill(everything);
            desk.page.keyboard().press("Enter");
            assertThat(desk.page.getByRole(AriaRole.ALERT))
                    .hasText("This can’t be sent: it is too long: 147 KB, where 64 KB are the most.");
            assertThat(desk.composer()).hasValue(everything);
            desk.screenshot("too-long");

            desk.composer().fill("In short");
            assertThat(desk.page.getByRole(AriaRole.ALERT)).hasCount(0);
            desk.page.keyboard().press("Enter");
            assertThat(desk.state("stored")).hasCount(1);
            desk.assertNoErrors();
        }
    }

    @Test
    void whatOnePersonBeganIsNotForTheNextAtTheSameWindow() {
        ConversationId conversation =
                shop.customer("Zhou Wei " + System.nanoTime()).says("Hello");
        try (Desk desk = Desk.open(CHROMIUM.browser, hub, WINDOW)) {
            String ada = shop.agent("ada");
            desk.login(ada, Shop.PASSWORD);
            desk.page.navigate("/console/conversations/" + conversation);
            desk.composer().fill("Between us");

            desk.endLogin();
            desk.login(ada, Shop.PASSWORD);
            assertThat(desk.composer()).hasValue("Between us");
            desk.endLogin();
            desk.login(shop.agent("bob"), Shop.PASSWORD);
            assertThat(desk.thread()).containsText("Hello");
            assertThat(desk.composer()).hasValue("");
        }
    }

    @Test
    void enterEndsAWordThatIsComposedAndSendsNothing() {
        ConversationId conversation = shop.customer("李雷 " + System.nanoTime()).says("你好");
        try (Desk desk = Desk.open(CHROMIUM.browser, hub, WINDOW)) {
            desk.login(shop.agent("ada"), Shop.PASSWORD);
            desk.page.navigate("/console/conversations/" + conversation);
            InputMethod.compose(desk.page, desk.composer(), "zaijian", "再见");

            desk.page.keyboard().press("Enter");
            assertThat(desk.composer()).hasValue("");
            assertThat(desk.thread()).containsText("再见");
            assertThat(desk.thread().locator("[data-state]")).hasCount(1);
        }
    }

    @Test
    void textOfAnOfficeProgramIsPastedAsText() {
        ConversationId conversation =
                shop.customer("Office " + System.nanoTime()).says("Your table, please");
        try (Desk desk = Desk.open(CHROMIUM.browser, hub, WINDOW)) {
            desk.login(shop.agent("ada"), Shop.PASSWORD);
            desk.page.navigate("/console/conversations/" + conversation);
            desk.composer().focus();
            Clipboard.holdsOfficeText(desk.page, "Total 42");
            desk.page.keyboard().press("Control+V");

            assertThat(desk.composer()).hasValue("Total 42");
            assertThat(desk.page.getByText("image.png")).hasCount(0);
        }
    }

    @Test
    void whatIsNewAndWhatWasBegunIsMarkedInTheList() {
        Shop.Customer first = shop.customer("First " + System.nanoTime());
        Shop.Customer second = shop.customer("Second " + System.nanoTime());
        first.says("Hello");
        second.says("Hello");
        try (Desk desk = Desk.open(CHROMIUM.browser, hub, WINDOW)) {
            desk.login(shop.agent("ada"), Shop.PASSWORD);
            desk.view("Unassigned");
            desk.row(first.name).click();
            desk.composer().fill("Not yet sent");
            assertThat(desk.row(second.name).getByLabel("Unread")).isVisible();
            desk.row(second.name).click();
            assertThat(desk.row(second.name).getByLabel("Unread")).hasCount(0);
            assertThat(desk.row(first.name)).containsText("Draft: Not yet sent");

            first.says("Are you there?");
            assertThat(desk.row(first.name).getByLabel("Unread")).isVisible();
            desk.page.reload();
            desk.view("Unassigned");
            desk.row(first.name).click();
            assertThat(desk.composer()).hasValue("Not yet sent");
            desk.assertNoErrors();
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
        try (Desk desk = Desk.open(CHROMIUM.browser, hub, WINDOW)) {
            desk.page.locator("input").first().fill(name);
            desk.page.locator("input[type=password]").fill(password);
            desk.page.locator("button[type=submit]").click();
            assertThat(desk.page).hasURL(hub.address + "/console/password");
            desk.assertAccessible("password");
            desk.page.navigate("/console/");
            assertThat(desk.page).hasURL(hub.address + "/console/password");
            assertThat(desk.page.locator("form")).containsText("12 to 72 bytes");
            desk.page.getByLabel("Current password").fill(password);
            desk.page
                    .getByLabel("New password", new Page.GetByLabelOptions().setExact(true))
                    .fill(Shop.PASSWORD);
            desk.page.getByLabel("New password again").fill(Shop.PASSWORD);
            desk.page.locator("button[type=submit]").click();
            assertThat(desk.page.locator("section h1")).isVisible();

            desk.page.locator("[aria-haspopup=menu]").first().click();
            desk.page.getByRole(AriaRole.MENUITEM).getByText("Sign out").click();
            assertThat(desk.page).hasURL(hub.address + "/console/login");
            desk.page.navigate("/console/");
            assertThat(desk.page).hasURL(hub.address + "/console/login");
            desk.login(name, Shop.PASSWORD);
        }
    }

    @Test
    void theLanguageChangesWithoutAReload() {
        try (Desk desk = Desk.open(CHROMIUM.browser, hub, WINDOW)) {
            desk.login(shop.agent("ada"), Shop.PASSWORD);
            desk.page.evaluate("() => window.same = true");
            desk.page.locator("[aria-haspopup=menu]").first().click();
            desk.page.getByRole(AriaRole.MENUITEMRADIO).getByText("中文").click();

            assertThat(desk.page.locator("section h1")).hasText("会话");
            assertThat(desk.page.locator("html")).hasAttribute("lang", "zh-CN");
            assertThat(desk.page.evaluate("() => window.same")).isEqualTo(true);
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
        try (Desk desk = Desk.open(CHROMIUM.browser, hub, WINDOW)) {
            desk.login(shop.agent("ada"), Shop.PASSWORD);
            desk.page.navigate("/console/conversations/" + conversation);
            assertThat(desk.thread()).containsText("{{constructor.constructor");
            assertThat(desk.page.locator("header h2")).hasText(customer.name);
            assertThat(desk.page.locator(".rich-text")).hasCount(attacks.size());

            assertThat(desk.thread().locator("script, img, svg[onload], iframe, form, style, [onclick]"))
                    .hasCount(0);
            assertThat(desk.thread().locator(".rich-text [style], a[href^='javascript']"))
                    .hasCount(0);
            desk.assertNoErrors();
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
        try (Desk desk = Desk.open(CHROMIUM.browser, hub, WINDOW)) {
            desk.login(ada, Shop.PASSWORD);
            assertThat(desk.page.locator("section li")).hasCount(8);
            desk.screenshot("first-screen");
            desk.page.locator("main").getByText("8 people are waiting").waitFor();
            desk.button("Open the first one").click();
            List<String> met = new ArrayList<>();
            for (ConversationId expected : mine) {
                desk.page.waitForURL("**/conversations/" + expected);
                assertThat(desk.thread()).containsText("Hello");
                // What was read is told to all, and comes back as a change.
                desk.awaitRead(expected);
                met.add(desk.page.url().substring(desk.page.url().lastIndexOf('/') + 1));
                desk.page.keyboard().press("Alt+j");
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
        customer.talks(320);
        try (Desk desk = Desk.open(CHROMIUM.browser, hub, WINDOW)) {
            desk.login(shop.agent("ada"), Shop.PASSWORD);
            desk.page.navigate("/console/conversations/" + conversation);
            Locator messages = desk.thread().locator("article");
            assertThat(desk.thread()).containsText("line 320");
            Locator first = desk.thread().getByText("The first of all");
            desk.page.waitForCondition(() -> {
                desk.thread().evaluate("element => element.scrollTop = 0");
                return first.isVisible();
            });
            assertThat(messages.count()).isLessThan(60);

            desk.composer().fill("Here I am");
            desk.page.keyboard().press("Enter");
            assertThat(desk.state("stored")).isInViewport();
            assertThat(messages.last()).containsText("Here I am");
            assertThat(messages.count()).isLessThan(60);
            desk.assertNothingEscapes();
        }
    }

    @Test
    void aFileDroppedAnywhereIsAttachedOrNothingHappens() {
        ConversationId conversation =
                shop.customer("Chen Jie " + System.nanoTime()).says("Hello");
        try (Desk desk = Desk.open(CHROMIUM.browser, hub, WINDOW)) {
            desk.login(shop.agent("ada"), Shop.PASSWORD);
            desk.page.navigate("/console/conversations/" + conversation);
            assertThat(desk.thread()).containsText("Hello");
            assertThat(desk.dropFile("[role=log]")).isTrue();
            assertThat(desk.attachments()).containsText("note.txt");
            for (String elsewhere : List.of("section header", "nav", "aside")) {
                assertThat(desk.dropFile(elsewhere)).as(elsewhere).isTrue();
            }
            assertThat(desk.attachments()).hasCount(1);
        }
    }

    @Test
    void whatIsPutAsideIsFoundAndWhatIsTakenStaysChosen() {
        Shop.Customer later = shop.customer("Later " + System.nanoTime());
        shop.command(later.says("No hurry"), "pending", "{}");
        Shop.Customer nameless = shop.customer("");
        ConversationId conversation = nameless.says("Who am I?");
        try (Desk desk = Desk.open(CHROMIUM.browser, hub, WINDOW)) {
            desk.login(shop.agent("ada"), Shop.PASSWORD);
            desk.view("Pending");
            assertThat(desk.row(later.name)).isVisible();

            desk.view("Unassigned");
            desk.page.navigate("/console/conversations/" + conversation);
            assertThat(desk.thread()).containsText("Who am I?");
            String name = desk.page.locator("main header h2").textContent();
            assertThat(name).matches("[A-Z][a-z]+ [1-9][0-9]{2}");
            desk.view("Unassigned");
            Locator row = desk.row(name);
            row.click();
            assertThat(desk.page.locator("main .avatar")).hasCount(2);
            for (Locator avatar :
                    desk.page.locator("main .avatar, aside .avatar").all()) {
                assertThat(avatar.getAttribute("style"))
                        .isEqualTo(row.locator(".avatar").getAttribute("style"));
                assertThat(avatar).containsText(name.substring(0, 1));
            }
            assertThat(row).hasAttribute("data-waits", "true");

            desk.page.route("**/assignment", route -> route.abort());
            desk.button("Assign to me").click();
            Locator notice = desk.page
                    .locator("[role=status] > div")
                    .filter(new Locator.FilterOptions().setHasText("can't be reached"));
            assertThat(notice).isVisible();
            assertThat(notice.boundingBox().y + notice.boundingBox().height)
                    .isLessThan(desk.composer().boundingBox().y - 100);
            desk.page.unroute("**/assignment");
            desk.button("Assign to me").click();
            assertThat(desk.page.locator("main header")).containsText("Assigned to you");
            assertThat(row).hasAttribute("aria-current", "true");
            desk.composer().fill("You are somebody");
            desk.page.keyboard().press("Enter");
            assertThat(row).hasAttribute("data-waits", "false");
            assertThat(row.getByLabel("Answered")).isVisible();

            String original = "customer-" + System.nanoTime();
            later.isCalled(original);
            desk.page.getByLabel("Find by customer id or name").fill(original);
            desk.row(later.name).click();
            assertThat(desk.page.locator("aside")).containsText(original);
            desk.assertAccessible("search");
            desk.page.getByLabel("Find by customer id or name").fill("nobody at all");
            assertThat(desk.page.getByText("Nobody was found")).isVisible();
            desk.page.getByLabel("Find by customer id or name").press("Escape");
            assertThat(desk.page.locator("section li").first()).isVisible();
        }
    }

    @Test
    void aLetterThatAltMakesIsTyped() {
        Shop.Customer customer = shop.customer("Łucja " + System.nanoTime());
        ConversationId conversation = customer.says("مرحبا! أين طلبي 42?");
        customer.tells("locale", new ContactChange("", "zh_CN", Map.of()));
        try (Desk desk = Desk.open(CHROMIUM.browser, hub, WINDOW)) {
            desk.login(shop.agent("ada"), Shop.PASSWORD);
            desk.page.navigate("/console/conversations/" + conversation);
            Locator message = desk.thread().getByText("مرحبا");
            assertThat(message).hasCSS("direction", "rtl");
            assertThat(desk.page.locator("aside")).containsText("Chinese (China)");

            InputMethod.type(desk.page, desk.composer(), "KeyE", "ę");
            assertThat(desk.composer()).hasValue("ę");
            assertThat(desk.button("Resolve")).isVisible();
            desk.composer().fill("شكرا");
            assertThat(desk.composer()).hasCSS("direction", "rtl");

            // The first stop of the tabulator leads past the list and the thread.
            assertThat(desk.page.evaluate("() => document.querySelector('a, button, input, [tabindex]').textContent"))
                    .isEqualTo("Skip to the reply field");
            desk.page.getByText("Skip to the reply field").focus();
            desk.page.keyboard().press("Enter");
            assertThat(desk.composer()).isFocused();
            desk.view("All");
            assertThat(desk.page.locator("section li a[tabindex='0']")).hasCount(1);
        }
    }

    @Test
    void todayIsYesterdayAfterMidnight() {
        ConversationId conversation =
                shop.customer("Night owl " + System.nanoTime()).says("Hello");
        try (Desk desk = Desk.open(CHROMIUM.browser, hub, WINDOW)) {
            desk.login(shop.agent("ada"), Shop.PASSWORD);
            ZonedDateTime now = ZonedDateTime.now(ZoneId.systemDefault());
            desk.page
                    .clock()
                    .install(new Clock.InstallOptions()
                            .setTime(now.with(LocalTime.of(23, 59)).toInstant().toEpochMilli()));
            desk.page.navigate("/console/conversations/" + conversation);
            assertThat(desk.thread()).containsText("Today");
            desk.page.clock().fastForward(120_000);
            assertThat(desk.thread()).containsText("Yesterday");
        }
    }

    @Test
    void aBrowserThatIsTooOldIsToldSo() {
        try (Desk desk = Desk.open(CHROMIUM.browser, hub, WINDOW)) {
            desk.page.addInitScript("delete Array.prototype.with");
            desk.page.navigate("/console/");
            assertThat(desk.page.getByText("This page needs a newer browser")).isVisible();
            assertThat(desk.page.locator("input")).hasCount(0);
            assertThat(hub.anonymous().get("/favicon.ico").status()).isEqualTo(200);
        }
    }
}
