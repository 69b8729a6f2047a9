package io.omnihub.delivery;

import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.conversation.Conversations;
import io.omnihub.delivery.Delivery.State;
import io.omnihub.errand.Errands;
import io.omnihub.errand.NewErrand;
import io.omnihub.log.LogWorker;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Direction;
import io.omnihub.message.Entry;
import io.omnihub.message.EntryKind;
import io.omnihub.message.Message;
import io.omnihub.message.Receipt;
import io.omnihub.message.Sender;
import io.omnihub.store.Transaction;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads the log for the ledger: messages that are to go out are entered, and receipts move them on.
final class DeliveryReader implements LogWorker.Effect {

    private final Errands errands;
    private final Conversations conversations;
    private final Inboxes inboxes;
    private final HeldConversations held;

    DeliveryReader(Errands errands, Conversations conversations, Inboxes inboxes, HeldConversations held) {
        this.errands = errands;
        this.conversations = conversations;
        this.inboxes = inboxes;
        this.held = held;
    }

    @Override
    public boolean concerns(Entry entry) {
        return goesOut(entry) || isReceipt(entry);
    }

    @Override
    public void apply(Transaction tx, List<Entry> entries) throws SQLException {
        errands.add(
                tx,
                entries.stream()
                        .filter(this::goesOut)
                        .flatMap(entry -> delivery(tx, entry).stream())
                        .toList());
        for (Entry entry : entries) {
            if (isReceipt(entry) && entry.change() instanceof Receipt receipt) {
                receive(tx, entry, receipt);
            }
        }
    }

    @Override
    public void applied(List<Entry> entries) {
        List<Entry> out = entries.stream().filter(this::goesOut).toList();
        held.announce(out.stream().map(Entry::conversation).toList());
        out.stream().map(Entry::channel).map(ChannelId::value).distinct().forEach(errands::ring);
    }

    private Optional<NewErrand> delivery(Transaction tx, Entry entry) {
        return conversations
                .find(tx, entry.tenant(), entry.conversation())
                .map(conversation -> new NewErrand(
                        new DeliveryId(entry.conversation(), entry.sequence()).errand(),
                        entry.tenant(),
                        entry.channel().value(),
                        entry.inbox(),
                        conversation.thread()));
    }

    /// Takes the platform's word on a message that it had accepted; what it said earlier is never taken back.
    private void receive(Transaction tx, Entry entry, Receipt receipt) {
        switch (receipt.state()) {
            case ACCEPTED -> {}
            case DELIVERED -> move(tx, entry, receipt, State.DELIVERED, State.SENT);
            case READ -> move(tx, entry, receipt, State.READ, State.SENT, State.DELIVERED);
            case FAILED -> move(tx, entry, receipt, State.FAILED, State.SENT, State.DELIVERED);
        }
    }

    private void move(Transaction tx, Entry entry, Receipt receipt, State to, State... from) {
        errands.moveOn(
                tx,
                new DeliveryId(entry.conversation(), receipt.target().sequence()).errand(),
                Stream.of(from).map(Deliveries::name).toList(),
                Deliveries.name(to),
                receipt.code(),
                receipt.reason());
    }

    /// What already has the platform's id came from there, and is never sent back; what our own clients read in the log
    /// needs no delivery.
    private boolean goesOut(Entry entry) {
        return entry.kind() == EntryKind.MESSAGE_CREATED
                && entry.direction() == Direction.OUTBOUND
                && entry.change() instanceof Message message
                && message.externalId().isEmpty()
                && inboxes.find(entry.tenant(), entry.inbox())
                        .filter(Inbox::live)
                        .isEmpty();
    }

    /// Receipts of the ledger's own are its word to the log, not the platform's.
    private static boolean isReceipt(Entry entry) {
        return entry.kind() == EntryKind.RECEIPT_RECORDED && !entry.sender().equals(Sender.HUB);
    }
}
