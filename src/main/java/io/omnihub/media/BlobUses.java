package io.omnihub.media;

import io.omnihub.log.LogWorker;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Edit;
import io.omnihub.message.Entry;
import io.omnihub.message.Erased;
import io.omnihub.message.Media;
import io.omnihub.message.MediaStored;
import io.omnihub.message.Message;
import io.omnihub.store.Transaction;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads the log for blobs that entries refer to, and keeps the table of these uses.
final class BlobUses implements LogWorker.Effect {

    private final Consumer<Set<String>> unused;
    private final Set<String> released = ConcurrentHashMap.newKeySet();

    /// @param unused gets the blobs that an erased entry referred to
    BlobUses(Consumer<Set<String>> unused) {
        this.unused = unused;
    }

    @Override
    public boolean concerns(Entry entry) {
        return entry.change() instanceof Erased || media(entry).anyMatch(Media::isStored);
    }

    @Override
    public void apply(Transaction tx, List<Entry> entries) {
        for (Entry entry : entries) {
            if (entry.change() instanceof Erased gone) {
                release(tx, entry.conversation(), gone.sequence());
            }
            for (String blob : blobs(entry)) {
                tx.sql()
                        .sql("""
                                insert into blob_use (blob, conversation, sequence, tenant, partition, position)
                                values (?, ?, ?, ?, ?, ?)
                                on conflict do nothing""")
                        .params(
                                blob,
                                entry.conversation().value(),
                                entry.sequence(),
                                entry.tenant().value(),
                                entry.partition(),
                                entry.position())
                        .update();
            }
        }
    }

    @Override
    public void applied(List<Entry> entries) {
        Set<String> blobs = Set.copyOf(released);
        if (!blobs.isEmpty()) {
            released.removeAll(blobs);
            unused.accept(blobs);
        }
    }

    private void release(Transaction tx, ConversationId conversation, long sequence) {
        released.addAll(tx.sql()
                .sql("select blob from blob_use where conversation = ? and sequence = ?")
                .params(conversation.value(), sequence)
                .query(String.class)
                .list());
        tx.sql()
                .sql("delete from blob_use where conversation = ? and sequence = ?")
                .params(conversation.value(), sequence)
                .update();
    }

    private static Set<String> blobs(Entry entry) {
        return media(entry).filter(Media::isStored).map(Media::blob).collect(Collectors.toUnmodifiableSet());
    }

    /// All media in an entry.
    static Stream<Media> media(Entry entry) {
        return switch (entry.change()) {
            case Message message -> in(message.parts());
            case Edit edit -> in(edit.parts());
            case MediaStored stored -> Stream.of(stored.media());
            default -> Stream.empty();
        };
    }

    private static Stream<Media> in(List<Content> parts) {
        return parts.stream().flatMap(Media::in);
    }
}
