package io.omnihub.desk;

import io.omnihub.conversation.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// An answer other than success, with what RFC 9457 says of it.
final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final @Nullable ProblemType type;
    private final String field;
    private long retrySeconds;

    /// @param detail one sentence, without the text of a message
    ProblemException(ProblemType type, String detail) {
        this(type.status(), type, detail, "");
    }

    /// @param type   null where the status says it all
    /// @param field  the path of the field that is wrong; empty where it is none
    ProblemException(HttpStatus status, @Nullable ProblemType type, String detail, String field) {
        super(detail, null, false, false);
        this.status = status;
        this.type = type;
        this.field = field;
    }

    /// The same for what does not exist and for what belongs to another tenant.
    static ProblemException notFound() {
        return new ProblemException(HttpStatus.NOT_FOUND, null, "There is nothing of this id.", "");
    }

    /// @param wait how long, before the same may be sent again
    static ProblemException tooMany(String detail, Duration wait) {
        ProblemException refusal = new ProblemException(ProblemType.TOO_MANY, detail);
        refusal.retrySeconds = Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
        return refusal;
    }

    /// A part was asked for that begins behind the end.
    static ProblemException unsatisfiable() {
        return new ProblemException(
                HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, null, "The range begins behind the end.", "");
    }

    static ProblemException of(Outcome.Refused refused) {
        return new ProblemException(ProblemType.of(refused.reason()), refused.detail());
    }

    /// After which the same may be sent again; 0 where that is of no use.
    long retrySeconds() {
        return retrySeconds;
    }

    HttpStatus status() {
        return status;
    }

    @Nullable
    ProblemType type() {
        return type;
    }

    String field() {
        return field;
    }
}
