package io.omnihub.desk;

import io.omnihub.conversation.Outcome;
import io.omnihub.web.ProblemException;
import io.omnihub.web.ProblemType;

/// What the engine's refusals are to callers of the API.
final class Refusals {

    private Refusals() {}

    static ProblemException of(Outcome.Refused refused) {
        return new ProblemException(type(refused.reason()), refused.detail());
    }

    private static ProblemType type(Outcome.Reason reason) {
        return switch (reason) {
            case KEY_CONFLICT -> ProblemType.KEY_CONFLICT;
            case STALE -> ProblemType.STALE;
            case WRONG_STATUS -> ProblemType.WRONG_STATUS;
            case UNKNOWN -> ProblemType.UNKNOWN;
            case NOT_CAPABLE -> ProblemType.NOT_CAPABLE;
        };
    }
}
