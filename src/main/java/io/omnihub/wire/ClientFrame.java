package io.omnihub.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.omnihub.message.Command;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.MessageRef;
import io.omnihub.message.SessionStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client sends over the WebSocket. Where `conversation` is null, the visitor's own is meant.
public sealed interface ClientFrame {

    /// The first frame.
    ///
    /// @param token  a visitor's; empty for an agent
    /// @param ticket an agent's; empty for a visitor
    /// @param epoch  of an earlier connection; empty where there was none
    /// @param after  the last sequence that the visitor has; null where it wants nothing
    record Hello(
            String token,
            String ticket,
            String epoch,
            @Nullable Long after) implements ClientFrame {
        public Hello {
            if (!token.isEmpty() && !ticket.isEmpty()) {
                throw new InvalidMessageException("token", "must not be given beside a ticket");
            }
            notNegative("after", after);
        }
    }

    /// A visitor's message.
    record Send(
            String clientId, List<Content> parts, @Nullable MessageRef replyTo) implements ClientFrame {
        public Send {
            checkId(clientId);
        }
    }

    /// An agent's wish on a conversation.
    record CommandOn(String clientId, ConversationId conversation, Command command) implements ClientFrame {
        public CommandOn {
            checkId(clientId);
        }
    }

    /// The sender types, or has stopped.
    ///
    /// @param preview what a visitor has typed so far; empty where it is not shown
    /// @param note    whether it will be a note
    record Typing(@Nullable ConversationId conversation, String preview, boolean note, boolean stopped)
            implements ClientFrame {
        public Typing {
            if (preview.length() > 1_000) {
                throw new InvalidMessageException("preview", "must not be longer than 1000 characters");
            }
        }
    }

    /// Everything up to a sequence was read.
    record Read(@Nullable ConversationId conversation, long upTo) implements ClientFrame {
        public Read {
            if (upTo < 1) {
                throw new InvalidMessageException("upTo", "must be at least 1");
            }
        }
    }

    /// Follow a conversation, from what comes after a sequence.
    record Watch(ConversationId conversation, long after) implements ClientFrame {
        public Watch {
            notNegative("after", after);
        }
    }

    /// Follow it no longer.
    record Unwatch(ConversationId conversation) implements ClientFrame {}

    /// Follow the list of conversations.
    ///
    /// @param cursor begin with those that changed since; empty begins with what changes now
    /// @param views  what is shown: later only of these is told, and of what enters or leaves one; none means all
    record Changes(String cursor, List<View> views) implements ClientFrame {
        public Changes {
            if (views.size() > 20) {
                throw new InvalidMessageException("views", "must not be more than 20");
            }
            views = List.copyOf(views);
        }
    }

    /// Some of the conversations.
    ///
    /// @param status     of the current session; null where it does not matter
    /// @param assignee   who has it; empty where it does not matter
    /// @param unassigned whether only those are meant that nobody has
    record View(
            @Nullable SessionStatus status,
            String assignee,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean unassigned) {
        public View {
            if (assignee.length() > 200) {
                throw new InvalidMessageException("assignee", "must not be longer than 200 characters");
            }
            if (unassigned && !assignee.isEmpty()) {
                throw new InvalidMessageException("unassigned", "must not be given beside an assignee");
            }
        }
    }

    /// What an agent is.
    record PresenceState(Presence state) implements ClientFrame {
        public PresenceState {
            if (state == Presence.OFFLINE) {
                throw new InvalidMessageException("state", "must be online, busy or away");
            }
        }
    }

    /// Ask for entries: those right after a sequence, or right before one, or the last ones.
    ///
    /// @param limit 0 is 50
    record Fetch(
            @Nullable ConversationId conversation,
            @Nullable Long after,
            @Nullable Long before,
            int limit) implements ClientFrame {
        public Fetch {
            notNegative("after", after);
            notNegative("before", before);
            if (after != null && before != null) {
                throw new InvalidMessageException("before", "must not be given beside after");
            }
            if (limit < 0 || limit > 200) {
                throw new InvalidMessageException("limit", "must be between 1 and 200");
            }
        }
    }

    /// Ask for a pong.
    record Ping() implements ClientFrame {}

    /// Whether a text has the form of a client's id. Asked for each message, so by no pattern.
    static boolean isClientId(String text) {
        return text.length() >= 16 && text.length() <= 64 && text.chars().allMatch(ClientFrame::isOfClientId);
    }

    private static boolean isOfClientId(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || (c >= 'A' && c <= 'Z');
    }

    private static void checkId(String clientId) {
        if (!isClientId(clientId)) {
            throw new InvalidMessageException("clientId", "must be 16 to 64 letters, digits and dashes");
        }
    }

    private static void notNegative(String field, @Nullable Long value) {
        if (value != null && value < 0) {
            throw new InvalidMessageException(field, "must not be negative");
        }
    }
}
