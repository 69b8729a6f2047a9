package io.omnihub.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.omnihub.ChildJvm;
import io.omnihub.console.ConsoleWindow.Window;
import io.omnihub.identity.Role;
import io.omnihub.message.ConversationId;
import io.omnihub.overload.OverloadOperations;
import io.omnihub.web.RunningHub;
import io.omnihub.widget.HostPage;
import io.omnihub.widget.VisitorWindow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A visitor in the widget and agents at the console, also while the hub restarts.
final class TogetherIT {

    private static final Window WINDOW = new Window(1440, "en", false);
    private static final double PATIENCE = 40_000;

    @TempDir
    private static Path data;

    private static Chromium chromium;
    private static HostPage site;
    private static int port;
    private static int gatewayPort;
    private static RunningHub hub;

    @BeforeAll
    static void open() {
        chromium = new Chromium();
        site = new HostPage();
        port = ChildJvm.freePort();
        gatewayPort = ChildJvm.freePort();
        hub = start();
        site.embeds(hub.address);
    }

    @AfterAll
    static void close() {
        hub.close();
        site.close();
        chromium.close();
    }

    @Test
    void aVisitorAndTwoAgentsTalkLive() {
        Shop shop = new Shop(hub);
        try (VisitorWindow visitor = visit();
                ConsoleWindow ada = ConsoleWindow.open(chromium.browser, hub, WINDOW);
                ConsoleWindow bob = ConsoleWindow.open(chromium.browser, hub, WINDOW)) {
            String question = visitor.write("Where is my order?");
            String name = shop.agent("ada");
            hub.as(Role.ADMIN).patch("/api/v1/accounts/" + name, "{\"displayName\": \"Ada Li\"}");
            take(ada, name, question);
            take(bob, shop.agent("bob"), question);
            for (ConsoleWindow agent : List.of(ada, bob)) {
                assertThat(agent.thread()).containsText(question);
            }
            assertThat(visitor.frame().getByText("We are here")).isVisible();

            visitor.field().pressSequentially("And when");
            for (ConsoleWindow agent : List.of(ada, bob)) {
                assertThat(agent.page.locator("main p").getByText("is typing")).isVisible();
            }
            visitor.field().press("Enter");
            assertThat(bob.thread()).containsText("And when");
            assertThat(visitor.log()).containsText("Read");
            assertThat(bob.page.locator("main p").getByText("is typing")).hasCount(0);

            ada.composer().pressSequentially("It left");
            assertThat(visitor.log().locator(".typing")).isVisible();
            assertThat(bob.page.getByText("Ada Li is writing a reply")).isVisible();
            ada.page.keyboard().press("Enter");
            assertThat(visitor.log()).containsText("It left");
            assertThat(visitor.log()).containsText("Ada Li");
            assertThat(visitor.log()).not().containsText(name);
            assertThat(visitor.log().locator(".typing")).hasCount(0);
            assertThat(bob.thread()).containsText("It left");
            assertThat(ada.thread().locator("[data-state=read]")).hasCount(1);

            visitor.leave();
            assertThat(ada.page.locator("main header").getByText("Offline")).isVisible();
            ada.assertNoErrors();
            bob.assertNoErrors();
        }
    }

    @Test
    void whatAChannelCantTakeIsSaidToGoAsALinkAndDoes() {
        Shop shop = new Shop(hub);
        Shop.Customer customer = shop.customer("Zhao Min " + System.nanoTime());
        ConversationId conversation = customer.says("Have you got a manual?");
        try (ConsoleWindow ada = ConsoleWindow.open(chromium.browser, hub, WINDOW)) {
            ada.login(shop.agent("ada"), Shop.PASSWORD);
            ada.page.navigate("/console/conversations/" + conversation);
            ada.choose(new FilePayload("manual.txt", "text/plain", "Turn it on".getBytes(StandardCharsets.UTF_8)));
            assertThat(ada.attachments()).containsText("test can't take this: a link to it goes in its place.");
            ada.screenshot("as-link");
            ada.composer().fill("Here it is");
            ada.page.keyboard().press("Enter");
            assertThat(ada.attachments()).hasCount(0);
            assertThat(ada.thread()).containsText("manual.txt");
            assertThat(ada.thread()).containsText("Here it is");
            ada.assertNoErrors();
        }
    }

    @Test
    void bothSidesWriteWhileTheHubRestarts() {
        Shop shop = new Shop(hub);
        try (VisitorWindow visitor = visit();
                ConsoleWindow ada = ConsoleWindow.open(chromium.browser, hub, WINDOW)) {
            String question = visitor.write("Where is my order?");
            take(ada, shop.agent("ada"), question);
            ada.composer().fill("Let me see");
            ada.page.keyboard().press("Enter");
            assertThat(visitor.log()).containsText("Let me see");

            hub.close();
            Locator banner = ada.page.getByRole(AriaRole.STATUS).getByText("No connection to the hub.");
            assertThat(banner).isVisible();
            String second = visitor.write("Are you there?");
            String third = visitor.write("Hello?");
            ada.composer().fill("Just a moment");
            ada.page.keyboard().press("Enter");
            ada.composer().fill("It left on Monday");
            ada.page.keyboard().press("Enter");
            assertThat(ada.thread().locator("[data-state=sending]")).hasCount(2);
            hub = start();

            for (Locator log : List.of(visitor.log(), ada.thread())) {
                for (String text :
                        List.of(question, "Let me see", second, third, "Just a moment", "It left on Monday")) {
                    assertThat(log.getByText(text, new Locator.GetByTextOptions().setExact(true)))
                            .hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE));
                }
            }
            assertThat(banner).hasCount(0);
            assertThat(ada.thread().locator("[data-state=sending]")).hasCount(0);
            List<String> stored = texts(question);
            assertThat(stored).hasSize(6).contains("Let me see").containsSubsequence(question, second, third);
            assertThat(stored).containsSubsequence("Just a moment", "It left on Monday");
        }
    }

    @Test
    void whatTheHubGivesUpIsSaidInALine() {
        Shop shop = new Shop(hub);
        hub.bean(OverloadOperations.class).hold("reads");
        try (ConsoleWindow ada = ConsoleWindow.open(chromium.browser, hub, WINDOW)) {
            ada.login(shop.agent("ada"), Shop.PASSWORD);

            assertThat(ada.page.getByRole(AriaRole.STATUS).getByText("Given up for a while"))
                    .containsText("who types and who is there and read receipts");
            ada.assertAccessible("overload");
            ada.screenshot("overload");
            ada.assertNoErrors();
        } finally {
            hub.bean(OverloadOperations.class).letGo();
        }
    }

    @Test
    void aDatabaseThatWasRestoredIsReadAnew() {
        Shop shop = new Shop(hub);
        try (VisitorWindow visitor = visit();
                ConsoleWindow ada = ConsoleWindow.open(chromium.browser, hub, WINDOW)) {
            String question = visitor.write("Where is my order?");
            take(ada, shop.agent("ada"), question);
            assertThat(ada.thread()).containsText(question);

            hub.close();
            hub = start("--omnihub.database.restored=true");

            String later = visitor.write("Are you still there?");
            assertThat(ada.thread())
                    .containsText(later, new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
            ada.composer().fill("I am");
            ada.page.keyboard().press("Enter");
            assertThat(visitor.log()).containsText("I am");
            for (Locator log : List.of(visitor.log(), ada.thread())) {
                assertThat(log.getByText(question)).hasCount(1);
                assertThat(log.getByText(later)).hasCount(1);
            }
            assertThat(ada.row("You: I am")).isVisible();
        }
    }

    private static RunningHub start(String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "--server.port=" + port,
                "--omnihub.public-url=https://hub.example.com",
                "--omnihub.gateway.port=" + gatewayPort,
                "--omnihub.sites.web.name=Jingdezhen Cups",
                "--omnihub.sites.web.origins=" + site.origin()));
        settings.addAll(List.of(more));
        return RunningHub.start(data, settings.toArray(String[]::new));
    }

    private static VisitorWindow visit() {
        VisitorWindow visitor = VisitorWindow.open(chromium.browser, 1440, site.origin());
        visitor.button().click();
        assertThat(visitor.log()).isVisible();
        return visitor;
    }

    /// Logs an agent in, who opens the conversation in which something was said last.
    private static void take(ConsoleWindow console, String agent, String said) {
        console.login(agent, Shop.PASSWORD);
        console.view("Unassigned");
        console.row(said).click();
    }

    /// What is stored of the conversation in which something was said.
    private static List<String> texts(String said) {
        for (JsonNode each :
                hub.as(Role.AGENT).get("/api/v1/conversations").json().path("items")) {
            List<String> texts = hub
                    .as(Role.AGENT)
                    .get("/api/v1/conversations/" + each.path("id").asString() + "/entries")
                    .json()
                    .path("items")
                    .findValues("text")
                    .stream()
                    .map(JsonNode::asString)
                    .toList();
            if (texts.contains(said)) {
                return texts;
            }
        }
        return List.of();
    }
}
