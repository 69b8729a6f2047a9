package io.omnihub.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.omnihub.console.ConsoleWindow.Window;
import io.omnihub.conversation.Engine;
import io.omnihub.identity.Accounts;
import io.omnihub.identity.Role;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Content;
import io.omnihub.message.Direction;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import io.omnihub.simulator.DemoShop;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import io.omnihub.widget.VisitorWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Makes the pictures that the READMEs show, of the demo in a real browser; on request, since they are kept in the
/// repository.
@EnabledIfSystemProperty(
        named = "readme.pictures",
        matches = "true",
        disabledReason = "writes docs/images; see docs/contributing.md")
final class ReadmePicturesIT {

    private static final Path IMAGES = Path.of("docs/images");

    @TempDir
    private Path data;

    @ParameterizedTest
    @MethodSource("scenes")
    void theConsoleAndTheWidgetAtWork(Scene scene) {
        try (RunningHub hub = RunningHub.startBare(data, "--demo", "--demo.pace=1h", "--demo.shop-port=0");
                Chromium chromium = new Chromium();
                VisitorWindow visitor = VisitorWindow.open(
                        chromium.browser, 1280, hub.bean(DemoShop.class).origin(), scene.locale);
                ConsoleWindow console =
                        ConsoleWindow.open(chromium.browser, hub, new Window(1440, scene.language, false))) {
            Api program = hub.as(Role.ADMIN);
            hub.bean(Accounts.class).create(TenantId.DEFAULT, "lin", Role.AGENT, Shop.PASSWORD);
            program.patch("/api/v1/accounts/lin", "{\"displayName\": \"" + scene.agent + "\"}");
            scene.others.forEach((name, text) -> writesByWeChat(hub, name, text));

            visitor.page().locator("#login").click();
            visitor.page().locator("#ask").click();
            say(visitor.field(), scene.question);
            String conversation = conversation(program);
            console.login("lin", Shop.PASSWORD);
            console.page.navigate("/console/conversations/" + conversation);
            assertThat(console.thread()).containsText(scene.question);
            console.page.keyboard().press("Alt+a");
            console.page.keyboard().press("Alt+p");
            say(console.composer(), scene.note);
            console.page.keyboard().press("Alt+l");
            say(console.composer(), scene.answer);
            assertThat(visitor.log()).containsText(scene.answer);
            say(visitor.field(), scene.again);
            assertThat(console.thread()).containsText(scene.again);
            say(console.composer(), scene.end);
            assertThat(visitor.log()).containsText(scene.end);

            console.page.locator("section [role=group] button").last().click();
            scene.others.keySet().forEach(name -> assertThat(console.row(name)).isVisible());
            keep(console.page, "console" + scene.suffix);
            keep(visitor.page(), "widget" + scene.suffix);
        }
    }

    private static void say(Locator field, String text) {
        field.fill(text);
        field.press("Enter");
        assertThat(field).hasValue("");
    }

    private static void keep(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(IMAGES.resolve(name + ".png")));
    }

    private static String conversation(Api program) {
        return await().until(
                        () -> {
                            for (JsonNode each :
                                    program.get("/api/v1/conversations").json().path("items")) {
                                if (each.path("channel").asString().equals("web")) {
                                    return each.path("id").asString();
                                }
                            }
                            return "";
                        },
                        id -> !id.isEmpty());
    }

    private static void writesByWeChat(RunningHub hub, String name, String text) {
        String id = UUID.randomUUID().toString();
        Instant now = Instant.now().minus(Duration.ofMinutes(7)).truncatedTo(ChronoUnit.MILLIS);
        Header header = new Header(
                TenantId.DEFAULT,
                new ChannelId("wechat"),
                new InboxId("demo"),
                Direction.INBOUND,
                id,
                id,
                Keys.message(id),
                new Sender(Sender.Kind.CONTACT, id, name),
                now,
                now,
                Map.of(),
                null);
        hub.bean(Engine.class)
                .take(new InboundEvent(header, new Message(id, List.of(new Content.Text(text)), null)), false)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private static Stream<Scene> scenes() {
        return Stream.of(
                new Scene(
                        "en",
                        "en-GB",
                        "",
                        "Lin Yue",
                        Map.of(
                                "Oliver Smith", "The parcel arrived, thank you!",
                                "Ana María", "Do you ship to Shenzhen?",
                                "Zhang Wei", "可以开发票吗？"),
                        "Hello! Is the blue cup back in stock?",
                        "New ones came this morning: 24 in Shanghai.",
                        "Good morning! Yes, since this morning. How many would you like?",
                        "Four, please. Can they be here by Friday?",
                        "They leave this afternoon, so Thursday at the latest."),
                new Scene(
                        "zh",
                        "zh-CN",
                        ".zh-CN",
                        "林月",
                        Map.of(
                                "王芳", "你好，这款可以开发票吗？",
                                "李雷", "包裹收到了，谢谢！",
                                "James", "Is the other lamp still on its way?"),
                        "你好，青花杯还有货吗？",
                        "今天早上刚到货，上海仓有 24 只。",
                        "您好！今天早上刚到货。请问您要几只？",
                        "四只。周五之前能送到吗？",
                        "今天下午就发出，最晚周四送到。"));
    }

    /// What is said, in one language.
    record Scene(
            String language,
            String locale,
            String suffix,
            String agent,
            Map<String, String> others,
            String question,
            String note,
            String answer,
            String again,
            String end) {}
}
