package io.omnihub.wire;

import io.omnihub.message.Direction;
import io.omnihub.message.Receipt;
import io.omnihub.message.Sender;
import io.omnihub.message.SessionChange;
import io.omnihub.message.SessionStatus;
import io.omnihub.message.Visibility;
import io.omnihub.wire.proto.Proto;

/// Translates the model's enums; a missing value and a number from a later version are refused.
final class ProtoEnums {

    private ProtoEnums() {}

    static Proto.Direction encode(Direction direction) {
        return switch (direction) {
            case INBOUND -> Proto.Direction.DIRECTION_INBOUND;
            case OUTBOUND -> Proto.Direction.DIRECTION_OUTBOUND;
        };
    }

    static Direction decode(Proto.Direction direction) {
        return switch (direction) {
            case DIRECTION_INBOUND -> Direction.INBOUND;
            case DIRECTION_OUTBOUND -> Direction.OUTBOUND;
            case DIRECTION_UNSPECIFIED -> throw Fields.missing("direction");
            case UNRECOGNIZED -> throw Fields.unknown("direction");
        };
    }

    static Proto.Sender.Kind encode(Sender.Kind kind) {
        return switch (kind) {
            case CONTACT -> Proto.Sender.Kind.KIND_CONTACT;
            case AGENT -> Proto.Sender.Kind.KIND_AGENT;
            case BOT -> Proto.Sender.Kind.KIND_BOT;
            case SYSTEM -> Proto.Sender.Kind.KIND_SYSTEM;
        };
    }

    static Sender.Kind decode(Proto.Sender.Kind kind) {
        return switch (kind) {
            case KIND_CONTACT -> Sender.Kind.CONTACT;
            case KIND_AGENT -> Sender.Kind.AGENT;
            case KIND_BOT -> Sender.Kind.BOT;
            case KIND_SYSTEM -> Sender.Kind.SYSTEM;
            case KIND_UNSPECIFIED -> throw Fields.missing("kind");
            case UNRECOGNIZED -> throw Fields.unknown("kind");
        };
    }

    static Proto.Receipt.State encode(Receipt.State state) {
        return switch (state) {
            case ACCEPTED -> Proto.Receipt.State.STATE_ACCEPTED;
            case DELIVERED -> Proto.Receipt.State.STATE_DELIVERED;
            case READ -> Proto.Receipt.State.STATE_READ;
            case FAILED -> Proto.Receipt.State.STATE_FAILED;
        };
    }

    static Receipt.State decode(Proto.Receipt.State state) {
        return switch (state) {
            case STATE_ACCEPTED -> Receipt.State.ACCEPTED;
            case STATE_DELIVERED -> Receipt.State.DELIVERED;
            case STATE_READ -> Receipt.State.READ;
            case STATE_FAILED -> Receipt.State.FAILED;
            case STATE_UNSPECIFIED -> throw Fields.missing("state");
            case UNRECOGNIZED -> throw Fields.unknown("state");
        };
    }

    static Proto.Visibility encode(Visibility visibility) {
        return switch (visibility) {
            case EVERYONE -> Proto.Visibility.VISIBILITY_EVERYONE;
            case AGENTS -> Proto.Visibility.VISIBILITY_AGENTS;
        };
    }

    static Visibility decode(Proto.Visibility visibility) {
        return switch (visibility) {
            case VISIBILITY_EVERYONE -> Visibility.EVERYONE;
            case VISIBILITY_AGENTS -> Visibility.AGENTS;
            case VISIBILITY_UNSPECIFIED -> throw Fields.missing("visibility");
            case UNRECOGNIZED -> throw Fields.unknown("visibility");
        };
    }

    static Proto.SessionStatus encode(SessionStatus status) {
        return switch (status) {
            case OPEN -> Proto.SessionStatus.SESSION_STATUS_OPEN;
            case PENDING -> Proto.SessionStatus.SESSION_STATUS_PENDING;
            case RESOLVED -> Proto.SessionStatus.SESSION_STATUS_RESOLVED;
            case UNKNOWN -> throw new IllegalArgumentException("an unknown status is written as it was read");
        };
    }

    static SessionStatus decode(Proto.SessionStatus status) {
        return switch (status) {
            case SESSION_STATUS_OPEN -> SessionStatus.OPEN;
            case SESSION_STATUS_PENDING -> SessionStatus.PENDING;
            case SESSION_STATUS_RESOLVED -> SessionStatus.RESOLVED;
            case SESSION_STATUS_UNSPECIFIED -> throw Fields.missing("status");
            case UNRECOGNIZED -> throw Fields.unknown("status");
        };
    }

    static Proto.SessionChange.Cause encode(SessionChange.Cause cause) {
        return switch (cause) {
            case OPENED -> Proto.SessionChange.Cause.CAUSE_OPENED;
            case REOPENED -> Proto.SessionChange.Cause.CAUSE_REOPENED;
            case ASSIGNED -> Proto.SessionChange.Cause.CAUSE_ASSIGNED;
            case PENDED -> Proto.SessionChange.Cause.CAUSE_PENDED;
            case RESOLVED -> Proto.SessionChange.Cause.CAUSE_RESOLVED;
            case LABELLED -> Proto.SessionChange.Cause.CAUSE_LABELLED;
        };
    }

    static SessionChange.Cause decode(Proto.SessionChange.Cause cause) {
        return switch (cause) {
            case CAUSE_OPENED -> SessionChange.Cause.OPENED;
            case CAUSE_REOPENED -> SessionChange.Cause.REOPENED;
            case CAUSE_ASSIGNED -> SessionChange.Cause.ASSIGNED;
            case CAUSE_PENDED -> SessionChange.Cause.PENDED;
            case CAUSE_RESOLVED -> SessionChange.Cause.RESOLVED;
            case CAUSE_LABELLED -> SessionChange.Cause.LABELLED;
            case CAUSE_UNSPECIFIED -> throw Fields.missing("cause");
            case UNRECOGNIZED -> throw Fields.unknown("cause");
        };
    }
}
