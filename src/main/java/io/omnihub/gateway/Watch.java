package io.omnihub.gateway;

import io.omnihub.message.ConversationId;
import io.omnihub.message.Visibility;
import java.util.ArrayList;
import java.util.List;

/// One connection's following of one conversation. What comes while the past is still being read is held; what came
/// with the past is not sent again. All but the final fields are only the event loop's.
final class Watch {

    private final Socket socket;
    private final ConversationId conversation;
    private final Visibility sees;
    private final List<Held> held = new ArrayList<>();
    private boolean ready;
    private long sent;

    Watch(Socket socket, ConversationId conversation, Visibility sees) {
        this.socket = socket;
        this.conversation = conversation;
        this.sees = sees;
    }

    Socket socket() {
        return socket;
    }

    ConversationId conversation() {
        return conversation;
    }

    boolean sees(Visibility visibility) {
        return visibility.compareTo(sees) <= 0;
    }

    /// Whether it is an agent's, else the contact's.
    boolean isAgents() {
        return sees == Visibility.AGENTS;
    }

    /// An entry has come.
    ///
    /// @return whether to send it now
    boolean offer(EncodedFrame frame, long sequence) {
        if (!ready) {
            held.add(new Held(frame, sequence));
            return false;
        }
        if (sequence <= sent) {
            return false;
        }
        sent = sequence;
        return true;
    }

    /// The past was sent, up to a sequence.
    ///
    /// @return what has come since and is to be sent now
    List<EncodedFrame> begin(long upTo) {
        ready = true;
        sent = upTo;
        List<EncodedFrame> fresh = held.stream()
                .filter(entry -> entry.sequence() > upTo)
                .map(Held::frame)
                .toList();
        held.forEach(entry -> sent = Math.max(sent, entry.sequence()));
        held.clear();
        return fresh;
    }

    private record Held(EncodedFrame frame, long sequence) {}
}
