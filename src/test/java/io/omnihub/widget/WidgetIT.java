package io.omnihub.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.omnihub.console.Axe;
import io.omnihub.console.Chromium;
import io.omnihub.console.Clipboard;
import io.omnihub.console.InputMethod;
import io.omnihub.console.Pictures;
import io.omnihub.identity.Role;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The widget in a page of another origin with a strict policy, against the real hub. What is routed gets through only
/// while the browser is waited for, not while something else is.
final class WidgetIT {

    private static final String SECRET = "a secret of the shop's own server, long";
    private static final Pattern SOCKET = Pattern.compile(".*/ws/visitor");
    private static final double PATIENCE = 60_000;
    private static final LocatorAssertions.ContainsTextOptions PATIENT =
            new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
    private static final LocatorAssertions.HasCountOptions MANY =
            new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE);
    private static final LocatorAssertions.HasAttributeOptions LABELLED =
            new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE);

    @TempDir
    private static Path data;

    private static Chromium chromium;
    private static HostPage site;
    private static HostPage neighbour;
    private static HostPage plain;
    private static RunningHub hub;
    private static Api agent;

    @BeforeAll
    static void open() {
        chromium = new Chromium();
        site = new HostPage();
        neighbour = new HostPage();
        plain = new HostPage();
        hub = RunningHub.start(
                data,
                "--omnihub.sites.web.name=Jingdezhen Cups",
                "--omnihub.sites.web.secret=" + SECRET,
                // The pages say otherwise.
                "--omnihub.widget.sites.web.locale=zh-CN",
                "--omnihub.sites.web.origins="
                        + String.join(",", site.origin(), neighbour.origin(), plain.plainOrigin()));
        site.embeds(hub.address);
        neighbour.embeds(hub.address.replace("127.0.0.1", "localhost"));
        plain.embeds(hub.address.replace("127.0.0.1", "hub.test"));
        agent = hub.as(Role.AGENT);
        // The first answer takes its time: the description that answers are compared with is made for it.
        agent.get("/api/v1/conversations");
    }

    @AfterAll
    static void closeAll() {
        hub.close();
        site.close();
        neighbour.close();
        plain.close();
        chromium.close();
    }

    /// It lacks what came last of all that the window needs, and the sheets of styles that pages share.
    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void aBrowserThatIsTooOldIsToldSoAndCanCloseTheWindow(int width) {
        BrowserContext old = chromium.browser.newContext(new Browser.NewContextOptions().setViewportSize(width, 844));
        old.addInitScript(
                "delete Array.prototype.with; CSSStyleSheet = class { constructor() { throw new TypeError() } }");
        try (VisitorWindow visitor = new VisitorWindow(old, site.origin())) {
            visitor.button().click();
            assertThat(visitor.frame().getByText("This chat needs a newer browser: Chrome or Edge 111"))
                    .isVisible();
            assertThat(visitor.frame().getByText("聊天窗口需要较新的浏览器")).isVisible();
            visitor.screenshot("old-browser-" + width);
            visitor.frame().getByRole(AriaRole.BUTTON).click();
            assertThat(visitor.button()).hasAttribute("aria-expanded", "false");
        }
    }

    @Test
    void aVisitorWritesAndIsAnsweredLive() {
        try (VisitorWindow visitor = visit(1440, site.origin())) {
            visitor.button().click();
            assertThat(visitor.log()).isVisible();
            String text = visitor.write("Where is my order?");
            assertThat(visitor.log().getByText(text)).hasCount(1);
            assertThat(visitor.log()).containsText("Sent");

            String conversation = conversation(text);
            reply(conversation, "On its way");
            assertThat(visitor.log()).containsText("On its way");

            visitor.page.keyboard().press("Escape");
            assertThat(visitor.button()).hasAttribute("aria-expanded", "false");
            assertThat(visitor.button()).isFocused();
            reply(conversation, "Anything else?");
            assertThat(visitor.button()).hasAttribute("aria-label", "Chat with us (1)");
            visitor.button().click();
            assertThat(visitor.log()).containsText("Anything else?");
            assertThat(visitor.button()).hasAttribute("aria-label", "Close the chat");
            assertThat(visitor.log().getByText(text)).hasCount(1);
            visitor.assertNoErrors();
        }
    }

    /// A private window keeps nothing for a frame of another site; the page keeps it there.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theVisitorFindsTheConversationAgain(boolean sameSite) {
        try (VisitorWindow visitor = visit(1440, (sameSite ? neighbour : site).origin())) {
            visitor.button().click();
            String text = visitor.write("Remember me");
            assertThat(visitor.log()).containsText("Sent");
            reply(conversation(text), "We do");
            assertThat(visitor.log()).containsText("We do");
            visitor.page.keyboard().press("Escape");

            visitor.reload();
            reply(conversation(text), "Still here?");
            assertThat(visitor.button()).hasAttribute("aria-label", "Chat with us (1)");
            visitor.button().click();
            assertThat(visitor.log().getByText(text)).hasCount(1);

            visitor.page.evaluate("OmniHub.reset()");
            visitor.reload();
            visitor.button().click();
            assertThat(visitor.log()).isVisible();
            assertThat(visitor.log().getByText(text)).hasCount(0);
            visitor.assertNoErrors();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void aWindowThatDoesNotLoadHasAWayOutAndMendsItself(int width) {
        try (VisitorWindow visitor = visit(width, site.origin())) {
            visitor.page.clock().install();
            visitor.page.context().setOffline(true);
            visitor.button().click();
            Locator out = visitor.page.locator("#omnihub .wait button");
            assertThat(out).isFocused();
            visitor.page.clock().fastForward(8_000);
            assertThat(visitor.page.locator("#omnihub .wait")).containsText("Trying again");
            assertThat(visitor.page).hasTitle("blocked");
            Axe.check(visitor.page.mainFrame(), "a window that does not load");
            visitor.screenshot("widget-%d-unreachable".formatted(width));
            out.click();
            assertThat(visitor.page.locator("#omnihub .wait")).isHidden();
            assertThat(visitor.button()).isVisible();

            visitor.button().click();
            visitor.page.clock().fastForward(8_000);
            visitor.page.context().setOffline(false);
            assertThat(visitor.field()).isFocused();
            visitor.write("There you are");
            assertThat(visitor.log()).containsText("Sent");
        }
    }

    @Test
    void aPageThatSwapsItsBodyKeepsTheWidget() {
        try (VisitorWindow visitor = visit(1440, site.origin())) {
            visitor.page.evaluate("""
                    () => {
                      document.body = document.createElement('body')
                      window.OmniHub = { q: [['open']] }
                      const script = document.createElement('script')
                      script.dataset.siteKey = 'web'
                      script.src = document.querySelector('script[data-site-key]').src
                      document.body.append(script)
                    }
                    """);
            assertThat(visitor.log()).isVisible();
            String text = visitor.write("Still here");
            assertThat(visitor.log()).containsText("Sent");
            assertThat(visitor.page.locator("#omnihub")).hasCount(1);

            visitor.page.evaluate(
                    "() => document.documentElement.innerHTML = '<head></head><body>Another page</body>'");
            assertThat(visitor.log().getByText(text)).hasCount(1);
            visitor.assertNoErrors();
        }
    }

    @Test
    void allOfTheWidgetHasItsColourAndCanBeReadOnIt() {
        try (VisitorWindow visitor = visit(1440, site.origin() + "/?color=%23ffd400")) {
            assertThat(visitor.button()).hasCSS("background-color", "rgb(255, 212, 0)");
            visitor.button().click();
            visitor.write("Bright, isn't it?");
            assertThat(visitor.log()).containsText("Sent");
            for (String part : List.of("header", ".line.mine .bubble")) {
                assertThat(visitor.frame().locator(part)).hasCSS("background-color", "rgb(255, 212, 0)");
                assertThat(visitor.frame().locator(part)).hasCSS("color", "color(xyz-d65 0 0 0)");
            }
            assertThat(visitor.button()).hasCSS("color", "color(xyz-d65 0 0 0)");
            visitor.assertAccessible("bright");
            visitor.screenshot("widget-bright");
            visitor.assertNoErrors();
        }
    }

    @Test
    void theWindowFollowsTheLanguageOfThePage() {
        try (VisitorWindow visitor = visit(1440, site.origin() + "/?lang=zh")) {
            visitor.button().click();
            assertThat(visitor.field()).hasAttribute("placeholder", "输入消息…");
            visitor.page.evaluate("document.documentElement.lang = 'en'");
            assertThat(visitor.field()).hasAttribute("placeholder", "Write a message…");
            assertThat(visitor.button()).hasAttribute("aria-label", "Close the chat");
        }
    }

    @Test
    void whatIsWrittenWhileTheConnectionIsDownArrivesOnceAndInOrder() {
        List<WebSocketRoute> sockets = new CopyOnWriteArrayList<>();
        AtomicBoolean cut = new AtomicBoolean();
        BrowserContext context = chromium.browser.newContext();
        context.routeWebSocket(SOCKET, socket -> {
            if (cut.get()) {
                socket.close();
            } else {
                socket.connectToServer();
                sockets.add(socket);
            }
        });
        try (VisitorWindow visitor = new VisitorWindow(context, site.origin())) {
            visitor.button().click();
            String first = visitor.write("first");
            assertThat(visitor.log()).containsText("Sent");
            String conversation = conversation(first);

            cut.set(true);
            sockets.getLast().close();
            String second = visitor.write("second");
            String third = visitor.write("third");
            reply(conversation, "meanwhile");
            cut.set(false);

            assertThat(visitor.log()).containsText("meanwhile", PATIENT);
            visitor.page.waitForCondition(() -> texts(conversation).size() == 4);
            assertThat(texts(conversation)).containsExactlyInAnyOrder(first, second, third, "meanwhile");
            assertThat(texts(conversation).stream().filter(each -> !each.equals("meanwhile")))
                    .containsExactly(first, second, third);
            for (String each : List.of(first, second, third)) {
                assertThat(visitor.log().getByText(each)).hasCount(1);
            }
        }
    }

    @Test
    void whatWasWrittenAndNotStoredIsSentInItsOrderThoughThePageIsLoadedAnew() {
        AtomicBoolean cut = new AtomicBoolean();
        BrowserContext context = chromium.browser.newContext();
        context.routeWebSocket(SOCKET, WebSocketRoute::close);
        context.route("**/api/v1/visitor/messages", route -> {
            if (cut.get()) {
                route.abort();
            } else {
                route.resume();
            }
        });
        try (VisitorWindow visitor = new VisitorWindow(context, neighbour.origin())) {
            visitor.button().click();
            List<String> written = new ArrayList<>(List.of(visitor.write("first")));
            assertThat(visitor.log()).containsText("Sent", PATIENT);
            String conversation = conversation(written.getFirst());

            cut.set(true);
            written.add(visitor.write("second"));
            written.add(visitor.write("third"));
            visitor.reload();
            visitor.button().click();
            for (String each : written) {
                assertThat(visitor.log().getByText(each)).hasCount(1, MANY);
            }
            written.add(visitor.write("fourth"));
            cut.set(false);

            visitor.page.waitForCondition(() -> texts(conversation).equals(written));
            for (String each : written) {
                assertThat(visitor.log().getByText(each)).hasCount(1);
            }
        }
    }

    @Test
    void aPageOfTheSitesOwnTalksByTheClientLibraryAndKeepsWhatIsUnsentThoughItIsLoadedAnew() throws IOException {
        site.serves("/client.js", "text/javascript", Files.readAllBytes(Path.of("clients/javascript/dist/index.js")));
        site.serves("/app", "text/html", """
                <!doctype html><title>App</title><script type="module">
                import { OmniHubClient } from '/client.js'
                window.texts = []
                window.client = new OmniHubClient({ hub: '%s', site: 'web', listener: {
                  entries(entries) {
                    for (const { change, sequence } of entries) {
                      window.last = sequence
                      if (change.type === 'message') texts.push(...change.parts.map((part) => part.text ?? part.type))
                    }
                  },
                } })
                client.start()
                </script>""".formatted(hub.address).getBytes(StandardCharsets.UTF_8));
        try (VisitorWindow window = VisitorWindow.open(chromium.browser, 1440, site.origin() + "/app")) {
            String one = "one " + System.nanoTime();
            window.page.evaluate("text => client.send(text)", one);
            window.page.waitForFunction("() => texts.length === 1");
            window.page.evaluate("() => { client.close(); client.send('two'); client.send('three') }");
            window.page.reload();
            window.page.waitForFunction("() => texts.length === 3");
            reply(conversation(one), "heard");
            window.page.waitForFunction("() => texts.length === 4");
            assertThat(window.page.evaluate("""
                    async () => {
                      const file = new File(['content'], 'notes.txt', { type: 'text/plain' })
                      const progress = []
                      client.send([await client.upload(file, { progress: (...far) => progress.push(far) })])
                      return progress.at(-1)
                    }
                    """)).isEqualTo(List.of(7, 7));
            window.page.waitForFunction("() => texts.length === 5");
            assertThat(window.page.evaluate("async () => (await client.download(last, 0)).text()"))
                    .isEqualTo("content");
            assertThat(window.page.evaluate("() => [texts, client.unsent.length]"))
                    .isEqualTo(List.of(List.of(one, "two", "three", "heard", "file"), 0));
            window.assertNoErrors();
        }
    }

    @Test
    void whereNoWebSocketGetsThroughTheVisitorTalksWithoutOne() {
        AtomicInteger fails = new AtomicInteger(1);
        BrowserContext context = chromium.browser.newContext();
        context.routeWebSocket(SOCKET, WebSocketRoute::close);
        context.route("**/api/v1/visitor/messages", route -> {
            if (fails.getAndDecrement() > 0) {
                route.abort();
            } else {
                route.resume();
            }
        });
        try (VisitorWindow visitor = new VisitorWindow(context, neighbour.origin())) {
            visitor.button().click();
            String text = visitor.write("Can you hear me?");
            List<String> more = List.of(visitor.write("Hello"), visitor.write("Anybody there?"));

            assertThat(visitor.log()).containsText("Sent", PATIENT);
            String conversation = conversation(text);
            assertThat(texts(conversation)).containsExactly(text, more.getFirst(), more.getLast());
            reply(conversation, "Loud and clear");
            assertThat(visitor.log()).containsText("Loud and clear", PATIENT);
            // Read is read, on the next page too, and what was heard there is no news.
            visitor.page.waitForCondition(
                    () -> entries(conversation).findValuesAsString("kind").contains("read.marked"));
            visitor.reload();
            visitor.page.evaluate("OmniHub.q?.push(['on', 'message', () => document.title = 'news'])"
                    + " ?? OmniHub('on', 'message', () => document.title = 'news')");
            visitor.button().hover();
            visitor.button().click();
            assertThat(visitor.log()).containsText("Loud and clear", PATIENT);
            visitor.button().click();
            assertThat(visitor.button()).hasAttribute("aria-label", "Chat with us");
            assertThat(visitor.page).hasTitle("Shop");
            reply(conversation, "Still there?");
            assertThat(visitor.button()).hasAttribute("aria-label", "Chat with us (1)", LABELLED);
            assertThat(visitor.page).hasTitle("news");
            visitor.button().click();
            assertThat(visitor.log()).containsText("Still there?");
            visitor.choose(new FilePayload("cup.png", "image/png", Pictures.png(40, 30)));
            assertThat(visitor.log().locator("img")).hasAttribute("alt", "cup.png");
            assertThat(visitor.log().getByText(text)).hasCount(1);
        }
    }

    @Test
    void picturesAndFilesGoBothWays() {
        byte[] picture = Pictures.png(40, 30);
        byte[] invoice = "Invoice 7".getBytes(StandardCharsets.UTF_8);
        try (VisitorWindow visitor = visit(1440, site.origin())) {
            visitor.button().click();
            String text = visitor.write("Look");
            String conversation = conversation(text);
            visitor.choose(new FilePayload("cup.png", "image/png", picture));
            assertThat(visitor.log().locator("img[alt='cup.png']")).isVisible();
            assertThat(visitor.log().locator("img").evaluate("image => image.naturalWidth"))
                    .isEqualTo(40);
            visitor.choose(new FilePayload("invoice.txt", "text/plain", invoice));
            assertThat(visitor.log()).containsText("invoice.txt");
            await().untilAsserted(() -> assertThat(media(conversation)).hasSize(2));
            assertThat(media(conversation)).containsEntry("image", picture).containsEntry("file", invoice);

            String uploaded = agent.send(agent.request("/api/v1/media?fileName=parcel.png")
                            .header("Content-Type", "image/png")
                            .POST(BodyPublishers.ofByteArray(Pictures.png(20, 20))))
                    .text();
            agent.post(
                    "/api/v1/conversations/" + conversation + "/replies",
                    "{\"parts\": [{\"type\": \"image\", \"media\": " + uploaded + "}]}");
            assertThat(visitor.log().locator("img[alt='parcel.png']")).isVisible();
            visitor.assertNoErrors();
        }
    }

    @Test
    void aPictureIsLookedAtInTheWholeWindow() {
        try (VisitorWindow visitor = visit(1440, site.origin())) {
            visitor.button().click();
            visitor.choose(new FilePayload("cup.png", "image/png", Pictures.png(900, 700)));
            visitor.log().locator("img").click();
            Locator picture = visitor.frame().locator("dialog img");
            assertThat(picture).isVisible();
            visitor.assertAccessible("picture");
            visitor.screenshot("widget-picture");
            picture.click();
            assertThat(picture).hasCSS("width", "900px");

            visitor.page.keyboard().press("Escape");
            assertThat(picture).hasCount(0);
            assertThat(visitor.button()).hasAttribute("aria-expanded", "true");
            visitor.page.keyboard().press("Escape");
            assertThat(visitor.button()).hasAttribute("aria-expanded", "false");
            visitor.assertNoErrors();
        }
    }

    @Test
    void whatIsNoPictureInsideIsAFileToDownload() {
        try (VisitorWindow visitor = visit(1440, site.origin())) {
            visitor.button().click();
            byte[] torn = java.util.Arrays.copyOf(Pictures.png(40, 30), 30);
            visitor.choose(new FilePayload("torn.png", "image/png", torn));
            assertThat(visitor.log().locator("button.file")).containsText("torn.png");
        }
    }

    @Test
    void eachFileThatDoesNotGoSaysSoUntilItIsSentAgainOrPutAway() throws IOException {
        Path film = data.resolve("film.mov");
        try (RandomAccessFile large = new RandomAccessFile(film.toFile(), "rw")) {
            large.setLength(21_000_000);
        }
        try (VisitorWindow visitor = visit(390, site.origin())) {
            visitor.button().click();
            visitor.write("Hello");
            assertThat(visitor.log()).containsText("Sent");
            Locator files = visitor.frame().locator(".uploads li");
            visitor.choose(film);
            assertThat(files).containsText("The file is too large", PATIENT);
            visitor.page.context().setOffline(true);
            visitor.choose(new FilePayload("invoice.txt", "text/plain", "Invoice 7".getBytes(StandardCharsets.UTF_8)));
            assertThat(files).hasCount(2);
            assertThat(files.last()).containsText("could not be sent");
            assertThat(files.first()).containsText("too large");
            visitor.assertAccessible("uploads");
            visitor.assertTargetsAreLarge();
            visitor.screenshot("widget-uploads");

            visitor.page.context().setOffline(false);
            files.last().getByText("Send again").click();
            assertThat(visitor.log()).containsText("invoice.txt", PATIENT);
            visitor.frame().getByLabel("Put away film.mov").click();
            assertThat(files).hasCount(0);
        }
    }

    @Test
    void anIdentifiedCustomerHasOneConversationAndLeavesNothingBehind() throws JOSEException {
        String customer = "customer-" + System.nanoTime();
        try (VisitorWindow visitor = visit(1440, neighbour.origin())) {
            visitor.button().click();
            String unknown = visitor.write("Who am I?");
            assertThat(visitor.log()).containsText("Sent");

            visitor.call("identify", Map.of("token", jwt(customer, Duration.ofMinutes(5))));
            assertThat(visitor.log().getByText(unknown)).hasCount(0);
            String known = visitor.write("It is me");
            assertThat(visitor.log()).containsText("Sent");
            String conversation = conversation(known);
            assertThat(conversation).isNotEqualTo(conversation(unknown));
            await().untilAsserted(() -> assertThat(agent.get("/api/v1/conversations/" + conversation)
                            .json()
                            .path("contact")
                            .path("name")
                            .asString())
                    .isEqualTo("Han Meimei"));

            // The same customer with a new token goes on where she was.
            visitor.call("identify", Map.of("token", jwt(customer, Duration.ofMinutes(6))));
            assertThat(visitor.log().getByText(known)).hasCount(1);

            visitor.page.evaluate("OmniHub.reset()");
            visitor.button().click();
            assertThat(visitor.log()).isVisible();
            assertThat(visitor.log().getByText(known)).hasCount(0);
            assertThat(visitor.log().getByText(unknown)).hasCount(0);
            visitor.call("identify", Map.of("token", jwt(customer, Duration.ofMinutes(7))));
            assertThat(visitor.log().getByText(known)).hasCount(1);
            visitor.assertNoErrors();
        }
    }

    @Test
    void aTokenThatTheHubDoesNotTakeIsToldToThePage() throws JOSEException {
        try (VisitorWindow visitor = visit(1440, site.origin())) {
            visitor.button().click();
            assertThat(visitor.log()).isVisible();
            visitor.call("identify", Map.of("token", jwt("customer-1", Duration.ofMinutes(-5))));
            assertThat(visitor.page).hasTitle("blocked", new PageAssertions.HasTitleOptions().setTimeout(PATIENCE));
        }
    }

    @Test
    void enterEndsAWordThatIsComposedAndSendsNothing() {
        try (VisitorWindow visitor = visit(1440, site.origin())) {
            visitor.button().click();
            InputMethod.compose(visitor.page, visitor.field(), "ni", "你好");

            visitor.page.keyboard().press("Enter");
            assertThat(visitor.field()).hasValue("");
            assertThat(visitor.log()).containsText("你好");
            assertThat(visitor.log().locator(".line.mine")).hasCount(1);
        }
    }

    @Test
    void escapeDropsAWordThatIsComposedAndClosesNothing() {
        try (VisitorWindow visitor = visit(1440, site.origin())) {
            visitor.button().click();
            InputMethod.drop(visitor.page, visitor.field(), "ni");
            assertThat(visitor.button()).hasAttribute("aria-expanded", "true");

            visitor.page.keyboard().press("Escape");
            assertThat(visitor.button()).hasAttribute("aria-expanded", "false");
        }
    }

    @Test
    void textOfAnOfficeProgramIsPastedAsText() {
        try (VisitorWindow visitor = visit(1440, neighbour.origin())) {
            Clipboard.holdsOfficeText(visitor.page, "Total 42");
            visitor.button().click();
            visitor.field().focus();
            visitor.page.keyboard().press("Control+V");

            assertThat(visitor.field()).hasValue("Total 42");
            assertThat(visitor.log().locator(".line.mine")).hasCount(0);
            visitor.assertNoErrors();
        }
    }

    @Test
    void aPageOverPlainHttpTalksToo() {
        try (VisitorWindow visitor = visit(1440, plain.plainOrigin())) {
            visitor.button().click();
            assertThat(visitor.log()).isVisible();
            assertThat(visitor.inFrame("isSecureContext")).isEqualTo(false);
            visitor.write("Hello");
            assertThat(visitor.log()).containsText("Sent");
            visitor.assertNoErrors();
        }
    }

    @Test
    void whatGoesWrongInTheFrameIsToldToThePage() {
        try (VisitorWindow visitor = visit(1440, site.origin())) {
            visitor.button().click();
            assertThat(visitor.log()).isVisible();
            visitor.inFrame("void setTimeout(() => { throw new Error('broken') })");
            assertThat(visitor.page).hasTitle("blocked");
        }
    }

    @Test
    void whatComesWhileTheTabIsHiddenIsUnreadUntilItIsSeen() {
        try (VisitorWindow visitor = visit(1440, site.origin())) {
            visitor.button().click();
            String conversation = conversation(visitor.write("Hello"));
            visitor.page.evaluate("void OmniHub('on', 'unread', count => document.body.dataset.unread = count)");

            visitor.hide(true);
            reply(conversation, "Good morning");
            assertThat(visitor.page.locator("body")).hasAttribute("data-unread", "1");
            assertThat(entries(conversation).toString()).doesNotContain("read-mark");

            visitor.hide(false);
            assertThat(visitor.page.locator("body")).hasAttribute("data-unread", "0");
            await().until(() -> entries(conversation).toString().contains("read-mark"));
        }
    }

    @Test
    void whatStrangersWriteIsShownAndNeverRun() {
        List<String> attacks = List.of(
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "\"><svg onload=alert(1)>",
                "<iframe srcdoc=\"<script>parent.alert(1)</script>\"></iframe>",
                "javascript:alert(1)");
        try (VisitorWindow visitor = visit(1440, site.origin())) {
            visitor.button().click();
            String conversation = conversation(visitor.write("Hello"));
            for (String attack : attacks) {
                String quoted = attack.replace("\"", "\\\"");
                agent.post("/api/v1/conversations/" + conversation + "/replies", """
                        {"parts": [
                          {"type": "text", "text": "%1$s"},
                          {"type": "link", "url": "https://shop.example/x", "title": "%1$s"},
                          {"type": "card", "title": "%1$s", "fields": [{"name": "%1$s", "value": "%1$s"}]}]}""".formatted(quoted));
            }
            String file = agent.send(agent.request("/api/v1/media?fileName="
                                    + URLEncoder.encode(attacks.get(1), StandardCharsets.UTF_8))
                            .header("Content-Type", "text/html")
                            .POST(BodyPublishers.ofString(attacks.getFirst())))
                    .text();
            agent.post(
                    "/api/v1/conversations/" + conversation + "/replies",
                    "{\"parts\": [{\"type\": \"file\", \"media\": " + file + "}]}");
            reply(conversation, "That was all");
            assertThat(visitor.log()).containsText("That was all");
            assertThat(visitor.log()).containsText(attacks.getFirst());
            assertThat(visitor.log().locator("button.file")).containsText("onerror");
            assertThat(visitor.log().locator("script, img, svg[onload], iframe, a[href^='javascript']"))
                    .hasCount(0);
            visitor.assertNoErrors();
        }
    }

    @Test
    void aPageThatIsNotTheSitesIsToldSo() {
        try (VisitorWindow visitor = visit(1440, site.otherOrigin())) {
            visitor.button().click();
            assertThat(visitor.page).hasTitle("blocked", new PageAssertions.HasTitleOptions().setTimeout(PATIENCE));
        }
    }

    @Test
    void theFrameMayStandInTheSitesPagesOnlyAndDoNoMoreThanItMust() {
        Api.Answer frame = hub.anonymous().get("/widget/?site=web");

        assertThat(frame.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';")
                .contains("frame-ancestors 'self' "
                        + List.of(site.origin(), neighbour.origin()).stream()
                                .sorted()
                                .collect(java.util.stream.Collectors.joining(" ")))
                .doesNotContain("unsafe");
        assertThat(frame.header("X-Frame-Options")).isEmpty();
        assertThat(frame.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(frame.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(hub.anonymous().get("/widget/?site=nobody").header("Content-Security-Policy"))
                .contains("frame-ancestors 'none'");
    }

    @ParameterizedTest
    @CsvSource({"1440, en, light", "1440, zh-CN, dark", "390, zh-CN, light", "390, en, dark"})
    void itLooksGoodAndIsAccessible(int width, String locale, String scheme) {
        try (VisitorWindow visitor = visit(width, site.origin() + "/?lang=" + locale + "&scheme=" + scheme)) {
            visitor.screenshot("widget-%d-%s-%s-closed".formatted(width, locale, scheme));
            visitor.button().click();
            boolean chinese = locale.startsWith("zh");
            String text = visitor.write(chinese ? "你好，我的订单什么时候发货？" : "Hello, when will my order be shipped?");
            String conversation = conversation(text);
            visitor.choose(new FilePayload("cup.png", "image/png", Pictures.png(240, 160)));
            assertThat(visitor.log().locator("img")).isVisible();
            reply(
                    conversation,
                    chinese
                            ? "您好！今天下午发出，单号：https://shop.example/o/1"
                            : "Good morning! This afternoon: https://shop.example/o/1");
            assertThat(visitor.log()).containsText("shop.example");
            visitor.assertAccessible("widget");
            visitor.assertTargetsAreLarge();
            visitor.screenshot("widget-%d-%s-%s".formatted(width, locale, scheme));
            visitor.assertNoErrors();
        }
    }

    private static VisitorWindow visit(int width, String address) {
        return VisitorWindow.open(chromium.browser, width, address);
    }

    private static String conversation(String text) {
        return await().until(
                        () -> {
                            for (JsonNode each :
                                    agent.get("/api/v1/conversations").json().path("items")) {
                                if (texts(each.path("id").asString()).contains(text)) {
                                    return each.path("id").asString();
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
        return entries(conversation).findValues("text").stream()
                .map(JsonNode::asString)
                .toList();
    }

    /// The bytes of the files in a conversation, by the type of their part.
    private static Map<String, byte[]> media(String conversation) {
        Map<String, byte[]> found = new java.util.HashMap<>();
        for (JsonNode entry : entries(conversation)) {
            JsonNode part = entry.path("change").path("parts").path(0);
            if (part.has("media")) {
                String path = "/api/v1/conversations/" + conversation + "/entries/"
                        + entry.path("sequence").asString() + "/parts/0/media";
                found.put(
                        part.path("type").asString(), agent.get(path).response().body());
            }
        }
        return found;
    }

    private static JsonNode entries(String conversation) {
        return agent.get("/api/v1/conversations/" + conversation + "/entries")
                .json()
                .path("items");
    }

    private static String jwt(String subject, Duration life) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .subject(subject)
                        .claim("name", "Han Meimei")
                        .expirationTime(Date.from(Instant.now().plus(life)))
                        .build());
        jwt.sign(new MACSigner(SECRET));
        return jwt.serialize();
    }
}
