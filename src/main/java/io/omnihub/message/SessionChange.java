package io.omnihub.message;

import java.util.Set;

/// A session was opened or moved on.
///
/// @param cause    what moved it
/// @param assignee the agent who has it afterwards; empty where nobody has
/// @param revision grows by one with every change of the session; commands name the one they were made on
public record SessionChange(
        SessionId session, Cause cause, SessionStatus status, String assignee, Set<String> labels, long revision)
        implements Change {

    public SessionChange {
        if (status == SessionStatus.UNKNOWN) {
            throw new InvalidMessageException("status", "must be of a kind that this version knows");
        }
        Check.optionalId("assignee", assignee);
        labels.forEach(label -> Check.id("labels", label));
        labels = Set.copyOf(labels);
        Check.notNegative("revision", revision);
    }

    /// Why a session changed.
    public enum Cause {
        OPENED,
        REOPENED,
        ASSIGNED,
        PENDED,
        RESOLVED,
        LABELLED
    }
}
