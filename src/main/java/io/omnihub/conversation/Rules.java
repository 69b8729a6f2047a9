package io.omnihub.conversation;

import io.omnihub.channel.Inbox;
import io.omnihub.conversation.Decision.Accepted;
import io.omnihub.conversation.Decision.Planned;
import io.omnihub.conversation.Decision.Rejected;
import io.omnihub.message.Change;
import io.omnihub.message.Command;
import io.omnihub.message.ContactChange;
import io.omnihub.message.Content;
import io.omnihub.message.Edit;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Reaction;
import io.omnihub.message.ReadMark;
import io.omnihub.message.Recall;
import io.omnihub.message.Receipt;
import io.omnihub.message.Session;
import io.omnihub.message.Typing;
import io.omnihub.message.Visibility;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules of conversations and sessions: a pure function of what is and what happens.
final class Rules {

    /// For inboxes that were taken out of the configuration while messages of theirs were on the way.
    static final Duration DEFAULT_REOPEN_WINDOW = Duration.ofHours(24);

    private Rules() {}

    /// Decides an event on a conversation.
    ///
    /// @param inbox  its settings; null where the inbox is no longer configured
    /// @param target the sequence of the message the event speaks of; 0 where it speaks of none
    static Decision decide(
            Conversation conversation, @Nullable Inbox inbox, InboundEvent event, long target, Instant now) {
        Session session = conversation.session();
        return switch (event.body()) {
            case Message message -> said(conversation, inbox, message, now);
            case Edit edit -> shown(new Edit(MessageRef.of(target), edit.parts()), session);
            case Recall _ -> shown(new Recall(MessageRef.of(target)), session);
            case Reaction reaction ->
                shown(new Reaction(MessageRef.of(target), reaction.emoji(), reaction.removed()), session);
            case Receipt receipt ->
                hidden(
                        new Receipt(
                                MessageRef.of(target),
                                receipt.state(),
                                receipt.externalId(),
                                receipt.moreExternalIds(),
                                receipt.code(),
                                receipt.reason(),
                                receipt.maybeRepeated()),
                        session);
            case ReadMark _ -> shown(new ReadMark(MessageRef.of(target)), session);
            case ContactChange change -> hidden(change, session);
            case Typing _ -> rejected(Outcome.Reason.NOT_CAPABLE, "Typing is never stored.");
            case Command command -> SessionRules.command(conversation, inbox, command, target, now);
        };
    }

    /// A message of the contact begins, reopens or wakes a session; what the contact merely did does not.
    private static Decision said(Conversation conversation, @Nullable Inbox inbox, Message message, Instant now) {
        boolean onlyDid = message.parts().stream().allMatch(Content.SystemEvent.class::isInstance);
        if (onlyDid) {
            return shown(message, conversation.session());
        }
        Duration window = inbox == null ? DEFAULT_REOPEN_WINDOW : inbox.reopenWindow();
        return SessionRules.inSession(conversation, window, new Planned(message, Visibility.EVERYONE), now);
    }

    static Decision shown(Change change, @Nullable Session session) {
        return new Accepted(List.of(new Planned(change, Visibility.EVERYONE)), 0, session);
    }

    static Decision hidden(Change change, @Nullable Session session) {
        return new Accepted(List.of(new Planned(change, Visibility.AGENTS)), 0, session);
    }

    static Rejected rejected(Outcome.Reason reason, String detail) {
        return new Rejected(new Outcome.Refused(reason, detail));
    }
}
