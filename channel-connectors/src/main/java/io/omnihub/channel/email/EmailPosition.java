package io.omnihub.channel.email;

import java.time.Instant;
import java.util.Optional;

/// How far a folder was read.
///
/// @param validity of the folder's numbers
/// @param uid      the last one that was looked at
/// @param begun    when the hub looked first
/// @param since    what came before is passed over
/// @param owner    tells the mailbox from others
/// @param server   tells its server from others; empty where an earlier version has written it
record EmailPosition(long validity, long uid, Instant begun, Instant since, String owner, String server) {

    static Optional<EmailPosition> read(String written) {
        String[] parts = written.split("/", -1);
        try {
            return Optional.of(new EmailPosition(
                    Long.parseLong(parts[0]),
                    Long.parseLong(parts[1]),
                    Instant.ofEpochMilli(Long.parseLong(parts[2])),
                    Instant.ofEpochMilli(Long.parseLong(parts[3])),
                    parts[4],
                    parts.length > 5 ? parts[5] : ""));
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }

    EmailPosition at(long last) {
        return new EmailPosition(validity, last, begun, since, owner, server);
    }

    boolean isOn(String other) {
        return server.isEmpty() || server.equals(other);
    }

    EmailPosition on(String other) {
        return new EmailPosition(validity, uid, begun, since, owner, other);
    }

    String written() {
        return validity + "/" + uid + "/" + begun.toEpochMilli() + "/" + since.toEpochMilli() + "/" + owner + "/"
                + server;
    }
}
