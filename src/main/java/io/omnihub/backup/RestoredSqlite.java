package io.omnihub.backup;

import io.omnihub.control.RefusedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteDataSource;

/// Makes a copy of the database ready to be put in place later, however that is done.
final class RestoredSqlite {

    private RestoredSqlite() {}

    /// Checks the copy. Then has the log's epoch raised when a hub opens it, ends logins and tickets, and marks what
    /// waits to be sent as maybe sent already, since that goes on after the backup.
    ///
    /// @throws RefusedException where the copy is damaged
    static void prepare(Path copy) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + copy);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet found = statement.executeQuery("pragma quick_check(1)")) {
                if (!found.next() || !found.getString(1).equals("ok")) {
                    throw new RefusedException("the database is damaged: " + found.getString(1));
                }
            }
            connection.setAutoCommit(false);
            // A version before this one wrote the backup where there is no ledger of errands.
            try (ResultSet found = statement.executeQuery("select 1 from sqlite_master where name = 'errand'")) {
                mark(statement, found.next());
            }
            connection.commit();
        } catch (SQLException e) {
            throw new RefusedException("the copy of the database can't be made ready: " + e.getMessage());
        }
    }

    /// @param errands whether there is their ledger
    static void mark(Statement statement, boolean errands) throws SQLException {
        statement.executeUpdate("update log_epoch set origin = 'backup'");
        statement.executeUpdate("delete from login_session");
        statement.executeUpdate("delete from ticket");
        statement.executeUpdate("update " + (errands ? "errand" : "delivery")
                + " set maybe_repeated = 1 where state in ('pending', 'claimed')");
    }
}
