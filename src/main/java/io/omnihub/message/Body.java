package io.omnihub.message;

/// What happened, as it enters the hub.
public sealed interface Body
        permits Message, Edit, Recall, Reaction, Receipt, ReadMark, Typing, ContactChange, Command {}
