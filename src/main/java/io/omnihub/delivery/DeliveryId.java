package io.omnihub.delivery;

import io.omnihub.errand.ErrandId;
import io.omnihub.message.ConversationId;
import java.util.Optional;

/// The id of a delivery, the same in every attempt: its conversation and the sequence of its message there.
public record DeliveryId(ConversationId conversation, long sequence) {

    /// Reads what [#toString()] wrote; empty where the text is no such id.
    public static Optional<DeliveryId> parse(String text) {
        int dot = text.lastIndexOf('.');
        try {
            return Optional.of(new DeliveryId(
                    new ConversationId(text.substring(0, Math.max(0, dot))), Long.parseLong(text.substring(dot + 1))));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    static DeliveryId of(ErrandId errand) {
        return new DeliveryId(new ConversationId(errand.lane()), errand.place());
    }

    /// A message is delivered by one errand, in the order of its conversation.
    ErrandId errand() {
        return new ErrandId(conversation.value(), sequence, 0);
    }

    @Override
    public String toString() {
        return conversation + "." + sequence;
    }
}
