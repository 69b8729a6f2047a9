package io.omnihub.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Work on many rows in small pieces, a transaction each, so that others write in between. On SQLite nobody waits for
/// more than 50 ms: a piece is half as large where the last one took half of that, and grows while they are quick.
public final class Pieces {

    /// A row may be a megabyte.
    private static final int FIRST = 20;

    private static final int LARGEST = 1_000;
    private static final Duration LONG = Duration.ofMillis(25);
    private static final Duration SHORT = Duration.ofMillis(10);

    private Pieces() {}

    /// Works piece by piece until one finds less to do than it might.
    public static void all(Database database, Piece piece) {
        var _ = upTo(Long.MAX_VALUE, database, piece);
    }

    /// Works piece by piece until one finds less to do than it might, or so many rows are done.
    ///
    /// @return whether nothing is left
    public static boolean upTo(long rows, Database database, Piece piece) {
        return upTo(rows, database, piece, System::nanoTime);
    }

    static boolean upTo(long rows, Database database, Piece piece, LongSupplier nanos) {
        int most = FIRST;
        for (long left = rows; left > 0; ) {
            int asked = (int) Math.min(most, left);
            AtomicLong begun = new AtomicLong();
            int done = database.write(Tenants.ALL, tx -> {
                begun.set(nanos.getAsLong());
                return piece.run(tx, asked);
            });
            if (done < asked) {
                return true;
            }
            left -= done;
            most = next(most, nanos.getAsLong() - begun.get());
        }
        return false;
    }

    private static int next(int most, long took) {
        if (took > LONG.toNanos()) {
            return Math.max(1, most / 2);
        }
        return took < SHORT.toNanos() ? Math.min(LARGEST, most * 2) : most;
    }

    /// What is done in one transaction.
    @FunctionalInterface
    public interface Piece {

        /// @param most how many rows it may do
        /// @return how many it did; fewer where nothing is left
        int run(Transaction tx, int most) throws SQLException;
    }
}
