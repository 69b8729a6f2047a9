package io.omnihub.gateway;

import io.omnihub.message.Session;
import io.omnihub.message.SessionChange;
import io.omnihub.message.SessionStatus;
import io.omnihub.wire.ClientFrame;
import org.jspecify.annotations.Nullable;

/// What decides in which views a conversation stands.
///
/// @param status   of its current session; null where it has none
/// @param assignee who has it; empty where nobody has
record Place(@Nullable SessionStatus status, String assignee) {

    static Place of(@Nullable Session session) {
        return session == null ? new Place(null, "") : new Place(session.status(), session.assignee());
    }

    static Place of(SessionChange change) {
        return new Place(change.status(), change.assignee());
    }

    boolean isIn(ClientFrame.View view) {
        return (view.status() == null || view.status() == status)
                && (view.assignee().isEmpty() || view.assignee().equals(assignee))
                && (!view.unassigned() || assignee.isEmpty());
    }
}
