package io.omnihub.message;

/// Where a session stands.
public enum SessionStatus {
    /// In service.
    OPEN,
    /// Put aside until the contact writes again.
    PENDING,
    /// Ended.
    RESOLVED
}
