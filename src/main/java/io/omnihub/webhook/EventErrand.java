package io.omnihub.webhook;

import io.omnihub.errand.ErrandId;
import io.omnihub.errand.NewErrand;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.InvalidMessageException;
import java.util.Optional;
import java.util.stream.Stream;

/// Names an event that a subscription is told of: where its entry stands.
record EventErrand(ConversationId conversation, long sequence) {

    static EventErrand of(Entry entry) {
        return new EventErrand(entry.conversation(), entry.sequence());
    }

    /// In the ledger: where order is kept, a conversation is a lane; else each event is one.
    NewErrand in(Subscription subscription, Entry entry) {
        return new NewErrand(
                subscription.ordered() ? ordered(subscription.id()) : alone(subscription.id()),
                entry.tenant(),
                subscription.id(),
                entry.inbox(),
                entry.kind().publicName());
    }

    /// What it may be called in the ledger: order may have been asked for before or since.
    Stream<ErrandId> ids(String subscription) {
        return Stream.of(ordered(subscription), alone(subscription));
    }

    private ErrandId ordered(String subscription) {
        return new ErrandId(subscription + "." + conversation.value(), sequence, 0);
    }

    private ErrandId alone(String subscription) {
        return new ErrandId(subscription + "." + conversation.value() + "." + sequence, sequence, 0);
    }

    /// Which event an errand of the ledger is about.
    static EventErrand of(ErrandId id) {
        return new EventErrand(new ConversationId(id.lane().split("\\.", -1)[1]), id.place());
    }

    /// Reads what [#toString()] wrote.
    static Optional<EventErrand> parse(String text) {
        int dot = text.lastIndexOf('.');
        try {
            return dot < 1
                    ? Optional.empty()
                    : Optional.of(new EventErrand(
                            new ConversationId(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1))));
        } catch (NumberFormatException | InvalidMessageException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return conversation.value() + "." + sequence;
    }
}
