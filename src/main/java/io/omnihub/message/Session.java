package io.omnihub.message;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// One stretch of service in a conversation.
///
/// @param number    from 1, counted in the conversation
/// @param assignee  the agent who has it; empty where nobody has
/// @param labels    in order, each once
/// @param revision  grows by one with every change; what commands name as `expectedRevision`
/// @param changedAt when it last changed; for a resolved session, when it ended
/// @param later     what a later version wrote of it that this one does not know, in Base64; empty where nothing
public record Session(
        SessionId id,
        int number,
        SessionStatus status,
        String assignee,
        List<String> labels,
        long revision,
        Instant openedAt,
        Instant changedAt,
        String later) {

    public Session {
        labels = labels.stream().distinct().sorted().toList();
    }

    /// The first revision of a new one.
    public static Session open(SessionId id, int number, Instant now) {
        return new Session(id, number, SessionStatus.OPEN, "", List.of(), 1, now, now, "");
    }

    public Session with(SessionStatus newStatus, Instant now) {
        return new Session(id, number, newStatus, assignee, labels, revision + 1, openedAt, now, later);
    }

    public Session withAssignee(String newAssignee, Instant now) {
        return new Session(id, number, status, newAssignee, labels, revision + 1, openedAt, now, later);
    }

    public Session withLabels(Collection<String> newLabels, Instant now) {
        return new Session(id, number, status, assignee, List.copyOf(newLabels), revision + 1, openedAt, now, later);
    }

    /// How the log tells that it has come to be so.
    public SessionChange as(SessionChange.Cause cause) {
        return new SessionChange(id, cause, status, assignee, Set.copyOf(labels), revision);
    }
}
