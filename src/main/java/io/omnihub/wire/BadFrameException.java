package io.omnihub.wire;

import io.omnihub.message.InvalidMessageException;
import org.jspecify.annotations.Nullable;

/// A frame that can't be read.
public final class BadFrameException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String problem;
    private final @Nullable String clientId;

    BadFrameException(InvalidMessageException problem, @Nullable String clientId) {
        super(problem.getMessage(), null, false, false);
        this.field = problem.field();
        this.problem = problem.field() + ": " + problem.problem();
        this.clientId = clientId;
    }

    /// The path of the field that is wrong.
    public String field() {
        return field;
    }

    /// What is wrong with it, with its path and without its value.
    public String problem() {
        return problem;
    }

    /// The client's id of what it wanted to send, so that only this can be refused; null where the whole frame is
    /// wrong.
    public @Nullable String clientId() {
        return clientId;
    }
}
