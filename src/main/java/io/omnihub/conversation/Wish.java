package io.omnihub.conversation;

import io.omnihub.message.Body;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Direction;
import io.omnihub.message.InboxId;
import org.jspecify.annotations.Nullable;

/// Something that was wished and checked, and can be submitted. Only [Commands] makes it.
public final class Wish {

    private final Actor actor;
    private final Place place;
    private final Body body;
    private final Outcome.@Nullable Refused refused;

    Wish(Actor actor, Place place, Body body, Outcome.@Nullable Refused refused) {
        this.actor = actor;
        this.place = place;
        this.body = body;
        this.refused = refused;
    }

    Actor actor() {
        return actor;
    }

    Place place() {
        return place;
    }

    Body body() {
        return body;
    }

    /// Why the engine is not asked; null where it is.
    Outcome.@Nullable Refused refused() {
        return refused;
    }

    /// Where it is wished.
    record Place(ChannelId channel, InboxId inbox, Direction direction, String thread, String routingKey) {

        static Place of(Conversation conversation) {
            return new Place(
                    conversation.channel(),
                    conversation.inbox(),
                    Direction.OUTBOUND,
                    conversation.thread(),
                    conversation.routingKey());
        }

        static Place of(Actor.Visitor visitor) {
            return new Place(visitor.channel(), visitor.inbox(), Direction.INBOUND, visitor.id(), visitor.id());
        }
    }
}
