package io.omnihub.conversation;

import io.omnihub.conversation.Decision.Accepted;
import io.omnihub.conversation.Decision.Planned;
import io.omnihub.log.LogAppender.NewEntry;
import io.omnihub.log.LogReader;
import io.omnihub.message.ContactChange;
import io.omnihub.message.Edit;
import io.omnihub.message.Entry;
import io.omnihub.message.EntryKind;
import io.omnihub.message.Erased;
import io.omnihub.message.MediaStored;
import io.omnihub.message.Message;
import io.omnihub.message.Unknown;
import io.omnihub.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// What a batch erases: with what was said, all that repeats it, its edits and the media that were fetched for it. Each
/// is overwritten where it stands, and an entry tells that it was.
final class Erasures {

    private static final int MOST = 1_000;

    private final LogReader log;
    private final Transaction tx;
    private final List<NewEntry> unwritten;
    private final List<Entry> stored = new ArrayList<>();

    /// @param unwritten the batch's own entries, of which those that are erased are replaced
    Erasures(LogReader log, Transaction tx, List<NewEntry> unwritten) {
        this.log = log;
        this.tx = tx;
        this.unwritten = unwritten;
    }

    /// Decides the erasing of what stands at a sequence, and notes what it takes.
    Decision decide(Conversation conversation, long sequence) {
        List<Entry> concerned = concerned(conversation, sequence);
        boolean erasable = concerned.stream()
                .anyMatch(entry -> entry.sequence() == sequence
                        && (entry.change() instanceof Message
                                || entry.change() instanceof ContactChange
                                || entry.change() instanceof Unknown));
        if (!erasable) {
            return Rules.rejected(
                    Outcome.Reason.WRONG_STATUS,
                    "At the sequence " + sequence + " stands nothing that somebody said, or it is erased already.");
        }
        concerned.forEach(this::erase);
        return new Accepted(
                concerned.stream()
                        .map(entry -> new Planned(new Erased(entry.sequence()), entry.visibility()))
                        .toList(),
                0,
                conversation.session());
    }

    /// What is left of the entries that the table holds already.
    Collection<Entry> stored() {
        return stored;
    }

    private List<Entry> concerned(Conversation conversation, long sequence) {
        Stream<Entry> written = Stream.of(
                        log.find(tx, conversation.tenant(), conversation.id(), sequence).stream(),
                        ofKind(conversation, EntryKind.MESSAGE_EDITED, sequence),
                        ofKind(conversation, EntryKind.MEDIA_STORED, sequence))
                .flatMap(entries -> entries)
                .filter(entry -> stored.stream().noneMatch(erased -> erased.position() == entry.position()));
        Stream<Entry> ours = unwritten.stream()
                .map(NewEntry::entry)
                .filter(entry -> entry.conversation().equals(conversation.id()));
        return Stream.concat(written, ours)
                .filter(entry -> entry.sequence() == sequence || repeats(entry, sequence))
                .toList();
    }

    private Stream<Entry> ofKind(Conversation conversation, EntryKind kind, long sequence) {
        return log.ofKind(tx, conversation.tenant(), conversation.id(), kind, sequence, MOST).stream();
    }

    private static boolean repeats(Entry entry, long sequence) {
        return switch (entry.change()) {
            case Edit edit -> edit.target().sequence() == sequence;
            case MediaStored media -> media.target().sequence() == sequence;
            default -> false;
        };
    }

    private void erase(Entry entry) {
        for (int i = 0; i < unwritten.size(); i++) {
            if (unwritten.get(i).entry().equals(entry)) {
                unwritten.set(i, new NewEntry(entry.erased(), null));
                return;
            }
        }
        stored.add(entry.erased());
    }
}
