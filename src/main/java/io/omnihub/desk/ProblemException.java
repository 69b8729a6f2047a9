package io.omnihub.desk;

import io.omnihub.conversation.Outcome;
import org.springframework.http.HttpStatus;

/// An answer other than success, with what RFC 9457 says of it.
final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String type;
    private final String field;

    /// @param type   the last word of the problem's type; empty where the status says it all
    /// @param detail one sentence, without the text of a message
    /// @param field  the path of the field that is wrong; empty where it is none
    ProblemException(HttpStatus status, String type, String detail, String field) {
        super(detail, null, false, false);
        this.status = status;
        this.type = type;
        this.field = field;
    }

    /// The same for what does not exist and for what belongs to another tenant.
    static ProblemException notFound() {
        return new ProblemException(HttpStatus.NOT_FOUND, "", "There is nothing of this id.", "");
    }

    static ProblemException of(Outcome.Refused refused) {
        return switch (refused.reason()) {
            case KEY_CONFLICT -> new ProblemException(HttpStatus.CONFLICT, "key-conflict", refused.detail(), "");
            case STALE -> new ProblemException(HttpStatus.CONFLICT, "stale", refused.detail(), "");
            case WRONG_STATUS -> new ProblemException(HttpStatus.CONFLICT, "wrong-status", refused.detail(), "");
            case UNKNOWN -> new ProblemException(HttpStatus.NOT_FOUND, "unknown", refused.detail(), "");
            case NOT_CAPABLE ->
                new ProblemException(HttpStatus.UNPROCESSABLE_ENTITY, "not-capable", refused.detail(), "");
        };
    }

    HttpStatus status() {
        return status;
    }

    String type() {
        return type;
    }

    String field() {
        return field;
    }
}
