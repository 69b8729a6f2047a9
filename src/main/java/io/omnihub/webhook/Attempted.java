package io.omnihub.webhook;

import java.time.Duration;
import java.time.Instant;

/// What became of an attempt to tell somebody of an event.
///
/// @param status     of HTTP; 0 where no answer came
/// @param failure    why no answer came: the code of a [NoAnswer], or the words of another version; empty where one
///                   did
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

    /// Nothing came back.
    static Attempted without(Instant at, Duration took, NoAnswer why) {
        return new Attempted(at, took, 0, why.code(), "", Duration.ZERO);
    }

    /// What no answer came by; empty where one did, or where only words tell it.
    String code() {
        return NoAnswer.of(failure).map(NoAnswer::code).orElse("");
    }

    /// Why no answer came, in words; empty where one did.
    String error() {
        return NoAnswer.of(failure).map(NoAnswer::sentence).orElse(failure);
    }

    /// What went wrong, for programs: of an answer `http-` and its status.
    String problem() {
        return failure.isEmpty() ? "http-" + status : code();
    }

    /// In words, without the answer.
    String told() {
        return failure.isEmpty() ? "it answered " + status : error();
    }
}
