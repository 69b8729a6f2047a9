package io.omnihub.widget;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.omnihub.console.Axe;
import io.omnihub.console.Chromium;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// A visitor's browser at a page with the widget in it; what goes wrong there is remembered.
public final class VisitorWindow implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    final Page page;
    private final BrowserContext context;
    private final List<String> errors = new CopyOnWriteArrayList<>();

    VisitorWindow(BrowserContext context, String address) {
        this.context = context;
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.location().contains("favicon")) {
                errors.add(message.text());
            }
        });
        page.onPageError(errors::add);
        page.onDialog(dialog -> {
            errors.add("dialog: " + dialog.message());
            dialog.accept();
        });
        page.navigate(address);
    }

    /// Opens a page in a window of its own.
    public static VisitorWindow open(Browser browser, int width, String address) {
        return new VisitorWindow(
                browser.newContext(new Browser.NewContextOptions().setViewportSize(width, width < 500 ? 844 : 900)),
                address);
    }

    /// The same in a browser that speaks a language, for a picture.
    public static VisitorWindow open(Browser browser, int width, String address, String locale) {
        return new VisitorWindow(
                browser.newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, 760)
                        .setLocale(locale)),
                address);
    }

    public Page page() {
        return page;
    }

    /// The button in the page's corner.
    public Locator button() {
        return page.locator("#omnihub .launch");
    }

    public FrameLocator frame() {
        return page.frameLocator("#omnihub iframe");
    }

    public Locator log() {
        return frame().getByRole(AriaRole.LOG);
    }

    public Locator field() {
        return frame().locator("textarea");
    }

    /// Says something.
    ///
    /// @return what was said, with something that makes it unlike all else
    public String write(String text) {
        String unique = text + " " + UUID.randomUUID().toString().substring(0, 6);
        field().fill(unique);
        field().press("Enter");
        return unique;
    }

    /// Goes to another page.
    public void leave() {
        page.navigate("about:blank");
    }

    void choose(FilePayload file) {
        frame().locator("input[type=file]").setInputFiles(file);
    }

    void choose(Path file) {
        frame().locator("input[type=file]").setInputFiles(file);
    }

    /// Calls a method of the widget's, as the site's page does.
    void call(String method, Object argument) {
        page.evaluate("([method, argument]) => window.OmniHub(method, argument)", List.of(method, argument));
    }

    /// What a script in the frame gives.
    Object inFrame(String script) {
        return widget().evaluate(script);
    }

    /// Tells the page and its frame that the tab is hidden, or seen again, as the browser does.
    void hide(boolean hidden) {
        for (Frame each : page.frames()) {
            each.evaluate("""
                    state => {
                      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
                      document.dispatchEvent(new Event('visibilitychange'))
                    }
                    """, hidden ? "hidden" : "visible");
        }
    }

    void assertAccessible(String screen) {
        Axe.check(page.mainFrame(), screen);
        Axe.check(widget(), screen);
    }

    /// A finger needs 44 pixels.
    void assertTargetsAreLarge() {
        for (Frame each : List.of(page.mainFrame(), widget())) {
            assertThat(each.evaluate("""
                    () => [...document.querySelectorAll('button, .card a'), ...(document.querySelector('#omnihub')?.shadowRoot
                          .querySelectorAll('button') ?? [])]
                        .filter(target => target.checkVisibility())
                        .map(target => [target.outerHTML.slice(0, 120), target.getBoundingClientRect()])
                        .filter(([, box]) => box.width < 44 || box.height < 44)
                        .map(([html, box]) => html + ' ' + box.width + ' × ' + box.height)
                    """)).isEqualTo(List.of());
        }
    }

    private Frame widget() {
        return page.frames().stream()
                .filter(frame -> frame.url().contains("/widget/"))
                .findFirst()
                .orElseThrow();
    }

    void assertNoErrors() {
        assertThat(errors).isEmpty();
    }

    public void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    void reload() {
        Chromium.reload(page);
    }

    @Override
    public void close() {
        context.close();
    }
}
