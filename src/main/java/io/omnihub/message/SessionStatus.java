package io.omnihub.message;

/// Where a session stands.
public enum SessionStatus {
    /// In service.
    OPEN,
    /// Put aside until the contact writes again.
    PENDING,
    /// Ended.
    RESOLVED,
    /// Of a later version; what it is is kept in [Session#later()].
    UNKNOWN
}
