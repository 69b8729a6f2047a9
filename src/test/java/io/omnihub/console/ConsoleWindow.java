package io.omnihub.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.omnihub.message.ConversationId;
import io.omnihub.web.RunningHub;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A person at the console: a browser window of its own, whose errors are remembered.
final class ConsoleWindow implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    final Page page;
    private final BrowserContext context;
    private final List<String> errors = new CopyOnWriteArrayList<>();

    private ConsoleWindow(BrowserContext context) {
        this.context = context;
        page = context.newPage();
        page.onConsoleMessage(message -> {
            // Whether somebody is logged in is known only by asking.
            if (message.type().equals("error") && !message.location().contains("/api/v1/me")) {
                errors.add(message.text());
            }
        });
        page.onPageError(errors::add);
        page.onDialog(dialog -> {
            errors.add("dialog: " + dialog.message());
            dialog.accept();
        });
    }

    /// Of somebody who has the newest first: whom a test is about stands at the top, however many others wait in the
    /// hub.
    static ConsoleWindow open(Browser browser, RunningHub hub, Window window) {
        return open(browser, hub, window, "message");
    }

    /// @param order of the list of conversations
    static ConsoleWindow open(Browser browser, RunningHub hub, Window window, String order) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setBaseURL(hub.address)
                .setLocale(window.language.equals("zh") ? "zh-CN" : "en-GB")
                .setColorScheme(window.dark ? ColorScheme.DARK : ColorScheme.LIGHT)
                .setHasTouch(window.isPhone())
                .setIsMobile(window.isPhone())
                .setViewportSize(window.width, window.isPhone() ? 844 : 900));
        context.addInitScript(
                "localStorage.getItem('omnihub.order') || localStorage.setItem('omnihub.order', '" + order + "')");
        ConsoleWindow console = new ConsoleWindow(context);
        console.page.navigate("/");
        return console;
    }

    ConsoleWindow login(String user, String password) {
        page.locator("input").first().fill(user);
        page.locator("input[type=password]").fill(password);
        page.locator("button[type=submit]").click();
        assertThat(page.locator("section h1")).isVisible();
        return this;
    }

    /// The browser no longer has the login; the page is loaded anew and asks for another.
    void endLogin() {
        context.clearCookies();
        page.reload();
        assertThat(page.locator("input[type=password]")).isVisible();
    }

    void reload() {
        Chromium.reload(page);
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /// Chooses which conversations are listed.
    void view(String name) {
        page.locator("section [role=group] button")
                .filter(new Locator.FilterOptions().setHasText(name))
                .click();
    }

    /// A row of the list of conversations.
    Locator row(String name) {
        return page.locator("section li a").filter(new Locator.FilterOptions().setHasText(name));
    }

    Locator thread() {
        return page.getByRole(AriaRole.LOG);
    }

    Locator composer() {
        return page.locator("textarea");
    }

    void choose(FilePayload file) {
        page.locator("form input[type=file]").setInputFiles(file);
    }

    /// The files that go with what is being written.
    Locator attachments() {
        return page.locator("form li[data-state]");
    }

    /// The messages of the thread that have come so far.
    Locator state(String name) {
        return thread().locator("[data-state=" + name + "]");
    }

    /// The hub has been told that the agent read a conversation, and the list knows.
    void awaitRead(ConversationId conversation) {
        page.waitForCondition(() -> page.request()
                .get("/api/v1/conversations/" + conversation + "/entries")
                .text()
                .contains("read-mark"));
    }

    /// Whether the page keeps the browser from opening a file that is dropped somewhere.
    boolean dropFile(String selector) {
        return (Boolean) page.locator(selector).first().evaluate("""
                element => {
                  const dataTransfer = new DataTransfer()
                  dataTransfer.items.add(new File(['text'], 'note.txt', { type: 'text/plain' }))
                  const init = { dataTransfer, bubbles: true, cancelable: true }
                  return ['dragover', 'drop'].every(type => !element.dispatchEvent(new DragEvent(type, init)))
                }
                """);
    }

    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    void assertAccessible(String screen) {
        Axe.check(page.mainFrame(), screen);
    }

    /// What is placed absolutely in something that scrolls would, without a place of its own there, stand somewhere in
    /// the page, and make it scroll.
    void assertNothingEscapes() {
        Object escaped = page.evaluate("""
                () => [...document.querySelectorAll('#app *')].filter(each => {
                  if (getComputedStyle(each).position !== 'absolute' || each.getClientRects().length === 0) return false
                  const clips = parent => getComputedStyle(parent).overflowY !== 'visible'
                  let scroller = each.parentElement
                  while (scroller && !clips(scroller)) scroller = scroller.parentElement
                  return !scroller || !scroller.contains(each.offsetParent)
                }).map(each => each.outerHTML.slice(0, 200)).join('\\n')
                """);
        assertThat(escaped).isEqualTo("");
        assertThat(page.evaluate("() => document.scrollingElement.scrollHeight - innerHeight"))
                .isEqualTo(0);
    }

    /// A finger finds each button.
    void assertTouchable(String screen) {
        Object small = page.evaluate("""
                () => [...document.querySelectorAll('button, [role^=menuitem]')].filter(each => {
                  const { width, height } = each.getBoundingClientRect()
                  return width > 0 && (width < 44 || height < 44)
                }).map(each => each.outerHTML.slice(0, 200)).join('\\n')
                """);
        assertThat(small).as(screen).isEqualTo("");
    }

    void assertNoErrors() {
        assertThat(errors).isEmpty();
    }

    @Override
    public void close() {
        context.close();
    }

    /// How a window looks.
    record Window(int width, String language, boolean dark) {

        boolean isPhone() {
            return width < 500;
        }

        @Override
        public String toString() {
            return "%d-%s-%s".formatted(width, language, dark ? "dark" : "light");
        }
    }
}
