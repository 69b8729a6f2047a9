package io.omnihub.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/// An input method, as writers of Chinese have it, told to the browser by its own protocol.
public final class InputMethod {

    private InputMethod() {}

    /// Composes a word in a field, ends it with Enter, and finds it there.
    public static void compose(Page page, Locator field, String letters, String word) {
        field.focus();
        CDPSession keyboard = page.context().newCDPSession(page);
        JsonObject composed = new JsonObject();
        composed.addProperty("text", letters);
        composed.addProperty("selectionStart", letters.length());
        composed.addProperty("selectionEnd", letters.length());
        keyboard.send("Input.imeSetComposition", composed);
        // The key that ends the word, as browsers tell it while an input method has it.
        JsonObject enter = new JsonObject();
        enter.addProperty("type", "rawKeyDown");
        enter.addProperty("key", "Enter");
        enter.addProperty("code", "Enter");
        enter.addProperty("windowsVirtualKeyCode", 229);
        keyboard.send("Input.dispatchKeyEvent", enter);
        JsonObject inserted = new JsonObject();
        inserted.addProperty("text", word);
        keyboard.send("Input.insertText", inserted);
        assertThat(field).hasValue(word);
    }
}
