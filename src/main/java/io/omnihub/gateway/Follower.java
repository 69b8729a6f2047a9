package io.omnihub.gateway;

import io.omnihub.message.ConversationId;
import io.omnihub.wire.ClientFrame;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// A connection that follows the list of conversations, or the views of it that it shows.
final class Follower {

    /// After so long its cursor is renewed, though nothing changed in its views: who comes again asks for little.
    private static final Duration UNTOLD = Duration.ofMinutes(1);

    private final Socket socket;
    private final Set<ConversationId> open;
    private volatile List<ClientFrame.View> views = List.of();
    private volatile long toldAt = System.nanoTime();
    private volatile boolean behind;

    Follower(Socket socket, Set<ConversationId> open) {
        this.socket = socket;
        this.open = open;
    }

    /// @param shown none for all conversations
    void show(List<ClientFrame.View> shown) {
        views = shown;
    }

    boolean wants(List<Move> moves) {
        return moves.stream().anyMatch(this::wants);
    }

    List<ConversationId> wanted(List<Move> moves) {
        return moves.stream()
                .filter(this::wants)
                .map(move -> move.conversation().id())
                .toList();
    }

    boolean isLongUntold() {
        return System.nanoTime() - toldAt > UNTOLD.toNanos();
    }

    void catchUp() {
        behind = true;
    }

    void caughtUp() {
        behind = false;
    }

    /// Whether it has not been told yet of what it missed.
    boolean isBehind() {
        return behind;
    }

    void tell(EncodedFrame changed) {
        toldAt = System.nanoTime();
        socket.push(changed);
    }

    private boolean wants(Move move) {
        return views.isEmpty()
                || move.places().isEmpty()
                || open.contains(move.conversation().id())
                || views.stream().anyMatch(view -> move.places().stream().anyMatch(place -> place.isIn(view)));
    }
}
