package io.omnihub.webhook;

import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.keys.TenantKeys;
import io.omnihub.keys.UnreadableException;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import io.omnihub.web.Params;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Who wants to be told of what. All of them are kept in memory, since each entry of the log is held against them; what
/// another node changed is seen within a second.
final class Subscriptions {

    static final Duration EVERY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
    private static final String PURPOSE = "webhook";
    private static final String HUB = "hub";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String MINE = " where tenant = ? and id = ?";

    private final Database database;
    private final TenantKeys tenantKeys;
    private final AuditLog audit;
    private final Clock clock;
    private final int most;
    private volatile Known known = new Known(new Version(-1, -1), List.of());

    /// @param most how many a tenant may have
    Subscriptions(Database database, TenantKeys tenantKeys, AuditLog audit, Clock clock, int most) {
        this.database = database;
        this.tenantKeys = tenantKeys;
        this.audit = audit;
        this.clock = clock;
        this.most = most;
    }

    /// Of all tenants, as they were known a second ago at the earliest.
    List<Subscription> all() {
        return known.all();
    }

    Optional<Subscription> find(TenantId tenant, String id) {
        return all().stream()
                .filter(each -> each.tenant().equals(tenant) && each.id().equals(id))
                .findFirst();
    }

    /// Looks whether another node has changed something.
    synchronized void refresh() {
        Version version = database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("select count(*), coalesce(sum(revision), 0) from webhook")
                        .query((row, _) -> new Version(row.getLong(1), row.getLong(2)))
                        .single());
        if (!version.equals(known.version())) {
            List<Row> rows = database.read(
                    Tenants.ALL,
                    tx -> tx.sql().sql("""
                            select tenant, id, name, url, filter, ordered, state, state_since, failing_since, secrets,
                                   created_by, created_at, revision
                            from webhook order by tenant, name, id""").query(Subscriptions::row).list());
            known = new Known(
                    new Version(
                            rows.size(),
                            rows.stream()
                                    .mapToLong(row -> row.subscription().revision())
                                    .sum()),
                    rows.stream().map(this::opened).toList());
        }
    }

    /// Adds one.
    ///
    /// @return whether the tenant may have so many
    boolean add(Subscription added, String who) {
        byte[] sealed = sealed(added.tenant(), added.keys());
        boolean room = database.write(Tenants.of(added.tenant()), tx -> {
            long there = tx.sql()
                    .sql("select count(*) from webhook where tenant = ?")
                    .param(added.tenant().value())
                    .query(Long.class)
                    .single();
            if (there >= most) {
                return false;
            }
            tx.sql()
                    .sql("""
                    insert into webhook (name, url, filter, ordered, state, state_since, failing_since, secrets,
                                         created_by, created_at, revision, tenant, id)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                    .params(changing(added))
                    .params(
                            sealed,
                            added.createdBy(),
                            added.createdAt().toEpochMilli(),
                            added.revision(),
                            added.tenant().value(),
                            added.id())
                    .update();
            note(tx, added, who, AuditAction.WEBHOOK_CREATED);
            return true;
        });
        refresh();
        return room;
    }

    /// Changes one.
    ///
    /// @return as it is then; empty where there is none
    Optional<Subscription> change(
            TenantId tenant, String id, String who, AuditAction action, UnaryOperator<Subscription> change) {
        refresh();
        Optional<Subscription> changed = find(tenant, id).map(change);
        changed.ifPresent(next -> {
            byte[] sealed = sealed(tenant, next.keys());
            database.write(Tenants.of(tenant), tx -> {
                int rows = tx.sql()
                        .sql(
                                "update webhook set name = ?, url = ?, filter = ?, ordered = ?, state = ?, state_since = ?,"
                                        + " failing_since = ?, secrets = ?, revision = revision + 1" + MINE)
                        .params(changing(next))
                        .params(sealed, tenant.value(), id)
                        .update();
                if (rows == 1) {
                    note(tx, next, who, action);
                }
                return rows;
            });
        });
        refresh();
        return find(tenant, id);
    }

    /// Removes one, and tells nobody more of what waited for it.
    ///
    /// @return whether there was one
    boolean remove(TenantId tenant, String id, String who) {
        refresh();
        Optional<Subscription> removed = find(tenant, id);
        removed.ifPresent(gone -> database.write(Tenants.of(tenant), tx -> {
            tx.sql()
                    .sql("delete from webhook" + MINE)
                    .params(tenant.value(), id)
                    .update();
            note(tx, gone, who, AuditAction.WEBHOOK_DELETED);
            return true;
        }));
        refresh();
        return removed.isPresent();
    }

    /// Takes what became of an attempt: one that has failed for too long, or says that it is no more, is switched off.
    void note(Transaction tx, Subscription subscription, Attempted attempted, Duration switchOffAfter) {
        Instant failing = subscription.failingSince();
        if (attempted.wasTaken()) {
            if (failing != null) {
                update(tx, subscription, "failing_since = null where failing_since is not null");
            }
        } else if (attempted.isGone()) {
            switchOff(tx, subscription, Subscription.State.GONE, "");
        } else if (failing == null) {
            update(tx, subscription, "failing_since = ? where failing_since is null", millis(attempted.at()));
        } else if (!failing.plus(switchOffAfter).isAfter(attempted.at())) {
            // Another node may have had success meanwhile.
            switchOff(
                    tx,
                    subscription,
                    Subscription.State.FAILED,
                    " and failing_since <= " + millis(attempted.at().minus(switchOffAfter)));
        }
    }

    private void switchOff(Transaction tx, Subscription subscription, Subscription.State state, String where) {
        if (update(
                tx,
                subscription,
                "state = ?, state_since = ? where state = 'on'" + where,
                Params.name(state),
                clock.millis())) {
            note(tx, subscription, HUB, AuditAction.WEBHOOK_SWITCHED_OFF, Map.of("reason", Params.name(state)));
            LOG.warn(
                    "The webhook {} of {} is switched off, since it {}",
                    subscription.id(),
                    subscription.tenant().value(),
                    state == Subscription.State.GONE ? "answered 410" : "has failed for too long");
        }
    }

    private static boolean update(Transaction tx, Subscription subscription, String change, Object... params) {
        return tx.sql()
                        .sql("update webhook set revision = revision + 1, " + change + " and tenant = ? and id = ?")
                        .params(params)
                        .params(subscription.tenant().value(), subscription.id())
                        .update()
                == 1;
    }

    private void note(Transaction tx, Subscription subscription, String who, AuditAction action) {
        note(
                tx,
                subscription,
                who,
                action,
                Map.of("name", subscription.name(), "host", subscription.url().getHost()));
    }

    private void note(
            Transaction tx, Subscription subscription, String who, AuditAction action, Map<String, String> details) {
        audit.append(tx, subscription.tenant(), new AuditNote(who, action, subscription.id(), details));
    }

    private static Object[] changing(Subscription subscription) {
        return new Object[] {
            subscription.name(),
            subscription.url().toString(),
            JSON.writeValueAsString(subscription.filter()),
            subscription.ordered() ? 1 : 0,
            Params.name(subscription.state()),
            millis(subscription.since()),
            subscription.failingSince() == null ? null : millis(subscription.failingSince())
        };
    }

    private byte[] sealed(TenantId tenant, SigningKeys keys) {
        return tenantKeys.encrypt(tenant, PURPOSE, keys.bytes());
    }

    private Subscription opened(Row row) {
        Subscription closed = row.subscription();
        try {
            return closed.with(SigningKeys.read(tenantKeys.decrypt(closed.tenant(), PURPOSE, row.sealed())));
        } catch (UnreadableException _) {
            // Another key has encrypted it: it signs nothing until it has a new secret.
            return closed;
        }
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        long failing = row.getLong(9);
        Subscription closed = new Subscription(
                new TenantId(row.getString(1)),
                row.getString(2),
                row.getString(3),
                URI.create(row.getString(4)),
                JSON.readValue(row.getString(5), EventFilter.class),
                row.getInt(6) == 1,
                Params.constant("state", row.getString(7), Subscription.State.values()),
                Instant.ofEpochMilli(row.getLong(8)),
                failing == 0 ? null : Instant.ofEpochMilli(failing),
                SigningKeys.UNREADABLE,
                row.getString(11),
                Instant.ofEpochMilli(row.getLong(12)),
                row.getLong(13));
        return new Row(closed, row.getBytes(10));
    }

    private static long millis(Instant time) {
        return time.toEpochMilli();
    }

    /// What is known, and of which version of the table.
    private record Known(Version version, List<Subscription> all) {}

    /// Of the whole table.
    private record Version(long rows, long revisions) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Row(Subscription subscription, byte[] sealed) {}
}
