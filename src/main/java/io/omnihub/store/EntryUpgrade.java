package io.omnihub.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves entries from the table of before version 51 of the schema into that of this version. What was moved, goes, so
/// that the file of SQLite need not hold all of it twice.
final class EntryUpgrade {

    private static final Logger LOG = LoggerFactory.getLogger(EntryUpgrade.class);

    /// The version of the schema that it runs after.
    static final MigrationVersion AFTER = MigrationVersion.fromVersion("51");

    /// The version that throws away what was before.
    static final MigrationVersion BEFORE = MigrationVersion.fromVersion("52");

    /// So many entries are moved in one transaction.
    private static final int PIECE = 2_000;

    private EntryUpgrade() {}

    /// Moves all that is left to be moved.
    static void run(DataSource database, Database.Kind kind) {
        run(database, kind, PIECE);
    }

    static void run(DataSource database, Database.Kind kind, int piece) {
        Upgrade.run(database, kind, upgrade -> {
            long count = upgrade.number("select count(*) from entry_before");
            if (count > 0) {
                LOG.info("{} entries are brought into the form of this version; that is done once", count);
                long done = 0;
                for (int partition : partitions(upgrade)) {
                    done += move(upgrade, partition, piece, done, count);
                }
                LOG.info("The entries have the form of this version");
            }
        });
    }

    private static List<Integer> partitions(Upgrade upgrade) throws SQLException {
        List<Integer> ids = new ArrayList<>();
        try (Statement statement = upgrade.connection().createStatement();
                ResultSet rows = statement.executeQuery("select id from partition order by id")) {
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
        }
        return ids;
    }

    /// @return how many there were
    private static long move(Upgrade upgrade, int partition, int piece, long before, long count) throws SQLException {
        long done = 0;
        long upTo = 0;
        while (true) {
            // What was moved leaves its place to be passed over until the server cleans up: it is not looked at again.
            long next = upgrade.number(
                    "select min(position) from entry_before where partition = ? and position > ?", partition, upTo);
            if (next == 0) {
                return done;
            }
            upTo = next + piece - 1;
            upgrade.update("""
                    insert into entry (id, tenant, conversation, sequence, visibility, kind, stored_at, body, raw)
                    select partition * 281474976710656 + position, tenant, conversation, sequence, visibility, kind,
                           stored_at, body, raw
                    from entry_before where partition = ? and position between ? and ? order by position""", partition, next, upTo);
            done += upgrade.update(
                    "delete from entry_before where partition = ? and position between ? and ?", partition, next, upTo);
            upgrade.connection().commit();
            upgrade.tell("entries", before + done, count);
        }
    }
}
