package io.omnihub.conversation;

import io.omnihub.channel.Inbox;
import io.omnihub.conversation.Decision.Accepted;
import io.omnihub.conversation.Decision.Planned;
import io.omnihub.message.Command;
import io.omnihub.message.MediaStored;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Session;
import io.omnihub.message.SessionChange.Cause;
import io.omnihub.message.SessionId;
import io.omnihub.message.SessionStatus;
import io.omnihub.message.Visibility;
import io.omnihub.store.LaterVersionException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rules of sessions: which command is allowed when, and when a session begins.
final class SessionRules {

    private static final int MOST_LABELS = 100;

    private SessionRules() {}

    /// Decides a command, whose expected revision and the session's status must fit.
    static Decision command(
            Conversation conversation, @Nullable Inbox inbox, Command command, long target, Instant now) {
        Session session = conversation.session();
        long revision = session == null ? 0 : session.revision();
        if (command.expectedRevision() != 0 && command.expectedRevision() != revision) {
            return Rules.rejected(
                    Outcome.Reason.STALE,
                    "The session has moved on: its revision is " + revision + ", not " + command.expectedRevision()
                            + ".");
        }
        return switch (command) {
            case Command.Reply reply -> reply(conversation, inbox, reply, now);
            case Command.Note note -> Rules.hidden(new Message("", note.parts(), null), session);
            case Command.AttachMedia attach ->
                Rules.shown(
                        new MediaStored(MessageRef.of(target), attach.part(), attach.media(), attach.reason()),
                        session);
            case Command.Assign assign -> assign(session, assign, now);
            case Command.Pend _ -> move(session, Set.of(SessionStatus.OPEN), SessionStatus.PENDING, Cause.PENDED, now);
            case Command.Resolve _ ->
                move(
                        session,
                        Set.of(SessionStatus.OPEN, SessionStatus.PENDING),
                        SessionStatus.RESOLVED,
                        Cause.RESOLVED,
                        now);
            case Command.Reopen _ ->
                move(
                        session,
                        Set.of(SessionStatus.RESOLVED, SessionStatus.PENDING),
                        SessionStatus.OPEN,
                        Cause.REOPENED,
                        now);
            case Command.Label label -> label(session, label, now);
            case Command.Erase _, Command.EditMessage _, Command.RecallMessage _ ->
                throw new IllegalArgumentException("what it is about must be looked up: others decide");
        };
    }

    /// Puts something said into the session, which is begun, reopened or woken first where it has to be.
    static Decision inSession(Conversation conversation, Duration reopenWindow, Planned said, Instant now) {
        Session session = conversation.session();
        // One of a later version stays what it is: nobody's message is refused for it.
        if (session != null && (session.status() == SessionStatus.OPEN || session.status() == SessionStatus.UNKNOWN)) {
            return new Accepted(List.of(said), 0, session);
        }
        boolean again = session != null
                && (session.status() == SessionStatus.PENDING
                        || !now.isAfter(session.changedAt().plus(reopenWindow)));
        Session open = session != null && again
                ? session.with(SessionStatus.OPEN, now)
                : begin(conversation, session == null ? 1 : session.number() + 1, now);
        Planned opening = new Planned(open.as(again ? Cause.REOPENED : Cause.OPENED), Visibility.AGENTS);
        return new Accepted(List.of(opening, said), 1, open);
    }

    private static Session begin(Conversation conversation, int number, Instant now) {
        SessionId id = new SessionId(conversation.id() + "." + number);
        return Session.open(id, number, now);
    }

    private static Decision reply(Conversation conversation, @Nullable Inbox inbox, Command.Reply reply, Instant now) {
        if (inbox == null) {
            return ReplyRules.noInbox(conversation);
        }
        Decision.Rejected incapable = ReplyRules.incapable(inbox, reply);
        if (incapable != null) {
            return incapable;
        }
        // An agent who writes takes the ended session up again, however long ago it ended.
        Duration always = Duration.ofDays(365_000);
        Planned said = new Planned(new Message("", reply.parts(), reply.replyTo()), Visibility.EVERYONE);
        Session session = conversation.session();
        return session != null && session.status() == SessionStatus.PENDING
                ? new Accepted(List.of(said), 0, session)
                : inSession(conversation, always, said, now);
    }

    /// @throws LaterVersionException where nobody here can tell what may be done with the session, nor the log what it
    /// is
    private static void requireKnown(@Nullable Session session) {
        if (session != null && session.status() == SessionStatus.UNKNOWN) {
            throw new LaterVersionException(
                    "the session " + session.id() + " has a status that only a later version knows");
        }
    }

    private static Decision assign(@Nullable Session session, Command.Assign assign, Instant now) {
        requireKnown(session);
        if (session == null || session.status() == SessionStatus.RESOLVED) {
            return wrongStatus(session);
        }
        if (session.assignee().equals(assign.agent())) {
            return Rules.rejected(Outcome.Reason.WRONG_STATUS, "The session is already assigned so.");
        }
        return moved(session.withAssignee(assign.agent(), now), Cause.ASSIGNED);
    }

    private static Decision label(@Nullable Session session, Command.Label label, Instant now) {
        requireKnown(session);
        if (session == null) {
            return wrongStatus(null);
        }
        Set<String> labels = new HashSet<>(session.labels());
        labels.addAll(label.add());
        labels.removeAll(label.remove());
        if (labels.size() > MOST_LABELS && labels.size() > session.labels().size()) {
            return Rules.rejected(
                    Outcome.Reason.WRONG_STATUS, "The session must not have more than " + MOST_LABELS + " labels.");
        }
        if (labels.equals(Set.copyOf(session.labels()))) {
            return Rules.rejected(Outcome.Reason.WRONG_STATUS, "The session has these labels already.");
        }
        return moved(session.withLabels(labels, now), Cause.LABELLED);
    }

    private static Decision move(
            @Nullable Session session, Set<SessionStatus> from, SessionStatus to, Cause cause, Instant now) {
        requireKnown(session);
        return session == null || !from.contains(session.status())
                ? wrongStatus(session)
                : moved(session.with(to, now), cause);
    }

    private static Decision moved(Session session, Cause cause) {
        return new Accepted(List.of(new Planned(session.as(cause), Visibility.AGENTS)), 0, session);
    }

    private static Decision wrongStatus(@Nullable Session session) {
        return Rules.rejected(
                Outcome.Reason.WRONG_STATUS,
                session == null ? "There is no session yet." : "The session's status is " + session.status() + ".");
    }
}
