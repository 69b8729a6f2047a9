package io.omnihub.conversation;

import io.omnihub.log.LogAppender.NewEntry;
import io.omnihub.log.LogReader;
import io.omnihub.message.Entry;
import io.omnihub.message.EntryKind;
import io.omnihub.store.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What stands in the log of a conversation, with what the batch is about to write there.
final class Past {

    private static final int MOST = 1_000;

    private final LogReader log;
    private final Transaction tx;
    private final List<NewEntry> unwritten;

    Past(LogReader log, Transaction tx, List<NewEntry> unwritten) {
        this.log = log;
        this.tx = tx;
        this.unwritten = unwritten;
    }

    Optional<Entry> at(Conversation conversation, long sequence) {
        return ours(conversation)
                .filter(entry -> entry.sequence() == sequence)
                .findFirst()
                .or(() -> log.find(tx, conversation.tenant(), conversation.id(), sequence));
    }

    /// The entries of a kind after a sequence.
    List<Entry> ofKind(Conversation conversation, EntryKind kind, long after) {
        return Stream.concat(
                        log.ofKind(tx, conversation.tenant(), conversation.id(), kind, after, MOST).stream(),
                        ours(conversation).filter(entry -> entry.kind() == kind && entry.sequence() > after))
                .toList();
    }

    /// The last entries, the last one first.
    List<Entry> last(Conversation conversation, int most) {
        List<Entry> ours = ours(conversation).toList();
        long before = conversation.lastSequence() + 1 - ours.size();
        return Stream.concat(
                        ours.reversed().stream(),
                        log.last(tx, conversation.tenant(), conversation.id(), before, most).stream())
                .limit(most)
                .toList();
    }

    private Stream<Entry> ours(Conversation conversation) {
        return unwritten.stream()
                .map(NewEntry::entry)
                .filter(entry -> entry.conversation().equals(conversation.id()));
    }
}
