package io.omnihub.delivery;

import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.Conversations;
import io.omnihub.conversation.Outcome;
import io.omnihub.errand.Errand;
import io.omnihub.errand.Telling;
import io.omnihub.message.Keys;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Receipt;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the log how deliveries ended; the key of each receipt sees to it that the log takes it once.
final class Receipts implements Telling {

    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);

    private final Conversations conversations;
    private final Commands commands;

    Receipts(Conversations conversations, Commands commands) {
        this.conversations = conversations;
        this.commands = commands;
    }

    @Override
    public CompletableFuture<?> tell(Errand ended) {
        DeliveryId id = DeliveryId.of(ended.id());
        Optional<Conversation> conversation = conversations.find(ended.tenant(), id.conversation());
        if (conversation.isEmpty()) {
            return CompletableFuture.completedFuture("nobody asks for it any more");
        }
        Receipt.State state = List.of(Errand.FAILED, Errand.DEAD).contains(ended.state())
                ? Receipt.State.FAILED
                : Receipt.State.ACCEPTED;
        List<String> externalIds = Deliveries.externalIds(ended);
        Receipt receipt = new Receipt(
                MessageRef.of(id.sequence()),
                state,
                externalIds.isEmpty() ? "" : externalIds.getFirst(),
                externalIds.stream().skip(1).toList(),
                ended.code(),
                ended.reason(),
                ended.maybeRepeated());
        // Each round of attempts has an end of its own.
        String round = ended.replays() == 0 ? id.toString() : id + "." + ended.replays();
        return commands.tell(conversation.get(), Keys.receipt(round, state), receipt)
                .thenAccept(outcome -> check(id, outcome));
    }

    private static void check(DeliveryId id, Outcome outcome) {
        switch (outcome) {
            case Outcome.Stored _, Outcome.Waiting _ -> {}
            case Outcome.Refused refused -> LOG.error("The log refused the receipt of {}: {}", id, refused.detail());
            case Outcome.Dead dead -> LOG.error("The receipt of {} is a dead letter: {}", id, dead.reason());
        }
    }
}
