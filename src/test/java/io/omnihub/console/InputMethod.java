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
        CDPSession keyboard = page.context().newCDPSession(page);
        begin(keyboard, field, letters, "Enter");
        JsonObject inserted = new JsonObject();
        inserted.addProperty("text", word);
        keyboard.send("Input.insertText", inserted);
        assertThat(field).hasValue(word);
    }

    /// Begins a word in a field and drops it with Escape.
    public static void drop(Page page, Locator field, String letters) {
        CDPSession keyboard = page.context().newCDPSession(page);
        begin(keyboard, field, letters, "Escape");
        JsonObject nothing = new JsonObject();
        nothing.addProperty("text", "");
        nothing.addProperty("selectionStart", 0);
        nothing.addProperty("selectionEnd", 0);
        keyboard.send("Input.imeSetComposition", nothing);
        assertThat(field).hasValue("");
    }

    /// Presses Alt with a key that types a letter by it, as on a Polish keyboard.
    static void type(Page page, Locator field, String code, String letter) {
        field.focus();
        CDPSession keyboard = page.context().newCDPSession(page);
        JsonObject pressed = new JsonObject();
        pressed.addProperty("type", "keyDown");
        pressed.addProperty("modifiers", 1);
        pressed.addProperty("key", letter);
        pressed.addProperty("code", code);
        pressed.addProperty("text", letter);
        keyboard.send("Input.dispatchKeyEvent", pressed);
    }

    private static void begin(CDPSession keyboard, Locator field, String letters, String key) {
        field.focus();
        JsonObject composed = new JsonObject();
        composed.addProperty("text", letters);
        composed.addProperty("selectionStart", letters.length());
        composed.addProperty("selectionEnd", letters.length());
        keyboard.send("Input.imeSetComposition", composed);
        // The key that ends the word, as browsers tell it while an input method has it.
        JsonObject pressed = new JsonObject();
        pressed.addProperty("type", "rawKeyDown");
        pressed.addProperty("key", key);
        pressed.addProperty("code", key);
        pressed.addProperty("windowsVirtualKeyCode", 229);
        keyboard.send("Input.dispatchKeyEvent", pressed);
    }
}
