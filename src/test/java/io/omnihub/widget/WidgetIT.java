package io.omnihub.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.omnihub.console.Chromium;
import io.omnihub.desk.Api;
import io.omnihub.desk.RunningHub;
import io.omnihub.identity.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The widget in a page of another origin with a strict policy, against the real hub.
final class WidgetIT {

    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final double PATIENCE = 15_000;

    @TempDir
    private static Path data;

    private static Chromium chromium;
    private static HostPage site;
    private static HostPage neighbour;
    private static RunningHub hub;
    private static Api agent;

    private final List<String> errors = new CopyOnWriteArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void open() {
        chromium = new Chromium();
        site = new HostPage();
        neighbour = new HostPage();
        hub = RunningHub.start(
                data,
                "--omnihub.sites.web.name=Jingdezhen Cups",
                "--omnihub.sites.web.origins=" + site.origin() + "," + neighbour.origin());
        site.embeds(hub.address);
        neighbour.embeds(hub.address.replace("127.0.0.1", "localhost"));
        agent = hub.as(Role.AGENT);
    }

    @AfterAll
    static void closeAll() {
        hub.close();
        site.close();
        neighbour.close();
        chromium.close();
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void aVisitorWritesAndIsAnsweredLive() {
        visit(1440, site.origin());
        button().click();
        assertThat(log()).isVisible();
        String text = write("Where is my order?");
        assertThat(log().getByText(text)).hasCount(1);
        assertThat(log()).containsText("Sent");

        String conversation = conversation(text);
        reply(conversation, "On its way");
        assertThat(log()).containsText("On its way");

        page.keyboard().press("Escape");
        assertThat(button()).hasAttribute("aria-expanded", "false");
        assertThat(button()).isFocused();
        reply(conversation, "Anything else?");
        assertThat(button()).hasAttribute("aria-label", "Chat with us (1)");
        button().click();
        assertThat(log()).containsText("Anything else?");
        assertThat(button()).hasAttribute("aria-label", "Close the chat");
        assertThat(log().getByText(text)).hasCount(1);
        assertThat(errors).isEmpty();
    }

    /// A private window keeps nothing for a frame of another site, so here both are of one.
    @Test
    void theVisitorFindsTheConversationAgain() {
        visit(1440, neighbour.origin());
        button().click();
        String text = write("Remember me");
        assertThat(log()).containsText("Sent");
        page.reload();
        button().click();
        assertThat(log().getByText(text)).hasCount(1);
        assertThat(errors).isEmpty();
    }

    @Test
    void whatIsWrittenWhileTheConnectionIsDownArrivesOnceAndInOrder() {
        List<WebSocketRoute> sockets = new CopyOnWriteArrayList<>();
        AtomicBoolean cut = new AtomicBoolean();
        context = chromium.browser.newContext();
        context.routeWebSocket(Pattern.compile(".*/ws/visitor"), socket -> {
            if (cut.get()) {
                socket.close();
            } else {
                socket.connectToServer();
                sockets.add(socket);
            }
        });
        begin(site.origin());
        button().click();
        String first = write("first");
        assertThat(log()).containsText("Sent");
        String conversation = conversation(first);

        cut.set(true);
        sockets.getLast().close();
        String second = write("second");
        String third = write("third");
        reply(conversation, "meanwhile");
        cut.set(false);

        LocatorAssertions.ContainsTextOptions patient =
                new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
        assertThat(log()).containsText("meanwhile", patient);
        await().untilAsserted(() ->
                assertThat(texts(conversation)).containsExactlyInAnyOrder(first, second, third, "meanwhile"));
        assertThat(texts(conversation).stream().filter(each -> !each.equals("meanwhile")))
                .containsExactly(first, second, third);
        for (String each : List.of(first, second, third)) {
            assertThat(log().getByText(each)).hasCount(1);
        }
    }

    @Test
    void aPageThatIsNotTheSitesIsToldSo() {
        visit(1440, site.otherOrigin());
        button().click();
        assertThat(page).hasTitle("blocked", new PageAssertions.HasTitleOptions().setTimeout(PATIENCE));
    }

    @ParameterizedTest
    @CsvSource({"1440, en, light", "1440, zh-CN, dark", "390, zh-CN, light", "390, en, dark"})
    void itLooksGood(int width, String locale, String scheme) {
        visit(width, site.origin() + "/?locale=" + locale + "&scheme=" + scheme);
        screenshot("widget-%d-%s-%s-closed".formatted(width, locale, scheme));
        button().click();
        boolean chinese = locale.startsWith("zh");
        String text = write(chinese ? "你好，我的订单什么时候发货？" : "Hello, when will my order be shipped?");
        String conversation = conversation(text);
        reply(
                conversation,
                chinese
                        ? "您好！今天下午发出，单号：https://shop.example/o/1"
                        : "Good morning! This afternoon: https://shop.example/o/1");
        assertThat(log()).containsText("shop.example");
        screenshot("widget-%d-%s-%s".formatted(width, locale, scheme));
        assertThat(errors).isEmpty();
    }

    private void visit(int width, String address) {
        context = chromium.browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, width < 500 ? 844 : 900));
        begin(address);
    }

    private void begin(String address) {
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.location().contains("favicon")) {
                errors.add(message.text());
            }
        });
        page.onPageError(errors::add);
        page.navigate(address);
    }

    private Locator button() {
        return page.locator("#omnihub button");
    }

    private FrameLocator frame() {
        return page.frameLocator("#omnihub iframe");
    }

    private Locator log() {
        return frame().getByRole(AriaRole.LOG);
    }

    /// What was written, with something that makes it unlike all others.
    private String write(String text) {
        String unique = text + " " + UUID.randomUUID().toString().substring(0, 6);
        frame().locator("textarea").fill(unique);
        frame().locator("textarea").press("Enter");
        return unique;
    }

    private static String conversation(String text) {
        return await().until(
                        () -> {
                            for (JsonNode each :
                                    agent.get("/api/v1/conversations").json().path("items")) {
                                if (each.path("lastMessage")
                                        .path("text")
                                        .asText()
                                        .equals(text)) {
                                    return each.path("id").asText();
                                }
                            }
                            return "";
                        },
                        id -> !id.isEmpty());
    }

    private static void reply(String conversation, String text) {
        agent.post(
                "/api/v1/conversations/" + conversation + "/replies",
                "{\"parts\": [{\"type\": \"text\", \"text\": \"" + text + "\"}]}");
    }

    private static List<String> texts(String conversation) {
        return agent
                .get("/api/v1/conversations/" + conversation + "/entries")
                .json()
                .path("items")
                .findValues("text")
                .stream()
                .map(JsonNode::asText)
                .toList();
    }

    private void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }
}
