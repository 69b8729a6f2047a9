package io.omnihub.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.omnihub.message.Session;
import io.omnihub.message.SessionId;
import io.omnihub.message.SessionStatus;
import io.omnihub.wire.proto.Proto;
import java.time.Instant;
import java.util.Base64;

/// Translates sessions; what a later version added to one is kept.
final class ProtoSessions {

    private ProtoSessions() {}

    static Proto.ConversationView.Session encode(Session session) {
        Proto.ConversationView.Session.Builder builder = later(session.later()).toBuilder();
        if (session.status() != SessionStatus.UNKNOWN) {
            builder.setStatus(ProtoEnums.encode(session.status()));
        }
        return builder.setId(session.id().value())
                .setNumber(session.number())
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
                isUnknown(session) ? SessionStatus.UNKNOWN : ProtoEnums.decode(session.getStatus()),
                session.getAssignee(),
                session.getLabelsList(),
                session.getRevision(),
                Instant.ofEpochMilli(session.getOpenedAt()),
                Instant.ofEpochMilli(session.getChangedAt()),
                later(session));
    }

    private static boolean isUnknown(Proto.ConversationView.Session session) {
        return session.getStatus() == Proto.SessionStatus.UNRECOGNIZED;
    }

    /// The fields, and the number of a status, that this version does not know.
    private static String later(Proto.ConversationView.Session session) {
        Proto.ConversationView.Session.Builder later =
                Proto.ConversationView.Session.newBuilder().setUnknownFields(session.getUnknownFields());
        if (isUnknown(session)) {
            later.setStatusValue(session.getStatusValue());
        }
        return Base64.getEncoder().encodeToString(later.build().toByteArray());
    }

    private static Proto.ConversationView.Session later(String later) {
        try {
            return Proto.ConversationView.Session.parseFrom(Base64.getDecoder().decode(later));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("What a later version wrote was well-formed when it was read", e);
        }
    }
}
