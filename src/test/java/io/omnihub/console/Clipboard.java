package io.omnihub.console;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.Base64;
import java.util.List;

/// The clipboard of a browser.
public final class Clipboard {

    private Clipboard() {}

    /// Holds what an office program puts there: text, the same with its form, and a picture of it.
    ///
    /// @param page in a secure context, which has the focus
    public static void holdsOfficeText(Page page, String text) {
        BrowserContext context = page.context();
        context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
        page.evaluate("""
                async ([text, picture]) => {
                  const bytes = Uint8Array.from(atob(picture), each => each.charCodeAt(0))
                  await navigator.clipboard.write([new ClipboardItem({
                    'text/plain': new Blob([text], { type: 'text/plain' }),
                    'text/html': new Blob(['<b>' + text + '</b>'], { type: 'text/html' }),
                    'image/png': new Blob([bytes], { type: 'image/png' }),
                  })])
                }
                """, List.of(text, Base64.getEncoder().encodeToString(Pictures.png(20, 10))));
    }
}
