package io.omnihub.backup;

import io.omnihub.control.RefusedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteDataSource;

/// Makes a copy of the database ready to be put in place later, however that is done.
final class RestoredSqlite {

    private RestoredSqlite() {}

    /// Checks the copy, and marks it.
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
            List<String> marks;
            try (ResultSet found = statement.executeQuery("select 1 from sqlite_master where name = 'errand'")) {
                marks = RestoredMarks.statements(found.next());
            }
            for (String mark : marks) {
                statement.executeUpdate(mark);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new RefusedException("the copy of the database can't be made ready: " + e.getMessage());
        }
    }
}
