package io.omnihub.channel.poll;

import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.time.Clock;
import java.util.Optional;

/// Where each polled inbox has come to, on all nodes and across restarts, in the words of its channel.
public final class PollPositions {

    private final Database database;
    private final Clock clock;

    public PollPositions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// @param source what of the inbox it is the position in, such as a folder
    public Optional<String> find(TenantId tenant, InboxId inbox, String source) {
        return database.read(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql("select position from poll_position where tenant = ? and inbox = ? and source = ?")
                        .params(tenant.value(), inbox.value(), source)
                        .query((row, _) -> row.getString(1))
                        .optional());
    }

    /// Moves it, unless it has been moved since it was found.
    ///
    /// @param from as it was found; empty where there was none
    /// @return whether it was still there
    public boolean move(TenantId tenant, InboxId inbox, String source, String from, String to) {
        return database.write(
                Tenants.of(tenant),
                tx -> tx.sql()
                                .sql("""
                                        insert into poll_position (tenant, inbox, source, position, moved_at)
                                        values (?, ?, ?, ?, ?)
                                        on conflict (tenant, inbox, source)
                                        do update set position = excluded.position, moved_at = excluded.moved_at
                                        where poll_position.position = ?""")
                                .params(tenant.value(), inbox.value(), source, to, clock.millis(), from)
                                .update()
                        == 1);
    }

    /// Moves it, once all before it is kept.
    public void move(TenantId tenant, InboxId inbox, String source, String position) {
        var _ = database.write(
                Tenants.of(tenant),
                tx -> tx.sql()
                        .sql("""
                                insert into poll_position (tenant, inbox, source, position, moved_at)
                                values (?, ?, ?, ?, ?)
                                on conflict (tenant, inbox, source)
                                do update set position = excluded.position, moved_at = excluded.moved_at""")
                        .params(tenant.value(), inbox.value(), source, position, clock.millis())
                        .update());
    }
}
