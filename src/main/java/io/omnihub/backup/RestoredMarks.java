package io.omnihub.backup;

import java.util.List;

/// What makes a copy of a database one that was put back: the log's epoch is raised when a hub opens it, logins and
/// tickets end, and what waits to be sent is marked as maybe sent already, since that goes on after the backup.
final class RestoredMarks {

    private RestoredMarks() {}

    /// @param errands whether there is their ledger
    static List<String> statements(boolean errands) {
        return List.of(
                "update log_epoch set origin = 'backup'",
                "delete from login_session",
                "delete from ticket",
                "update " + (errands ? "errand" : "delivery")
                        + " set maybe_repeated = 1 where state in ('pending', 'claimed')");
    }
}
