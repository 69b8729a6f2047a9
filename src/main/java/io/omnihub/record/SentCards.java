package io.omnihub.record;

import io.omnihub.log.LogReader;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Direction;
import io.omnihub.message.Edit;
import io.omnihub.message.Entry;
import io.omnihub.message.EntryKind;
import io.omnihub.message.Message;
import io.omnihub.message.Recall;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import io.omnihub.message.Visibility;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.util.List;
import java.util.Optional;

/// Finds cards that a contact was sent, as the contact sees them.
final class SentCards {

    /// So many messages after one may be said otherwise or taken back.
    private static final int MOST = 1_000;

    private final Database database;
    private final LogReader log;

    SentCards(Database database, LogReader log) {
        this.database = database;
        this.log = log;
    }

    /// @param sequence of the message
    /// @param part     of it, from 0
    /// @return empty where there is none, or it was taken back
    Optional<Sent> find(TenantId tenant, ConversationId conversation, long sequence, int part) {
        return database.read(
                Tenants.of(tenant),
                tx -> log.find(tx, tenant, conversation, sequence)
                        .filter(entry -> entry.visibility() == Visibility.EVERYONE
                                && entry.direction() == Direction.OUTBOUND
                                && entry.change() instanceof Message
                                && !isRecalled(tx, entry))
                        .flatMap(entry -> card(entry, parts(tx, entry), part)));
    }

    private static Optional<Sent> card(Entry entry, List<Content> parts, int part) {
        return part >= 0 && part < parts.size() && parts.get(part) instanceof Content.Card card
                ? Optional.of(new Sent(card, entry.sender().equals(Sender.HUB)))
                : Optional.empty();
    }

    private boolean isRecalled(Transaction tx, Entry entry) {
        return later(tx, entry, EntryKind.MESSAGE_RECALLED).stream()
                .anyMatch(each -> each.change() instanceof Recall recall
                        && recall.target().sequence() == entry.sequence());
    }

    /// What it says now.
    private List<Content> parts(Transaction tx, Entry entry) {
        return later(tx, entry, EntryKind.MESSAGE_EDITED).reversed().stream()
                .filter(each ->
                        each.change() instanceof Edit edit && edit.target().sequence() == entry.sequence())
                .findFirst()
                .map(each -> ((Edit) each.change()).parts())
                .orElseGet(() -> ((Message) entry.change()).parts());
    }

    private List<Entry> later(Transaction tx, Entry entry, EntryKind kind) {
        return log.ofKind(tx, entry.tenant(), entry.conversation(), kind, entry.sequence(), MOST);
    }

    /// A card that was sent.
    ///
    /// @param ours whether the hub itself has said it, and not somebody who may say what he likes
    record Sent(Content.Card card, boolean ours) {

        /// The record that it shows; empty where it shows none.
        Optional<Shown> shown() {
            String record = card.metadata().get(Content.Card.RECORD);
            String change = card.metadata().get(Content.Card.CHANGE);
            return !ours || record == null || change == null
                    ? Optional.empty()
                    : Optional.of(new Shown(record, Long.parseLong(change)));
        }
    }

    /// A record as it was then.
    ///
    /// @param record by its id
    /// @param change by its number
    record Shown(String record, long change) {}
}
