package io.omnihub.bench;

import io.omnihub.message.Entry;
import io.omnihub.message.Message;
import io.omnihub.wire.ProtobufCodec;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// Looks from outside at what a hub has stored in its SQLite file.
record StoredLog(Path file) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    static StoredLog in(Path data) {
        return new StoredLog(data.resolve("omnihub.db"));
    }

    /// The position of the last entry.
    long lastPosition() throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            return lastPosition(statement);
        }
    }

    /// Waits until the log has come to a position, or gives up.
    void await(long position) throws SQLException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            while (lastPosition(statement) < position && System.nanoTime() < end) {
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    /// The average size of what a message's entry holds, which is also about what lay in the buffer.
    int bytesOfOne() throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select avg(octet_length(body) + octet_length(raw)) from entry where raw is not null")) {
            row.next();
            return row.getInt(1);
        }
    }

    /// Compares all messages, whose ids are numbers behind the letters of a platform, with what was accepted.
    Verdict check(BitSet accepted) throws SQLException {
        BitSet found = new BitSet();
        Map<String, Long> newest = new HashMap<>();
        int twice = 0;
        int outOfOrder = 0;
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select body from entry order by id")) {
            while (rows.next()) {
                Entry entry = ProtobufCodec.decodeEntry(rows.getBytes(1));
                if (entry.change() instanceof Message message) {
                    int id = Integer.parseInt(message.externalId().replaceFirst("^[a-z_]+", ""));
                    twice += found.get(id) ? 1 : 0;
                    found.set(id);
                    Long before = newest.put(entry.conversation().value(), (long) id);
                    outOfOrder += before != null && before > id ? 1 : 0;
                }
            }
        }
        BitSet lost = (BitSet) accepted.clone();
        lost.andNot(found);
        return new Verdict(accepted.cardinality(), lost.cardinality(), twice, outOfOrder);
    }

    private static long lastPosition(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select sum(last_position) from partition")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
    }

    record Verdict(int accepted, int lost, int twice, int outOfOrder) {}
}
