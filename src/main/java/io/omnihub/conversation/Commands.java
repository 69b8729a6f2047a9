package io.omnihub.conversation;

import io.omnihub.message.Body;
import io.omnihub.message.Direction;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Keys;
import io.omnihub.message.Sender;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Makes commands on known conversations into inbound events for the engine.
public final class Commands {

    private final Engine engine;
    private final Clock clock;

    public Commands(Engine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /// Submits something to a conversation.
    ///
    /// @param clientId 128 random bits of the client's; the same id with the same body is the same wish
    /// @param body     a command, or a receipt of the ledger's
    public CompletableFuture<Outcome> submit(Conversation conversation, Sender sender, String clientId, Body body) {
        return engine.submit(event(conversation, sender, Keys.client(sender, clientId), body));
    }

    /// The inbound event that a wish of ours makes.
    ///
    /// @param key see [Keys]
    public InboundEvent event(Conversation conversation, Sender sender, String key, Body body) {
        return event(conversation, sender, key, body, Map.of());
    }

    /// The same with facts by name.
    public InboundEvent event(
            Conversation conversation, Sender sender, String key, Body body, Map<String, String> metadata) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Header header = new Header(
                conversation.tenant(),
                conversation.channel(),
                conversation.inbox(),
                Direction.OUTBOUND,
                conversation.thread(),
                conversation.routingKey(),
                key,
                sender,
                now,
                now,
                metadata,
                null);
        return new InboundEvent(header, body);
    }
}
