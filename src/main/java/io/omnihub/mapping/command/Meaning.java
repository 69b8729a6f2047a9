package io.omnihub.mapping.command;

/// What a field of a foreign system says.
enum Meaning {
    /// Whom the conversation is with.
    PERSON,
    /// How that one is called.
    NAME,
    /// What tells this message or record from all others.
    KEY,
    /// What tells the object that it stands in from all others, whatever that is.
    ID,
    /// What was said.
    TEXT,
    TIME,
    PICTURE,
    /// How far it is.
    STATE,
    /// Of which type the whole is.
    KIND,
    /// What is only shown.
    FIELD
}
