package io.omnihub.client;

import java.io.IOException;

/// What the hub answered instead of doing what was asked.
public final class ApiException extends IOException {

    private static final long serialVersionUID = 1;

    private final int status;

    ApiException(int status, String detail) {
        super("HTTP " + status + (detail.isEmpty() ? "" : ": " + detail));
        this.status = status;
    }

    /// Of HTTP: 413 for a file that is too large, 415 for a kind that is not taken, 429 for too much on this day.
    public int status() {
        return status;
    }
}
