package io.omnihub.identity;

import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Tickets for the WebSocket, on which no header can be set: whoever has logged in gets one, and uses it once, on any
/// node.
public final class Tickets {

    private static final Duration VALID = Duration.ofSeconds(30);
    private static final int RANDOM_BYTES = 32;
    private static final String TAKE = """
            delete from ticket where hash = ? and expires_at > ?
            returning tenant, account, role, person, credential, coalesce((select a.display_name
            from account a
            where a.tenant = ticket.tenant and a.name = ticket.account and ticket.person = 1), '')""";

    private final Database database;
    private final Credentials credentials;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Tickets(Database database, Credentials credentials, Clock clock) {
        this.database = database;
        this.credentials = credentials;
        this.clock = clock;
    }

    /// A ticket names what its owner is known by, whose end is the end of the ticket and of the socket too.
    public Issued create(Caller caller) {
        LoginSession session = caller.session();
        byte[] bits = new byte[RANDOM_BYTES];
        random.nextBytes(bits);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        long now = clock.millis();
        long expires = now + VALID.toMillis();
        database.write(Tenants.ALL, tx -> {
            tx.sql().sql("delete from ticket where expires_at <= ?").param(now).update();
            return tx.sql()
                    .sql("""
                            insert into ticket (hash, tenant, account, role, person, login, credential, expires_at)
                            values (?, ?, ?, ?, ?, ?, ?, ?)""")
                    .params(
                            sha256(ticket),
                            caller.tenant().value(),
                            caller.name(),
                            caller.role().publicName(),
                            caller.account() ? 1 : 0,
                            session == null ? "" : session.id(),
                            caller.credential().text(),
                            expires)
                    .update();
        });
        return new Issued(ticket, Instant.ofEpochMilli(expires));
    }

    /// Takes a ticket: whose it is, once.
    public Optional<Caller> use(String ticket) {
        return database.write(Tenants.ALL, tx -> {
            List<Optional<Caller>> taken = tx.sql()
                    .sql(TAKE)
                    .params(sha256(ticket), clock.millis())
                    .query((row, _) -> read(row))
                    .list();
            return taken.stream()
                    .flatMap(Optional::stream)
                    .filter(found -> credentials.isAlive(tx, found.credential()))
                    .findFirst();
        });
    }

    private static Optional<Caller> read(ResultSet row) throws SQLException {
        TenantId tenant = new TenantId(row.getString(1));
        String name = row.getString(2);
        Role role = Role.of(row.getString(3));
        boolean person = row.getInt(4) == 1;
        String displayName = row.getString(6);
        return Credential.parse(tenant, row.getString(5))
                .map(credential -> new Caller(tenant, name, displayName, role, person, null, credential));
    }

    private static byte[] sha256(String ticket) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(ticket.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /// A new ticket.
    public record Issued(String ticket, Instant expires) {

        @Override
        public String toString() {
            return "Issued[" + expires + "]";
        }
    }
}
