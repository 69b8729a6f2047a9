package io.omnihub.conversation;

import static java.util.Objects.requireNonNull;

import io.omnihub.log.InboundKey;
import io.omnihub.log.LogAppender;
import io.omnihub.log.LogAppender.NewEntry;
import io.omnihub.message.Command;
import io.omnihub.message.Direction;
import io.omnihub.message.Entry;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Sender;
import io.omnihub.store.Transaction;
import io.omnihub.store.Writes;
import io.omnihub.wire.ProtobufCodec;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The entries that one batch adds to its partition, and those that it erases.
final class BatchEntries {

    private final LogAppender appender;
    private final int partition;
    private final Instant now;
    private final BatchConversations conversations;
    private final List<NewEntry> added = new ArrayList<>();
    private final Erasures erasures;
    private final Past past;
    private long position;

    /// @param position the partition's last one
    BatchEntries(
            Rooms rooms, Transaction tx, int partition, long position, BatchConversations conversations, Instant now) {
        this.appender = rooms.appender();
        this.partition = partition;
        this.position = position;
        this.conversations = conversations;
        this.now = now;
        this.erasures = new Erasures(rooms.reader(), tx, added);
        this.past = new Past(rooms.reader(), tx, added);
    }

    /// Adds what was decided of an event.
    ///
    /// @param late whether it enters by a replay
    /// @return the entry that stands for the event
    InboundKey.Made add(InboundEvent event, Conversation conversation, Decision.Accepted accepted, boolean late) {
        Header header = event.header();
        boolean ours = event.body() instanceof Command && header.sender().kind() != Sender.Kind.CONTACT;
        Direction direction = ours ? Direction.OUTBOUND : header.direction();
        Conversation after = conversation;
        InboundKey.Made made = null;
        for (int i = 0; i < accepted.changes().size(); i++) {
            Decision.Planned planned = accepted.changes().get(i);
            boolean primary = i == accepted.primary();
            position++;
            Entry known = new Entry(
                    partition,
                    position,
                    conversation.tenant(),
                    conversation.channel(),
                    conversation.inbox(),
                    conversation.id(),
                    after.lastSequence() + 1,
                    after.lastVisible(),
                    planned.visibility(),
                    direction,
                    header.sender(),
                    header.sentAt(),
                    now,
                    late,
                    primary ? header.metadata() : Map.of(),
                    planned.change(),
                    "");
            Entry entry = primary ? ProtobufCodec.withLater(known, event) : known;
            added.add(new NewEntry(entry, primary ? header.raw() : null));
            after = conversations.put(after.with(entry, accepted.session()));
            if (primary) {
                made = new InboundKey.Made(after.id(), after.number(), entry.sequence(), entry.position());
            }
        }
        return requireNonNull(made, "a decision has an entry that stands for the event");
    }

    /// Decides the erasing of what stands at a sequence, and notes what it takes.
    Decision erase(Conversation conversation, long sequence) {
        return erasures.decide(conversation, sequence);
    }

    /// What stands in the log, with what was added.
    Past past() {
        return past;
    }

    /// Whether something was erased that is known elsewhere too.
    boolean hasErased() {
        return !erasures.stored().isEmpty();
    }

    /// The partition's last one, with what was added.
    long position() {
        return position;
    }

    List<Entry> added() {
        return added.stream().map(NewEntry::entry).toList();
    }

    void flush(Writes writes) throws SQLException {
        appender.append(writes, partition, added);
        appender.erase(writes, erasures.stored());
    }
}
