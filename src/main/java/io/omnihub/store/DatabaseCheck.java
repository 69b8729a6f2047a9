package io.omnihub.store;

import java.util.List;

/// Looks through the whole database for damage: when an operator wants it, and at the start after a process that ended
/// without a word.
public final class DatabaseCheck {

    private static final int MOST_PROBLEMS = 10;

    private final Database database;

    DatabaseCheck(Database database) {
        this.database = database;
    }

    /// Reads every page of it, while the hub serves on. What is found stands in the log, and health is down from then
    /// on.
    ///
    /// @return what is wrong with it; nothing where it is sound
    /// @throws UnsupportedOperationException on PostgreSQL, which has tools of its own
    public List<String> run() {
        return database.check(MOST_PROBLEMS);
    }
}
