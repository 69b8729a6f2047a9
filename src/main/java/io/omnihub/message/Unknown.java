package io.omnihub.message;

/// A change of a kind that this version does not know, or in which something stands that it does not: kept as it is,
/// and shown as unknown.
///
/// @param name what it is, as far as that is known: the name of the kind, or `change-` and its number
/// @param raw  the whole entry as it is stored, in Base64; empty where that is not to be told
public record Unknown(String name, String raw) implements Change {

    public Unknown {
        Check.id("name", name);
    }

    /// No more than that there is something.
    Unknown withoutRaw() {
        return new Unknown(name, "");
    }
}
