package io.omnihub.client;

/// Why the hub did not take what was written.
public final class Problem {

    private final String code;
    private final String reason;
    private final boolean doubtful;

    Problem(String code, String reason, boolean doubtful) {
        this.code = code;
        this.reason = reason;
        this.doubtful = doubtful;
    }

    /// `invalid`, `conflict` … as docs/websocket.md lists them; `too-large`, `unreadable`, `unanswered`, `expired`.
    public String code() {
        return code;
    }

    /// A sentence in English; may be empty.
    public String reason() {
        return reason;
    }

    /// Whether the hub may have stored it all the same.
    public boolean isDoubtful() {
        return doubtful;
    }

    @Override
    public String toString() {
        return code + (reason.isEmpty() ? "" : ": " + reason);
    }
}
