package io.omnihub.message;

import java.util.Locale;

/// Who said or did something.
///
/// @param id   the external user id of a contact, the account of an agent, the name of a program
/// @param name the name to show; empty where none is known
public record Sender(Kind kind, String id, String name) {

    /// The hub itself.
    public static final Sender HUB = new Sender(Kind.SYSTEM, "hub", "");

    public Sender {
        Check.id("id", id);
        name = Check.shown(name);
        Check.name("name", name);
    }

    public static Sender contact(String externalUserId) {
        return new Sender(Kind.CONTACT, externalUserId, "");
    }

    public static Sender agent(String account) {
        return new Sender(Kind.AGENT, account, "");
    }

    /// The sender as a contact may see it: with the name to show, without the account.
    public Sender forContact() {
        return kind == Kind.CONTACT ? this : new Sender(kind, kind.name().toLowerCase(Locale.ROOT), name);
    }

    /// What kind of party a sender is.
    public enum Kind {
        CONTACT,
        AGENT,
        BOT,
        SYSTEM
    }
}
