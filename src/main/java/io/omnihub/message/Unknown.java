package io.omnihub.message;

/// A change of a kind that this version does not know, or in which something stands that it does not: kept as it is,
/// and shown as unknown. The entry has it as it was stored.
///
/// @param name what it is, as far as that is known: the name of the kind, or `change-` and its number
public record Unknown(String name) implements Change {

    public Unknown {
        Check.id("name", name);
    }
}
