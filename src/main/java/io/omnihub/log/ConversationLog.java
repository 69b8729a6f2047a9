package io.omnihub.log;

import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.EntryKind;
import io.omnihub.message.TenantId;
import io.omnihub.message.Visibility;
import io.omnihub.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// The entries of one conversation by their sequences, in one transaction; see [Positions].
final class ConversationLog {

    /// Blocks read at once: more than one page of a history ever needs.
    private static final int BLOCKS = 8;

    private final Transaction tx;
    private final long number;
    private final int partition;
    private final long lastSequence;
    private final Positions newest;

    private ConversationLog(Transaction tx, long number, int partition, long lastSequence, Positions newest) {
        this.tx = tx;
        this.number = number;
        this.partition = partition;
        this.lastSequence = lastSequence;
        this.newest = newest;
    }

    static Optional<ConversationLog> of(Transaction tx, TenantId tenant, ConversationId conversation) {
        return tx.sql()
                .sql("""
                        select c.number, c.partition, h.last_sequence, h.positions
                        from conversation c join conversation_head h on h.conversation = c.number
                        where c.tenant = ? and c.id = ?""")
                .params(tenant.value(), conversation.value())
                .query((row, _) -> new ConversationLog(
                        tx, row.getLong(1), row.getInt(2), row.getLong(3), Positions.of(row.getBytes(4))))
                .optional();
    }

    Optional<Entry> at(long sequence) {
        return after(sequence - 1, sequence, 1, Only.ALL).stream().findFirst();
    }

    /// The first entries between two sequences.
    ///
    /// @param upTo the last that may be among them
    List<Entry> after(long sequence, long upTo, int limit, Only only) {
        return walk(Math.max(0, sequence) + 1, Math.min(upTo, lastSequence), limit, only, false);
    }

    /// The last entries between two sequences, the last one first.
    ///
    /// @param from the first that may be among them
    List<Entry> before(long sequence, long from, int limit, Only only) {
        return walk(Math.max(1, from), Math.min(sequence - 1, lastSequence), limit, only, true);
    }

    private List<Entry> walk(long from, long to, int limit, Only only, boolean back) {
        List<Entry> found = new ArrayList<>();
        Iterator<Block> blocks = from > to ? List.<Block>of().iterator() : blocks(from, to, back);
        while (found.size() < limit && blocks.hasNext()) {
            found.addAll(read(blocks.next().between(from, to), limit - found.size(), only, back));
        }
        return found;
    }

    /// The blocks that hold some sequences. Those whose entries were all removed are missing.
    private Iterator<Block> blocks(long from, long to, boolean back) {
        long first = Positions.block(from);
        long last = Positions.block(to);
        long open = Positions.block(lastSequence + 1);
        List<Block> newestOnly = last >= open ? List.of(new Block(open, newest.all())) : List.of();
        if (first >= open) {
            return newestOnly.iterator();
        }
        return new Full(first, Math.min(last, open - 1), back, newestOnly);
    }

    private List<Entry> read(long[] positions, int limit, Only only, boolean back) {
        if (positions.length == 0) {
            return List.of();
        }
        List<Object> params = new ArrayList<>(List.of(only.value()));
        // A short block repeats its last position, so that the statement stays the same.
        int places = positions.length == 1 ? 1 : Positions.MOST;
        IntStream.range(0, places)
                .forEach(i -> params.add(EntryId.of(partition, positions[Math.min(i, positions.length - 1)])));
        params.add(limit);
        return tx.sql()
                .sql("select body from entry where " + only.condition() + " and id in (?" + ", ?".repeat(places - 1)
                        + ") order by id " + (back ? "desc" : "asc") + " limit ?")
                .params(params)
                .query((rows, _) -> StoredEntry.read(rows.getBytes(1)))
                .list();
    }

    /// Which entries are wanted.
    record Only(String condition, Object value) {

        /// Of later versions too.
        static final Only ALL = new Only("visibility >= ?", 0);

        static Only visibleTo(Visibility visibility) {
            return new Only("visibility <= ?", visibility.ordinal());
        }

        static Only of(EntryKind kind) {
            return new Only("kind = ?", kind.publicName());
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Block(long number, long[] positions) {

        /// The positions of the entries between two sequences, both included.
        long[] between(long from, long to) {
            long first = number * Positions.MOST + 1;
            return LongStream.range(Math.max(from, first), Math.min(to + 1, first + positions.length))
                    .map(sequence -> positions[(int) (sequence - first)])
                    .filter(position -> position > 0)
                    .toArray();
        }
    }

    /// Reads full blocks when they are needed, some at once.
    private final class Full implements Iterator<Block> {

        private final boolean back;
        private final List<Block> read = new ArrayList<>();
        private List<Block> newestOnly;
        private long first;
        private long last;

        /// @param newestOnly what follows the last of them
        Full(long first, long last, boolean back, List<Block> newestOnly) {
            this.first = first;
            this.last = last;
            this.back = back;
            this.newestOnly = newestOnly;
            if (back) {
                read.addAll(takeNewest());
            }
        }

        @Override
        public boolean hasNext() {
            if (read.isEmpty() && first <= last) {
                more();
            }
            if (read.isEmpty()) {
                read.addAll(takeNewest());
            }
            return !read.isEmpty();
        }

        @Override
        public Block next() {
            return read.removeFirst();
        }

        private Collection<Block> takeNewest() {
            Collection<Block> taken = newestOnly;
            newestOnly = List.of();
            return taken;
        }

        private void more() {
            read.addAll(tx.sql()
                    .sql("select block, positions from entry_block where conversation = ? and block between ? and ?"
                            + " order by block " + (back ? "desc" : "asc") + " limit ?")
                    .params(number, first, last, BLOCKS)
                    .query((row, _) -> new Block(
                            row.getLong(1), Positions.of(row.getBytes(2)).all()))
                    .list());
            if (read.isEmpty()) {
                first = last + 1;
            } else if (back) {
                last = read.getLast().number() - 1;
            } else {
                first = read.getLast().number() + 1;
            }
        }
    }
}
