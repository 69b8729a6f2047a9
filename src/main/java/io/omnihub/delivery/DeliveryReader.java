package io.omnihub.delivery;

import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.log.LogWorker;
import io.omnihub.message.Direction;
import io.omnihub.message.Entry;
import io.omnihub.message.EntryKind;
import io.omnihub.message.Message;
import io.omnihub.message.Receipt;
import io.omnihub.message.Sender;
import io.omnihub.store.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// Reads the log for the ledger: messages that are to go out are entered, and receipts move them on.
final class DeliveryReader implements LogWorker.Effect {

    private final Ledger ledger;
    private final Inboxes inboxes;
    private final Clock clock;
    private final Duration giveUp;
    private final HeldConversations held;
    private final Bells bells;

    DeliveryReader(Ledger ledger, Inboxes inboxes, Clock clock, Duration giveUp, HeldConversations held, Bells bells) {
        this.ledger = ledger;
        this.inboxes = inboxes;
        this.clock = clock;
        this.giveUp = giveUp;
        this.held = held;
        this.bells = bells;
    }

    @Override
    public boolean concerns(Entry entry) {
        return goesOut(entry) || isReceipt(entry);
    }

    @Override
    public void apply(Transaction tx, List<Entry> entries) throws SQLException {
        long now = clock.millis();
        ledger.add(tx, entries.stream().filter(this::goesOut).toList(), now, now + giveUp.toMillis());
        for (Entry entry : entries) {
            if (isReceipt(entry) && entry.change() instanceof Receipt receipt) {
                ledger.receive(tx, entry.conversation(), receipt, now);
            }
        }
    }

    @Override
    public void applied(List<Entry> entries) {
        List<Entry> out = entries.stream().filter(this::goesOut).toList();
        held.announce(out.stream().map(Entry::conversation).toList());
        out.stream().map(Entry::channel).distinct().forEach(bells::ring);
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
