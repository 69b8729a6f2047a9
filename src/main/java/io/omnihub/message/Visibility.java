package io.omnihub.message;

/// Who may see an entry.
public enum Visibility {
    /// Agents and the contact.
    EVERYONE,
    /// Agents only: notes, assignments, receipts.
    AGENTS
}
