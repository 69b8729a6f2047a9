package io.omnihub.web;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// An answer other than success, with what RFC 9457 says of it.
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final @Nullable ProblemType type;
    private final String field;
    private long retrySeconds;

    /// @param detail one sentence, without the text of a message
    public ProblemException(ProblemType type, String detail) {
        this(type.status(), type, detail, "");
    }

    /// @param type   null where the status says it all
    /// @param field  the path of the field that is wrong; empty where it is none
    public ProblemException(HttpStatus status, @Nullable ProblemType type, String detail, String field) {
        super(detail, null, false, false);
        this.status = status;
        this.type = type;
        this.field = field;
    }

    /// The same for what does not exist and for what belongs to another tenant.
    public static ProblemException notFound() {
        return new ProblemException(HttpStatus.NOT_FOUND, null, "There is nothing of this id.", "");
    }

    /// A part was asked for that begins behind the end.
    public static ProblemException unsatisfiable() {
        return new ProblemException(
                HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, null, "The range begins behind the end.", "");
    }

    /// What may be sent again after some time.
    ///
    /// @param wait how long; counted up to whole seconds, 1 at least
    public static ProblemException later(ProblemType type, String detail, Duration wait) {
        ProblemException refusal = new ProblemException(type, detail);
        refusal.retrySeconds = Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
        return refusal;
    }

    /// What can't be done just now.
    public static ProblemException busy(String detail, Duration wait) {
        return later(ProblemType.BUSY, detail, wait);
    }

    public static ProblemException tooMany(String detail, Duration wait) {
        return later(ProblemType.TOO_MANY, detail, wait);
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
