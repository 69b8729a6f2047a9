package io.omnihub.conversation;

import io.omnihub.message.SessionChange;
import io.omnihub.message.SessionId;
import io.omnihub.message.SessionStatus;
import java.time.Instant;
import java.util.Set;

/// One stretch of service in a conversation.
///
/// @param number    from 1, counted in the conversation
/// @param assignee  the agent who has it; empty where nobody has
/// @param revision  grows by one with every change
/// @param changedAt when it last changed; for a resolved session, when it ended
public record Session(
        SessionId id,
        int number,
        SessionStatus status,
        String assignee,
        Set<String> labels,
        long revision,
        Instant openedAt,
        Instant changedAt) {

    Session with(SessionStatus newStatus, String newAssignee, Set<String> newLabels, Instant now) {
        return new Session(id, number, newStatus, newAssignee, Set.copyOf(newLabels), revision + 1, openedAt, now);
    }

    Session with(SessionStatus newStatus, Instant now) {
        return with(newStatus, assignee, labels, now);
    }

    SessionChange as(SessionChange.Cause cause) {
        return new SessionChange(id, cause, status, assignee, labels, revision);
    }
}
