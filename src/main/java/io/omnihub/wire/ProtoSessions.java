package io.omnihub.wire;

import io.omnihub.message.Session;
import io.omnihub.message.SessionId;
import io.omnihub.message.SessionStatus;
import io.omnihub.wire.proto.Proto;
import java.time.Instant;

/// Translates sessions.
final class ProtoSessions {

    private ProtoSessions() {}

    static Proto.ConversationView.Session encode(Session session) {
        return Proto.ConversationView.Session.newBuilder()
                .setId(session.id().value())
                .setNumber(session.number())
                .setStatus(ProtoEnums.encode(session.status()))
                .setAssignee(session.assignee())
                .addAllLabels(session.labels())
                .setRevision(session.revision())
                .setOpenedAt(session.openedAt().toEpochMilli())
                .setChangedAt(session.changedAt().toEpochMilli())
                .build();
    }

    static Session decode(Proto.ConversationView.Session session) {
        return new Session(
                Fields.id("id", session.getId(), SessionId::new),
                session.getNumber(),
                // One of a later version counts as open: nobody's message may be refused for it.
                session.getStatus() == Proto.SessionStatus.UNRECOGNIZED
                        ? SessionStatus.OPEN
                        : ProtoEnums.decode(session.getStatus()),
                session.getAssignee(),
                session.getLabelsList(),
                session.getRevision(),
                Instant.ofEpochMilli(session.getOpenedAt()),
                Instant.ofEpochMilli(session.getChangedAt()));
    }
}
