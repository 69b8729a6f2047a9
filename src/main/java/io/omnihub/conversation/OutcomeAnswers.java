package io.omnihub.conversation;

import io.omnihub.message.ConversationId;
import io.omnihub.web.ProblemException;
import io.omnihub.web.ProblemType;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// What becomes of a wish, as callers of the API are told.
public final class OutcomeAnswers {

    private OutcomeAnswers() {}

    /// @param conversation that the wish was for
    /// @throws ProblemException where nothing became of it
    public static Done of(ConversationId conversation, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Stored stored -> new Done(stored.conversation(), stored.sequence());
            case Outcome.Waiting _ -> new Done(conversation, null);
            case Outcome.Refused refused -> throw problem(refused);
            case Outcome.Dead dead -> throw new ProblemException(ProblemType.DEAD, dead.reason());
        };
    }

    private static ProblemException problem(Outcome.Refused refused) {
        String detail = refused.detail();
        return switch (refused.reason()) {
            case KEY_CONFLICT -> new ProblemException(ProblemType.KEY_CONFLICT, detail);
            case STALE -> new ProblemException(ProblemType.STALE, detail);
            case WRONG_STATUS -> new ProblemException(ProblemType.WRONG_STATUS, detail);
            case UNKNOWN -> new ProblemException(ProblemType.UNKNOWN, detail);
            case NOT_CAPABLE -> new ProblemException(ProblemType.NOT_CAPABLE, detail);
            case WINDOW_CLOSED -> new ProblemException(ProblemType.WINDOW_CLOSED, detail);
            case FORBIDDEN -> new ProblemException(HttpStatus.FORBIDDEN, null, detail, "");
        };
    }

    /// A command was carried out.
    ///
    /// @param sequence of the entry it made; null where it was taken and will be carried out soon
    public record Done(
            ConversationId conversation, @Nullable Long sequence) {}
}
