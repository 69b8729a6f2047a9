package io.omnihub.delivery;

import io.omnihub.channel.Ability;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.conversation.Conversations;
import io.omnihub.delivery.Delivery.State;
import io.omnihub.errand.ErrandId;
import io.omnihub.errand.Errands;
import io.omnihub.errand.NewErrand;
import io.omnihub.log.LogWorker;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Direction;
import io.omnihub.message.Edit;
import io.omnihub.message.Entry;
import io.omnihub.message.EntryKind;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Recall;
import io.omnihub.message.Receipt;
import io.omnihub.message.Sender;
import io.omnihub.store.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Reads the log for the ledger: messages that are to go out are entered, and receipts move them on.
final class DeliveryReader implements LogWorker.Effect {

    private final Errands errands;
    private final Conversations conversations;
    private final Inboxes inboxes;
    private final HeldConversations held;
    private final Consumer<Entry> reads;

    /// @param reads told what agents have read
    DeliveryReader(
            Errands errands,
            Conversations conversations,
            Inboxes inboxes,
            HeldConversations held,
            Consumer<Entry> reads) {
        this.errands = errands;
        this.conversations = conversations;
        this.inboxes = inboxes;
        this.held = held;
        this.reads = reads;
    }

    @Override
    public boolean concerns(Entry entry) {
        return goesOut(entry) || isReceipt(entry) || isRead(entry);
    }

    @Override
    public void apply(Transaction tx, List<Entry> entries) throws SQLException {
        List<NewErrand> deliveries = new ArrayList<>();
        for (Entry entry : entries) {
            if (goesOut(entry) && (entry.change() instanceof Message || follows(tx, entry, deliveries))) {
                delivery(tx, entry).ifPresent(deliveries::add);
            }
        }
        errands.add(tx, deliveries);
        for (Entry entry : entries) {
            if (isReceipt(entry) && entry.change() instanceof Receipt receipt) {
                receive(tx, entry, receipt);
            }
        }
    }

    @Override
    public void applied(List<Entry> entries) {
        entries.stream().filter(this::isRead).forEach(reads);
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
        boolean ours = switch (entry.change()) {
            case Message message ->
                entry.kind() == EntryKind.MESSAGE_CREATED
                        && message.externalId().isEmpty();
            case Edit _, Recall _ -> entry.sender().kind() != Sender.Kind.CONTACT;
            default -> false;
        };
        return ours
                && entry.direction() == Direction.OUTBOUND
                && inboxes.find(entry.tenant(), entry.inbox())
                        .filter(Inbox::live)
                        .isEmpty();
    }

    /// Whether an edit or a recall goes to the platform: only what went there, and not what is taken back before it
    /// does.
    private boolean follows(Transaction tx, Entry entry, List<NewErrand> unwritten) throws SQLException {
        MessageRef target = switch (entry.change()) {
            case Edit edit -> edit.target();
            case Recall recall -> recall.target();
            default -> throw new IllegalArgumentException("it follows nothing: " + entry.kind());
        };
        errands.add(tx, unwritten);
        unwritten.clear();
        ErrandId message = new DeliveryId(entry.conversation(), target.sequence()).errand();
        boolean cancelled = entry.change() instanceof Recall
                && errands.cancel(tx, message, "recalled", "it was taken back before it was sent");
        return !cancelled && errands.find(tx, entry.tenant(), message).isPresent();
    }

    /// Whether an agent has read what a contact of a platform said.
    private boolean isRead(Entry entry) {
        return entry.kind() == EntryKind.READ_MARKED
                && entry.sender().kind() == Sender.Kind.AGENT
                && inboxes.find(entry.tenant(), entry.inbox())
                        .filter(inbox -> !inbox.live() && inbox.capabilities().can(Ability.READ))
                        .isPresent();
    }

    /// Receipts of the ledger's own are its word to the log, not the platform's.
    private static boolean isReceipt(Entry entry) {
        return entry.kind() == EntryKind.RECEIPT_RECORDED && !entry.sender().equals(Sender.HUB);
    }
}
