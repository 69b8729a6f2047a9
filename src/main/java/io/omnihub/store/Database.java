package io.omnihub.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The database. Every access is a short transaction that names its tenants; no call to the outside is made in one.
public interface Database {

    /// Runs work in a transaction that may write, and commits it.
    ///
    /// @throws DatabaseUnavailableException where it can't be done now; the outcome of the commit may then be
    ///                                      unknown
    /// @throws BadDataException             where the data were refused; nothing was changed
    <T> T write(Tenants tenants, Transaction.Work<T> work);

    /// As [#write(Tenants, Transaction.Work)], in a transaction that begins with a question. On PostgreSQL it is asked
    /// together with what every transaction begins with.
    <A, T> T write(Tenants tenants, Question<A> first, Transaction.Answered<A, T> work);

    /// Runs work in a transaction that only reads, one second at most on SQLite, two without an answer on
    /// PostgreSQL.
    ///
    /// @throws DatabaseUnavailableException where it can't be done now
    <T> T read(Tenants tenants, Transaction.Work<T> work);

    /// Has what was overwritten or deleted leave the database's files, as far as that can be done at once.
    ///
    /// @throws DatabaseUnavailableException where it can't be done now
    void purge();

    /// Writes a copy of all as it is at one moment, while others go on.
    ///
    /// @param file that is not there yet
    /// @throws UnsupportedOperationException on PostgreSQL, which has means of its own
    /// @throws DatabaseUnavailableException  where it can't be done now
    void copyTo(Path file);

    /// Which database it is, for the few statements that differ.
    Kind kind();

    /// What is known of damage to it; empty as long as none was met.
    Optional<String> damage();

    /// Looks for damage in all of it, while others read and write.
    ///
    /// @param most so many problems are told
    /// @return what is wrong with it
    List<String> check(int most);

    /// The databases we run on.
    enum Kind {
        SQLITE,
        POSTGRESQL;

        /// What a `select` ends with that locks its rows until the commit; on SQLite the one writer holds them all.
        public String forUpdate() {
            return this == POSTGRESQL ? " for update" : "";
        }
    }
}
