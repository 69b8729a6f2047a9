package io.omnihub.webhook;

import java.time.Duration;
import java.time.Instant;

/// What became of an attempt to tell somebody of an event.
///
/// @param status     of HTTP; 0 where no answer came
/// @param failure    why no answer came; empty where one did
/// @param answer     the beginning of the answer
/// @param retryAfter how long it wants to be left alone
record Attempted(Instant at, Duration took, int status, String failure, String answer, Duration retryAfter) {

    private static final int GONE = 410;

    boolean wasTaken() {
        return status >= 200 && status < 300;
    }

    boolean isGone() {
        return status == GONE;
    }

    /// In words, without the answer.
    String told() {
        return failure.isEmpty() ? "it answered " + status : failure;
    }
}
