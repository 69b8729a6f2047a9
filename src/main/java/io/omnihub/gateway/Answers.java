package io.omnihub.gateway;

import io.omnihub.conversation.Outcome;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.wire.ServerFrame;
import org.jspecify.annotations.Nullable;

/// What a client is told of something it sent.
final class Answers {

    private static final long RETRY_AFTER = 1_000;

    private Answers() {}

    /// @param outcome null where the hub is busy
    static ServerFrame of(String clientId, ConversationId conversation, @Nullable Outcome outcome) {
        return switch (outcome) {
            case null -> new ServerFrame.Busy(clientId, RETRY_AFTER);
            case Outcome.Stored stored ->
                new ServerFrame.Acknowledged(clientId, stored.conversation(), stored.sequence());
            case Outcome.Waiting _ -> new ServerFrame.Acknowledged(clientId, conversation, 0);
            case Outcome.Refused refused ->
                new ServerFrame.Refused(clientId, code(refused.reason()), refused.detail(), "");
            case Outcome.Dead dead -> new ServerFrame.Refused(clientId, "invalid", dead.reason(), "");
        };
    }

    static ServerFrame invalid(String clientId, InvalidMessageException problem) {
        return new ServerFrame.Refused(
                clientId, "invalid", problem.field() + ": " + problem.problem(), problem.field());
    }

    static ServerFrame notFound(String clientId) {
        return new ServerFrame.Refused(clientId, "not-found", "There is no such conversation.", "conversation");
    }

    private static String code(Outcome.Reason reason) {
        return switch (reason) {
            case KEY_CONFLICT, STALE, WRONG_STATUS -> "conflict";
            case UNKNOWN -> "not-found";
            case NOT_CAPABLE, FORBIDDEN -> "forbidden";
            case WINDOW_CLOSED -> "window-closed";
        };
    }
}
