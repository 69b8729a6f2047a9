package io.omnihub.channel;

import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseUnavailableException;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import io.omnihub.web.Params;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Which inboxes are held, on all nodes and across restarts: it stands in the database, and whoever claims work looks
/// there in the transaction of the claim.
public final class Holds {

    /// What is only shown, and what may be lost, asks no more often.
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Database database;
    private final AuditLog audit;
    private final Clock clock;
    private final List<HeldWork> works = new CopyOnWriteArrayList<>();
    private final Lock reading = new ReentrantLock();
    private volatile Known known = new Known(List.of(), System.nanoTime() - FRESH.toNanos());

    public Holds(Database database, AuditLog audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /// This waits too while an inbox is held.
    public void add(HeldWork work) {
        works.add(work);
    }

    /// Holds an inbox, or all of a channel's where none is given.
    public Hold hold(TenantId tenant, ChannelId channel, @Nullable InboxId inbox, Hold.Mode mode, String who) {
        Hold wanted = new Hold(tenant, channel, inbox, mode, who, Instant.ofEpochMilli(clock.millis()));
        Optional<Hold> before = database.write(Tenants.of(tenant), tx -> {
            Optional<Hold> held = find(tx, wanted);
            if (held.filter(hold -> hold.mode() == mode).isEmpty()) {
                tx.sql()
                        .sql("""
                        insert into inbox_hold (tenant, channel, inbox, mode, who, since) values (?, ?, ?, ?, ?, ?)
                        on conflict (tenant, channel, inbox)
                        do update set mode = excluded.mode, who = excluded.who, since = excluded.since""")
                        .params(tenant.value(), channel.value(), wanted.inboxColumn(), Params.name(mode), who)
                        .param(wanted.since().toEpochMilli())
                        .update();
                AuditAction action = mode == Hold.Mode.PAUSE ? AuditAction.INBOX_PAUSED : AuditAction.INBOX_DRAINED;
                audit.append(tx, tenant, note(who, action, wanted));
            }
            return held;
        });
        changed();
        if (before.filter(hold -> hold.mode() == mode).isPresent()) {
            return before.get();
        }
        before.ifPresent(hold -> works.forEach(work -> work.released(hold)));
        works.forEach(HeldWork::putAside);
        return wanted;
    }

    /// Lets what was held go on.
    ///
    /// @return whether it was held
    public boolean release(TenantId tenant, ChannelId channel, @Nullable InboxId inbox, String who) {
        Hold wanted = new Hold(tenant, channel, inbox, Hold.Mode.PAUSE, who, Instant.EPOCH);
        // None is given up for the time that it was held, even where nobody comes to release it.
        works.forEach(HeldWork::putAside);
        Optional<Hold> released = database.write(Tenants.of(tenant), tx -> {
            Optional<Hold> held = find(tx, wanted);
            if (held.isPresent()) {
                tx.sql()
                        .sql("delete from inbox_hold where tenant = ? and channel = ? and inbox = ?")
                        .params(tenant.value(), channel.value(), wanted.inboxColumn())
                        .update();
                audit.append(tx, tenant, note(who, AuditAction.INBOX_RESUMED, wanted));
            }
            return held;
        });
        changed();
        released.ifPresent(hold -> works.forEach(work -> work.released(hold)));
        return released.isPresent();
    }

    /// All of them, a second old at most while the database answers. Where it doesn't, one at a time waits for it; the
    /// others take what was known last.
    public List<Hold> known() {
        if (System.nanoTime() - known.at() >= FRESH.toNanos() && reading.tryLock()) {
            try {
                read();
            } finally {
                reading.unlock();
            }
        }
        return known.holds();
    }

    private void changed() {
        reading.lock();
        try {
            read();
        } finally {
            reading.unlock();
        }
    }

    private void read() {
        List<Hold> holds;
        try {
            holds = database.read(Tenants.ALL, Holds::all);
        } catch (DatabaseUnavailableException _) {
            holds = known.holds();
        }
        known = new Known(holds, System.nanoTime());
    }

    /// All of them.
    public static List<Hold> all(Transaction tx) {
        return list(tx, "");
    }

    /// All of them, of which none is released before the end of the transaction.
    public static List<Hold> locked(Database.Kind kind, Transaction tx) {
        return list(tx, kind == Database.Kind.POSTGRESQL ? " for share" : "");
    }

    /// What holds an inbox: what all of its channel is held by comes first.
    public Optional<Hold> of(TenantId tenant, ChannelId channel, InboxId inbox) {
        return known().stream()
                .filter(hold -> hold.covers(tenant, channel, inbox))
                .min((one, other) -> one.inboxColumn().compareTo(other.inboxColumn()));
    }

    /// How much of all that is held was begun, and how much waits.
    public HeldCounts counts() {
        return new HeldCounts(
                works.stream().flatMap(work -> work.counts().stream()).toList());
    }

    private static AuditNote note(String who, AuditAction action, Hold hold) {
        String target = hold.inbox() == null ? hold.channel().value() : hold.inboxColumn();
        return new AuditNote(
                who, action, target, Map.of("channel", hold.channel().value()));
    }

    private static Optional<Hold> find(Transaction tx, Hold wanted) {
        return all(tx).stream()
                .filter(hold -> hold.tenant().equals(wanted.tenant())
                        && hold.channel().equals(wanted.channel())
                        && hold.inboxColumn().equals(wanted.inboxColumn()))
                .findFirst();
    }

    private static List<Hold> list(Transaction tx, String lock) {
        return tx.sql()
                .sql("select tenant, channel, inbox, mode, who, since from inbox_hold order by since" + lock)
                .query((row, _) -> new Hold(
                        new TenantId(row.getString(1)),
                        new ChannelId(row.getString(2)),
                        row.getString(3).isEmpty() ? null : new InboxId(row.getString(3)),
                        Hold.Mode.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
                        row.getString(5),
                        Instant.ofEpochMilli(row.getLong(6))))
                .list();
    }

    private record Known(List<Hold> holds, long at) {}
}
