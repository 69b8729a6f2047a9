package io.omnihub.message;

/// The sender is typing. Never stored.
///
/// @param preview what was typed so far, for agents only; empty where it is not shown
public record Typing(String preview) implements Body {

    public Typing {
        Check.text("preview", preview);
    }
}
