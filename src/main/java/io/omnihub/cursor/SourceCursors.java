package io.omnihub.cursor;

import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// How far each source has been taken in. All nodes share it.
public final class SourceCursors {

    /// How long a position may be: a source's token, a time, an id.
    public static final int LONGEST = 2_000;

    private final Database database;
    private final Clock clock;

    SourceCursors(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// One source's.
    public record Place(String name, String position, Instant movedAt) {}

    public List<Place> places() {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("select name, position, moved_at from poll_cursor order by name")
                        .query((row, _) ->
                                new Place(row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3))))
                        .list());
    }

    /// @return empty where nothing was taken yet
    Optional<String> position(String name) {
        return database.read(Tenants.ALL, tx -> position(tx, name));
    }

    private static Optional<String> position(Transaction tx, String name) {
        return tx.sql()
                .sql("select position from poll_cursor where name = ?")
                .param(name)
                .query((row, _) -> row.getString(1))
                .optional();
    }

    /// Moves it on.
    ///
    /// @param from where the caller read; empty where it stood nowhere
    /// @return whether it still stood there; else somebody else has moved it, and nothing was done
    boolean move(String name, Optional<String> from, String to) {
        check(to);
        return database.write(Tenants.ALL, tx -> {
            if (from.isEmpty()) {
                return tx.sql().sql("""
                                insert into poll_cursor (name, position, moved_at) values (?, ?, ?)
                                on conflict (name) do nothing""").params(name, to, clock.millis()).update() == 1;
            }
            return tx.sql()
                            .sql("update poll_cursor set position = ?, moved_at = ? where name = ? and position = ?")
                            .params(to, clock.millis(), name, from.get())
                            .update()
                    == 1;
        });
    }

    /// Sets one that is there to any position: its source is read from there on.
    ///
    /// @param told what is done in the same transaction, with the position before
    /// @return whether there is one
    public boolean set(String name, String to, Told told) {
        check(to);
        return database.write(Tenants.ALL, tx -> {
            Optional<String> before = position(tx, name);
            before.ifPresent(position -> {
                tx.sql()
                        .sql("update poll_cursor set position = ?, moved_at = ? where name = ?")
                        .params(to, clock.millis(), name)
                        .update();
                told.of(tx, position);
            });
            return before.isPresent();
        });
    }

    /// Forgets one: its source is read from the beginning.
    ///
    /// @param told what is done in the same transaction
    /// @return whether there was one
    public boolean forget(String name, Consumer<Transaction> told) {
        return database.write(Tenants.ALL, tx -> {
            boolean gone = tx.sql()
                            .sql("delete from poll_cursor where name = ?")
                            .param(name)
                            .update()
                    == 1;
            if (gone) {
                told.accept(tx);
            }
            return gone;
        });
    }

    /// Whether it can be a position.
    public static boolean canBe(String position) {
        return !position.isBlank()
                && position.length() <= LONGEST
                && position.chars().noneMatch(Character::isISOControl);
    }

    private static void check(String position) {
        if (!canBe(position)) {
            throw new IllegalArgumentException("a position must be one line of 1 to " + LONGEST + " characters");
        }
    }

    /// What is told of a cursor that is set.
    public interface Told {

        void of(Transaction tx, String before);
    }
}
