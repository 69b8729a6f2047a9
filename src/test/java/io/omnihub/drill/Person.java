package io.omnihub.drill;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Somebody at a WebSocket. Where it breaks he comes back, reads on from what he saw last, and sends again what was not
/// acknowledged, in order. All of it happens on the thread of the [Crowd].
abstract class Person {

    final Crowd crowd;
    final Witness witness;
    private final Map<String, Said> unacknowledged = new LinkedHashMap<>();
    private Channel channel;
    private boolean welcome;
    private boolean waiting;
    private int connections;

    Person(Crowd crowd) {
        this.crowd = crowd;
        this.witness = crowd.witness();
    }

    /// The gateway's path for such people.
    abstract String path();

    /// Says who he is, now or in a moment.
    abstract void hello();

    /// Asks for what he may have missed.
    abstract void welcomed(JsonNode welcome);

    /// Gets all other frames.
    abstract void received(JsonNode frame);

    final void opened(Channel opened) {
        channel = opened;
        connections++;
        hello();
    }

    final void gone(Channel closed) {
        if (closed.equals(channel)) {
            channel = null;
            welcome = false;
        }
    }

    final void frame(Channel from, JsonNode frame) {
        if (!from.equals(channel)) {
            return;
        }
        switch (frame.path("type").asString()) {
            case "welcome" -> {
                welcome = true;
                waiting = false;
                welcomed(frame);
                resend();
            }
            case "acknowledged" ->
                acknowledged(unacknowledged.remove(frame.path("clientId").asString()));
            case "busy" -> busy(frame.path("retryAfter").asLong());
            case "refused", "error" -> witness.surprise(this + " got " + frame);
            default -> received(frame);
        }
    }

    private void acknowledged(Said said) {
        if (said != null) {
            witness.accepted(said.word());
        }
    }

    private void busy(long retryAfter) {
        if (!waiting) {
            waiting = true;
            crowd.after(retryAfter, () -> {
                waiting = false;
                resend();
            });
        }
    }

    private void resend() {
        unacknowledged.values().forEach(said -> send(said.frame()));
    }

    /// Says something, and again until it is acknowledged.
    ///
    /// @param frame with one gap, for the client's id
    final void say(Word word, String frame) {
        String id = "drill-%s-%s-%06d".formatted(word.kind(), word.customer(), word.number());
        Said said = new Said(word, frame.formatted(id));
        witness.said(word);
        unacknowledged.put(id, said);
        if (!waiting) {
            send(said.frame());
        }
    }

    /// Sends a frame if he is there.
    final void send(String frame) {
        if (welcome) {
            var _ = channel.writeAndFlush(new TextWebSocketFrame(frame));
        }
    }

    /// Sends the first frame.
    final void greet(String frame) {
        if (channel != null) {
            var _ = channel.writeAndFlush(new TextWebSocketFrame(frame));
        }
    }

    /// Breaks the connection without a word.
    final void cut() {
        if (channel != null) {
            var _ = channel.close();
        }
    }

    /// Stops or goes on reading from the socket.
    final void reads(boolean reads) {
        if (channel != null) {
            channel.config().setAutoRead(reads);
        }
    }

    /// How often he has connected.
    final int connections() {
        return connections;
    }

    /// Whether nothing is left to be acknowledged.
    final boolean isSettled() {
        return unacknowledged.isEmpty();
    }

    private record Said(Word word, String frame) {}
}
