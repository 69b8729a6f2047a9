package io.omnihub.conversation;

import io.omnihub.channel.Ability;
import io.omnihub.channel.Inbox;
import io.omnihub.message.Command;
import io.omnihub.message.Direction;
import io.omnihub.message.Edit;
import io.omnihub.message.Entry;
import io.omnihub.message.EntryKind;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Recall;
import io.omnihub.message.Receipt;
import io.omnihub.message.Visibility;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The rules of what somebody has said and says otherwise or takes back: only what was one's own, and only where the
/// contact's side can follow.
final class OwnMessages {

    private final Past past;
    private final Instant now;

    OwnMessages(Past past, Instant now) {
        this.past = past;
        this.now = now;
    }

    /// Decides another wording of a message.
    Decision edit(Conversation conversation, @Nullable Inbox inbox, InboundEvent event, Command.EditMessage edit) {
        Decision.Rejected rejected = rejected(conversation, inbox, event, edit.sequence(), Ability.EDIT);
        if (rejected == null && inbox != null) {
            rejected = ReplyRules.incapable(inbox, edit.parts());
        }
        return rejected == null
                ? Rules.shown(new Edit(MessageRef.of(edit.sequence()), edit.parts()), conversation.session())
                : rejected;
    }

    /// Decides the taking back of a message.
    Decision recall(Conversation conversation, @Nullable Inbox inbox, InboundEvent event, long sequence) {
        Decision.Rejected rejected = rejected(conversation, inbox, event, sequence, Ability.RECALL);
        return rejected == null ? Rules.shown(new Recall(MessageRef.of(sequence)), conversation.session()) : rejected;
    }

    private Decision.@Nullable Rejected rejected(
            Conversation conversation, @Nullable Inbox inbox, InboundEvent event, long sequence, Ability ability) {
        if (inbox == null) {
            return ReplyRules.noInbox(conversation);
        }
        if (!inbox.live() && !inbox.capabilities().can(ability)) {
            return Rules.rejected(
                    Outcome.Reason.NOT_CAPABLE,
                    "The channel " + inbox.channel() + " can't "
                            + (ability == Ability.EDIT ? "edit messages." : "take messages back."));
        }
        Entry entry = past.at(conversation, sequence).orElse(null);
        if (entry == null
                || entry.direction() != Direction.OUTBOUND
                || entry.visibility() != Visibility.EVERYONE
                || !(entry.change() instanceof Message)) {
            return Rules.rejected(
                    Outcome.Reason.WRONG_STATUS,
                    "At the sequence " + sequence + " stands nothing that was said to the contact, or it is erased.");
        }
        if (!entry.sender().kind().equals(event.header().sender().kind())
                || !entry.sender().id().equals(event.header().sender().id())) {
            return Rules.rejected(Outcome.Reason.FORBIDDEN, "Somebody else has said this.");
        }
        boolean gone = past.ofKind(conversation, EntryKind.MESSAGE_RECALLED, sequence).stream()
                .anyMatch(recalled -> recalled.change() instanceof Recall recall
                        && recall.target().sequence() == sequence);
        return gone
                ? Rules.rejected(Outcome.Reason.WRONG_STATUS, "The message was taken back already.")
                : late(conversation, inbox, sequence, ability);
    }

    /// The platform counts from when it took the message, and of one that it has not taken it knows nothing.
    private Decision.@Nullable Rejected late(Conversation conversation, Inbox inbox, long sequence, Ability ability) {
        Duration longest = inbox.capabilities().within().get(ability);
        if (longest == null) {
            return null;
        }
        return past.ofKind(conversation, EntryKind.RECEIPT_RECORDED, sequence).stream()
                .filter(entry -> entry.change() instanceof Receipt receipt
                        && receipt.target().sequence() == sequence
                        && receipt.state() != Receipt.State.FAILED)
                .findFirst()
                .map(taken -> taken.storedAt().plus(longest))
                .filter(now::isAfter)
                .map(until -> Rules.rejected(
                        Outcome.Reason.WINDOW_CLOSED,
                        "The channel " + inbox.channel() + " let this message be "
                                + (ability == Ability.EDIT ? "edited" : "taken back") + " until " + until + "."))
                .orElse(null);
    }
}
