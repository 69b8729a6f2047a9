package io.omnihub.conversation;

import io.omnihub.channel.Ability;
import io.omnihub.channel.Capabilities;
import io.omnihub.channel.Capabilities.Allowance;
import io.omnihub.channel.Inbox;
import io.omnihub.message.Command;
import io.omnihub.message.Content;
import io.omnihub.message.Direction;
import io.omnihub.message.Entry;
import io.omnihub.message.Message;
import io.omnihub.message.Receipt;
import io.omnihub.message.Visibility;
import io.omnihub.web.Params;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a channel will not take is refused before anything is sent. Where the log does not tell, the platform decides.
final class ReplyRules {

    /// So many entries are looked through for what the contact said last; mostly it is among a few.
    private static final int MOST = 200;

    private static final int FEW = 20;

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private ReplyRules() {}

    static Decision.Rejected noInbox(Conversation conversation) {
        return Rules.rejected(
                Outcome.Reason.UNKNOWN, "The inbox " + conversation.inbox() + " is not configured any more.");
    }

    /// Why a reply can't be sent; null where it can.
    static Decision.@Nullable Rejected incapable(Inbox inbox, Command.Reply reply) {
        return !reply.copies().isEmpty() && !inbox.capabilities().can(Ability.COPIES)
                ? Rules.rejected(
                        Outcome.Reason.NOT_CAPABLE,
                        "The channel " + inbox.channel() + " sends no copies: it lacks the ability copies.")
                : incapable(inbox, reply.parts());
    }

    /// Why parts can't be said; null where they can.
    static Decision.@Nullable Rejected incapable(Inbox inbox, List<Content> parts) {
        Capabilities can = inbox.capabilities();
        for (Content part : parts) {
            if (!can.takes(part)) {
                return Rules.rejected(
                        Outcome.Reason.NOT_CAPABLE,
                        "The channel " + inbox.channel() + " can't send a part of the kind "
                                + part.getClass().getSimpleName() + lacking(can, part));
            }
        }
        int messages = messages(can, parts);
        return can.mostReplies() > 0 && messages > can.mostReplies()
                ? Rules.rejected(
                        Outcome.Reason.NOT_CAPABLE,
                        "It would be " + messages + " messages, and the channel " + inbox.channel()
                                + " takes no more than " + can.mostReplies() + " in a row.")
                : null;
    }

    private static String lacking(Capabilities can, Content part) {
        if (!can.contents().contains(part.getClass())) {
            return ".";
        }
        Set<String> unopened = can.unopened(part);
        return Capabilities.needed(part).stream()
                .filter(ability -> !can.can(ability))
                .findFirst()
                .map(ability -> ": it lacks the ability " + Params.name(ability) + ".")
                .orElseGet(() -> unopened.isEmpty()
                        ? " as large as this one."
                        : ": the contact's app does not open addresses that begin with "
                                + String.join(": or ", unopened) + ":.");
    }

    /// Why the channel takes no reply now; null where it does.
    static Decision.@Nullable Rejected closed(
            Conversation conversation, Inbox inbox, List<Content> parts, Past past, Instant now) {
        Capabilities can = inbox.capabilities();
        Duration window = can.replyWindow();
        int replies = messages(can, parts);
        if ((window == null && can.mostReplies() == 0) || replies == 0) {
            return null;
        }
        List<Entry> last = past.last(conversation, FEW);
        if (last.stream().noneMatch(ReplyRules::isSaidByTheContact)) {
            last = past.last(conversation, MOST);
        }
        Set<Long> failed = new HashSet<>();
        Decision.Rejected over = null;
        for (Entry entry : last) {
            if (isSaidByTheContact(entry)) {
                Decision.Rejected closed = closed(inbox, said(can), entry.storedAt(), replies, now);
                return closed == null || over == null ? closed : over;
            }
            Allowance allowance = allowance(can, entry);
            if (allowance != null) {
                Decision.Rejected closed = closed(inbox, allowance, entry.storedAt(), replies, now);
                if (closed == null) {
                    return null;
                }
                over = over == null ? closed : over;
                if (allowance.equals(Allowance.NOTHING)) {
                    return over;
                }
            } else if (entry.change() instanceof Receipt receipt && receipt.state() == Receipt.State.FAILED) {
                failed.add(receipt.target().sequence());
            } else if (isReply(entry)) {
                replies += failed.contains(entry.sequence()) ? 0 : messages(can, ((Message) entry.change()).parts());
            }
        }
        return !last.isEmpty() && last.getLast().sequence() == 1 ? over : null;
    }

    /// What the contact may be told after saying something.
    private static Allowance said(Capabilities can) {
        return new Allowance(can.replyWindow() == null ? FOR_EVER : can.replyWindow(), can.mostReplies());
    }

    private static Decision.@Nullable Rejected closed(
            Inbox inbox, Allowance allowance, Instant since, int replies, Instant now) {
        if (allowance.equals(Allowance.NOTHING)) {
            return Rules.rejected(
                    Outcome.Reason.WINDOW_CLOSED,
                    "The contact has turned away, and the channel " + inbox.channel()
                            + " takes the next reply when the contact comes back.");
        }
        if (now.isAfter(since.plus(allowance.window()))) {
            return Rules.rejected(
                    Outcome.Reason.WINDOW_CLOSED,
                    "The channel " + inbox.channel() + " took replies until " + since.plus(allowance.window())
                            + ", and takes the next when the contact says something again.");
        }
        return allowance.most() > 0 && replies > allowance.most()
                ? Rules.rejected(
                        Outcome.Reason.WINDOW_CLOSED,
                        "The channel " + inbox.channel() + " takes no more than " + allowance.most()
                                + " messages in a row, and more when the contact says something again.")
                : null;
    }

    private static boolean isSaidByTheContact(Entry entry) {
        return isByTheContact(entry)
                && !((Message) entry.change()).parts().stream().allMatch(Content.SystemEvent.class::isInstance);
    }

    /// What the channel takes after something that the contact did; null where that changes nothing.
    private static @Nullable Allowance allowance(Capabilities can, Entry entry) {
        return isByTheContact(entry) && ((Message) entry.change()).parts().getFirst() instanceof Content.SystemEvent did
                ? can.occasions().get(did.event())
                : null;
    }

    private static boolean isByTheContact(Entry entry) {
        return entry.change() instanceof Message
                && entry.visibility() == Visibility.EVERYONE
                && entry.direction() == Direction.INBOUND;
    }

    private static boolean isReply(Entry entry) {
        return entry.change() instanceof Message
                && entry.visibility() == Visibility.EVERYONE
                && entry.direction() == Direction.OUTBOUND;
    }

    private static int messages(Capabilities can, List<Content> parts) {
        return parts.stream().mapToInt(can::messages).sum();
    }
}
