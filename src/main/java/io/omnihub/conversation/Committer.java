package io.omnihub.conversation;

import io.omnihub.deadletter.DeadLetter;
import io.omnihub.log.InboundKey;
import io.omnihub.log.LogEpoch;
import io.omnihub.log.LogTail;
import io.omnihub.message.Entry;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Question;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import io.omnihub.store.Writes;
import io.omnihub.wire.ProtobufCodec;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Commits batches of one partition: one transaction each, which begins by locking the partition's row.
final class Committer {

    private static final Duration LONGEST_AHEAD = Duration.ofDays(1);

    private final int partition;
    private final int partitions;
    private final Database database;
    private final Rooms rooms;
    private final LogTail tail;
    private final Clock clock;
    private final ConversationCache cache = new ConversationCache();
    private final Set<TenantId> cachedTenants = new HashSet<>();
    private Instant lastStored = Instant.EPOCH;

    /// @param partitions into how many the log is divided, as far as this node knows
    Committer(int partition, int partitions, Database database, Rooms rooms, LogTail tail, Clock clock) {
        this.partition = partition;
        this.partitions = partitions;
        this.database = database;
        this.rooms = rooms;
        this.tail = tail;
        this.clock = clock;
    }

    /// Stores a batch.
    ///
    /// @return what became of each submission, in their order
    /// @throws io.omnihub.store.DatabaseUnavailableException where it can't be done now; whether it was is unknown
    /// @throws RuntimeException any other, where an event of the batch can't be taken; nothing was stored
    List<Taken> commit(List<Submission> batch) {
        try {
            return commit(batch, false);
        } catch (RepeatedKeyException _) {
            return commit(batch, true);
        }
    }

    /// Stores, in place of an event that can't be taken, a dead letter.
    void bury(Submission submission, String reason) {
        InboundEvent event = submission.event();
        Instant now = now();
        database.write(Tenants.of(event.header().tenant()), tx -> {
            byte[] bytes = ProtobufCodec.encode(event);
            byte[] fingerprint = ProtobufCodec.fingerprint(event);
            rooms.deadLetters().add(tx, DeadLetter.ofEvent(event, bytes, fingerprint, reason, now));
            InboundKey dead = new InboundKey(References.key(event), InboundKey.State.DEAD, fingerprint, null);
            Writes writes = tx.writes();
            rooms.keys().set(writes, List.of(dead), now.toEpochMilli());
            writes.send();
            return dead;
        });
    }

    /// Writes something that changes nothing.
    ///
    /// @throws io.omnihub.store.DatabaseUnavailableException where it can't be done now
    void probe() {
        database.write(Tenants.ALL, lock(), (tx, locked) -> {
            long position = position(tx, locked);
            tx.sql()
                    .sql("update partition set last_position = ? where id = ?")
                    .params(position, partition)
                    .update();
            return position;
        });
    }

    /// Forgets everything cached: after a failure nobody knows what was written.
    void forget() {
        cache.clear();
        cachedTenants.clear();
    }

    private List<Taken> commit(List<Submission> batch, boolean careful) {
        List<InboundEvent> events = batch.stream().map(Submission::event).toList();
        events.forEach(event -> cachedTenants.add(event.header().tenant()));
        List<Taken> outcomes = new ArrayList<>(batch.size());
        Batch written = database.write(Tenants.of(cachedTenants), lock(), (tx, locked) -> {
            long position = position(tx, locked);
            if (!cache.isAt(position)) {
                lastStored = rooms.reader().storedAt(tx, partition, position).orElse(Instant.EPOCH);
                // By another node, or by a commit of which nobody learnt how it ended.
                tail.told(partition, position);
            }
            cache.bringUpTo(tx, rooms.reader(), partition, position);
            Instant now = timeOfLog(tx);
            Batch open = new Batch(rooms, tx, partition, position, cache.conversations(), now);
            open.prepare(events, careful);
            for (Submission submission : batch) {
                Taken taken = open.take(submission.event(), submission.replay());
                if (!careful && taken instanceof Outcome.Refused) {
                    // What was done already may be refused the second time: its key must be looked up.
                    throw new RepeatedKeyException();
                }
                outcomes.add(submission.patient() ? open.kept(submission.event(), taken) : taken);
            }
            open.flush();
            return open;
        });
        cache.put(written.changedConversations(), written.entries().position());
        if (written.entries().hasErased()) {
            tail.forget(partition);
        }
        List<Entry> added = written.entries().added();
        if (!added.isEmpty()) {
            lastStored = added.getLast().storedAt();
            tail.add(partition, added);
        }
        return outcomes;
    }

    private Question<OptionalLong> lock() {
        return rooms.appender().lock(partition, partitions);
    }

    private long position(Transaction tx, OptionalLong locked) throws SQLException {
        return locked.isPresent() ? locked.getAsLong() : rooms.appender().begin(tx, partition, partitions);
    }

    /// The log's time does not go back with the clock: what comes after an entry is looked for from that one's time on.
    /// A log whose last entry is far ahead of the clock was written by a wrong one: all clients load anew.
    private Instant timeOfLog(Transaction tx) {
        Instant now = now();
        if (!lastStored.isAfter(now)) {
            return now;
        }
        if (lastStored.isBefore(now.plus(LONGEST_AHEAD))) {
            return lastStored;
        }
        // Whoever asks from a time of then on would hear nothing.
        LogEpoch.raise(tx);
        return now;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
