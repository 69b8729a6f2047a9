package io.omnihub.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.omnihub.channel.Holds;
import io.omnihub.console.ConsoleWindow.Window;
import io.omnihub.deadletter.DeadLetter;
import io.omnihub.deadletter.DeadLetters;
import io.omnihub.identity.Accounts;
import io.omnihub.identity.Role;
import io.omnihub.message.Content;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.Params;
import io.omnihub.web.RunningHub;
import io.omnihub.wire.ProtobufCodec;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Hawtio in a real browser, by the hub's own login.
final class HawtioIT {

    private static final Chromium CHROMIUM = new Chromium();

    private final RunningHub hub = RunningHub.shared().shownToOperators();

    @AfterAll
    static void close() {
        CHROMIUM.close();
    }

    @Test
    void anOperatorLogsInSeesARoutePausesAChannelAndHasADeadLetterProcessedAgain() {
        String letter = dead("secret words");
        try (ConsoleWindow console = login(Role.OPERATOR)) {
            Page page = console.page;
            tree(page, "wechat-callback").click();
            assertThat(page.locator(".react-flow__node").first()).isVisible();
            assertThat(page.locator(".react-flow")).containsText("hub:inbound");
            picture(console, "hawtio-route");

            page.getByText("JMX", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(tree(page, "org.apache.activemq.artemis")).isVisible();
            page.locator("[id='io.omnihub-folder'] button").first().click();
            tree(page, "DeadLetters").click();
            page.getByText("Operations", new Page.GetByTextOptions().setExact(true))
                    .click();
            execute(page, "list()", "");
            assertThat(page.locator("main").last()).containsText("the event can't be taken");
            assertThat(page.locator("main").last()).not().containsText("secret words");
            execute(page, "replay(String)", letter);
            assertThat(operation(page, "replay(String)")).containsText("replayed");
            picture(console, "hawtio-dead-letters");
            assertThat(hub.as(Role.OPERATOR)
                            .get("/api/v1/dead-letters/" + letter)
                            .json()
                            .hasNonNull("replayedAt"))
                    .isTrue();

            tree(page, "Inboxes").click();
            page.getByText("Operations", new Page.GetByTextOptions().setExact(true))
                    .click();
            execute(page, "pauseChannel(String)", "test");
            assertThat(operation(page, "pauseChannel(String)")).containsText("paused");
            try {
                execute(page, "list()", "");
                assertThat(operation(page, "list()")).containsText("paused");
                picture(console, "hawtio-inboxes");
                assertThat(hub.bean(Holds.class)
                                .of(TenantId.DEFAULT, RunningHub.CHANNEL, RunningHub.INBOX)
                                .isPresent())
                        .isTrue();
            } finally {
                execute(page, "resumeChannel(String)", "test");
                assertThat(operation(page, "resumeChannel(String)")).containsText("goes on");
            }
            console.assertNoErrors();
        }
    }

    @Test
    void anAgentIsRefused() {
        try (ConsoleWindow console = login(Role.AGENT)) {
            assertThat(console.page.locator("body"))
                    .containsText("The role or the tenant of the caller does not allow this.");
        }
    }

    /// Somebody opens Hawtio, is asked who it is, and led back.
    private ConsoleWindow login(Role role) {
        String name = Params.name(role) + "-" + RunningHub.newUser().substring(5, 9);
        hub.bean(Accounts.class).create(TenantId.DEFAULT, name, role, Shop.PASSWORD);
        ConsoleWindow console = ConsoleWindow.open(CHROMIUM.browser, hub, new Window(1440, "en", false));
        console.page.navigate("/hawtio/");
        console.page.waitForURL("**/console/login?to=/hawtio/");
        console.page.locator("input").first().fill(name);
        console.page.locator("input[type=password]").fill(Shop.PASSWORD);
        console.page.locator("button[type=submit]").click();
        console.page.waitForURL("**/hawtio/**");
        return console;
    }

    private static Locator tree(Page page, String name) {
        return page.locator("[role=treeitem] button.pf-v6-c-tree-view__node-text")
                .getByText(name, new Locator.GetByTextOptions().setExact(true));
    }

    private static Locator operation(Page page, String name) {
        return page.locator("li.pf-v6-c-data-list__item").filter(new Locator.FilterOptions().setHasText(name));
    }

    private static void execute(Page page, String name, String argument) {
        Locator operation = operation(page, name);
        operation.locator("button").first().click();
        if (!argument.isEmpty()) {
            operation.locator("input").fill(argument);
        }
        operation
                .getByText("Execute", new Locator.GetByTextOptions().setExact(true))
                .last()
                .click();
    }

    /// As docs/hawtio.md shows it.
    private static void picture(ConsoleWindow console, String name) {
        console.screenshot(name);
        if (Boolean.getBoolean("readme.pictures")) {
            console.page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("docs/images", name + ".png")));
        }
    }

    private String dead(String text) {
        String user = RunningHub.newUser();
        InboundEvent event =
                RunningHub.event(TenantId.DEFAULT, user, Keys.message(user), Message.of(user, new Content.Text(text)));
        DeadLetter letter = DeadLetter.ofEvent(
                event,
                ProtobufCodec.encode(event),
                ProtobufCodec.fingerprint(event),
                "the event can't be taken",
                Instant.now());
        hub.bean(Database.class).write(Tenants.of(TenantId.DEFAULT), tx -> {
            hub.bean(DeadLetters.class).add(tx, letter);
            return letter;
        });
        return letter.id();
    }
}
