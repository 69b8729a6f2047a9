package io.omnihub.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.Sender;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the hub sends over the WebSocket.
public sealed interface ServerFrame {

    /// The hello was good.
    ///
    /// @param time         the hub's clock
    /// @param heartbeat    in seconds
    /// @param conversation the visitor's; null for an agent
    /// @param last         the last sequence in it that the visitor may see; null for an agent
    /// @param largestFrame in bytes; a larger one closes the connection
    /// @param longestText  of a part, in bytes of UTF-8; a message with a longer one is refused
    record Welcome(
            String epoch,
            Instant time,
            int heartbeat,
            @Nullable ConversationId conversation,
            @Nullable Long last,
            String name,
            int largestFrame,
            int longestText)
            implements ServerFrame {}

    /// Something is stored for good.
    record Acknowledged(String clientId, ConversationId conversation, long sequence) implements ServerFrame {}

    /// Something will never be taken.
    record Refused(String clientId, String code, String reason, String field) implements ServerFrame {}

    /// Something was not taken, and nothing will be until it is sent again.
    ///
    /// @param retryAfter milliseconds
    record Busy(String clientId, long retryAfter) implements ServerFrame {}

    /// One change, as it was stored.
    record Fresh(Entry entry) implements ServerFrame {}

    /// Entries of a conversation, in order.
    ///
    /// @param more whether there are further ones
    record Entries(
            ConversationId conversation,
            @JsonInclude(JsonInclude.Include.ALWAYS) List<Entry> entries,
            boolean more) implements ServerFrame {}

    /// Conversations that changed.
    ///
    /// @param cursor to ask with after a reconnect; empty where the last one is still to be kept
    /// @param anew   whether more has changed than is told: the list is to be loaded anew
    record Changed(
            String cursor,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean anew,
            @JsonInclude(JsonInclude.Include.ALWAYS) List<ConversationView> conversations)
            implements ServerFrame {}

    /// Somebody types, or has stopped.
    record Typing(
            ConversationId conversation,
            Sender sender,
            String preview,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean note,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean stopped)
            implements ServerFrame {}

    /// What an agent is, or a visitor; to visitors, whether any agent is there.
    ///
    /// @param agent        empty where it is not of an agent
    /// @param conversation null where it is not of a visitor
    record PresenceOf(String agent, @Nullable ConversationId conversation, Presence state) implements ServerFrame {}

    /// The last sequence that the receiver may see, of each conversation it follows.
    record Heartbeat(
            @JsonInclude(JsonInclude.Include.ALWAYS) Map<String, Long> last) implements ServerFrame {}

    /// The answer to a ping.
    record Pong() implements ServerFrame {}

    /// Why the connection is closed.
    record Failure(String code, String reason, String field) implements ServerFrame {}
}
