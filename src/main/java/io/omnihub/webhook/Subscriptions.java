package io.omnihub.webhook;

import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.keys.TenantKeys;
import io.omnihub.log.LogCursor;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseUnavailableException;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import io.omnihub.web.Params;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Who wants to be told of what. All of them are kept in memory, since each entry of the log is held against them, with
/// a version that grows with each change, by which a node knows that another one has changed something.
final class Subscriptions {

    static final Duration EVERY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
    private static final String PURPOSE = "webhook";
    private static final String HUB = "hub";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String MINE = " where tenant = ? and id = ?";
    private static final String SELECT = """
            select tenant, id, name, url, filter, ordered, state, state_since, failing_since, secrets, created_by,
                   created_at, since_log
            from webhook""";

    private final Database database;
    private final TenantKeys tenantKeys;
    private final AuditLog audit;
    private final Clock clock;
    private final int most;
    private volatile Known known = new Known(-1, Map.of());

    /// @param most how many a tenant may have
    Subscriptions(Database database, TenantKeys tenantKeys, AuditLog audit, Clock clock, int most) {
        this.database = database;
        this.tenantKeys = tenantKeys;
        this.audit = audit;
        this.clock = clock;
        this.most = most;
    }

    /// Of a tenant, by name, as they were known a second ago at the earliest.
    List<Subscription> of(TenantId tenant) {
        return known.byTenant().getOrDefault(tenant, List.of());
    }

    /// Of all tenants.
    Collection<List<Subscription>> all() {
        return known.byTenant().values();
    }

    Optional<Subscription> find(TenantId tenant, String id) {
        return of(tenant).stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /// Of what is known.
    long version() {
        return known.version();
    }

    /// Of what there is.
    static long version(Transaction tx) {
        return tx.sql()
                .sql("select version from webhook_version where id = 1")
                .query((row, _) -> row.getLong(1))
                .single();
    }

    /// Looks whether another node has changed something.
    synchronized void refresh() {
        if (database.read(Tenants.ALL, Subscriptions::version) == known.version()) {
            return;
        }
        List<Row> rows = new ArrayList<>();
        // The version first: what changes in between is read again.
        long version = database.read(Tenants.ALL, tx -> {
            long before = version(tx);
            rows.addAll(tx.sql()
                    .sql(SELECT + " order by tenant, name, id")
                    .query((row, _) -> row(row))
                    .list());
            return before;
        });
        known = new Known(
                version, rows.stream().map(this::opened).collect(Collectors.groupingBy(Subscription::tenant)));
    }

    /// What was committed is known to this node at once, unless the database is away now: then a moment later.
    private void changed() {
        try {
            refresh();
        } catch (DatabaseUnavailableException e) {
            LOG.debug("What has changed is read later", e);
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
                    insert into webhook (tenant, id, name, url, filter, ordered, state, state_since, secrets, created_by,
                                         created_at, since_log, revision)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)""")
                    .params(
                            added.tenant().value(),
                            added.id(),
                            added.name(),
                            added.url(),
                            JSON.writeValueAsString(added.filter()),
                            added.ordered() ? 1 : 0,
                            Params.name(added.state()),
                            millis(added.since()),
                            sealed,
                            added.createdBy(),
                            millis(added.createdAt()),
                            added.from().text())
                    .update();
            bump(tx);
            note(tx, added.tenant(), added.id(), who, AuditAction.WEBHOOK_CREATED, Map.of("name", added.name()));
            return true;
        });
        changed();
        return room;
    }

    /// Changes what is given.
    ///
    /// @return as it is then; empty where there is none
    Optional<Subscription> change(TenantId tenant, String id, Change change, String who) {
        List<String> columns = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        if (change.name() != null) {
            columns.add("name = ?");
            values.add(change.name());
        }
        if (change.url() != null) {
            // What failed was another address.
            columns.add("url = ?, failing_since = null");
            values.add(change.url());
        }
        if (change.filter() != null) {
            columns.add("filter = ?");
            values.add(JSON.writeValueAsString(change.filter()));
        }
        if (change.ordered() != null) {
            columns.add("ordered = ?");
            values.add(change.ordered() ? 1 : 0);
        }
        return columns.isEmpty()
                ? find(tenant, id)
                : write(tenant, id, who, AuditAction.WEBHOOK_CHANGED, String.join(", ", columns), "", values);
    }

    /// Switches one on or off, with what failed before forgotten.
    ///
    /// @param from how far the log is: one that is switched on is told of what comes after
    Optional<Subscription> set(TenantId tenant, String id, boolean on, LogCursor from, String who) {
        return write(
                tenant,
                id,
                who,
                on ? AuditAction.WEBHOOK_SWITCHED_ON : AuditAction.WEBHOOK_SWITCHED_OFF,
                "state = ?, state_since = ?, since_log = ?, failing_since = null",
                on ? " and state <> 'on'" : " and state = 'on'",
                List.of(Params.name(on ? Subscription.State.ON : Subscription.State.OFF), clock.millis(), from.text()));
    }

    /// Has another key sign, and for a while the one so far too.
    Optional<Subscription> rotate(TenantId tenant, String id, SigningKey key, Instant goesOn, String who) {
        tenantKeys.prepare(tenant);
        Optional<Subscription> rotated = database.write(Tenants.of(tenant), tx -> {
            Optional<Subscription> now = find(tx, tenant, id, database.kind().forUpdate());
            now.ifPresent(found -> {
                tx.sql()
                        .sql("update webhook set revision = revision + 1, secrets = ?" + MINE)
                        .params(sealed(tenant, found.keys().rotated(key, goesOn)), tenant.value(), id)
                        .update();
                bump(tx);
                note(tx, tenant, id, who, AuditAction.WEBHOOK_SECRET_CHANGED, Map.of());
            });
            return now.isPresent() ? find(tx, tenant, id, "") : now;
        });
        changed();
        return rotated;
    }

    /// Removes one, and tells nobody more of what waited for it.
    ///
    /// @return whether there was one
    boolean remove(TenantId tenant, String id, String who) {
        boolean removed = database.write(Tenants.of(tenant), tx -> {
            boolean was = tx.sql()
                            .sql("delete from webhook" + MINE)
                            .params(tenant.value(), id)
                            .update()
                    == 1;
            if (was) {
                bump(tx);
                note(tx, tenant, id, who, AuditAction.WEBHOOK_DELETED, Map.of());
            }
            return was;
        });
        changed();
        return removed;
    }

    private Optional<Subscription> write(
            TenantId tenant,
            String id,
            String who,
            AuditAction action,
            String columns,
            String where,
            List<Object> values) {
        tenantKeys.prepare(tenant);
        Optional<Subscription> after = database.write(Tenants.of(tenant), tx -> {
            if (update(tx, tenant, id, columns, where, values.toArray())) {
                note(tx, tenant, id, who, action, Map.of());
            }
            return find(tx, tenant, id, "");
        });
        changed();
        return after;
    }

    /// Takes what became of an attempt: one that has failed for too long, or says that it is no more, is switched off.
    void note(Transaction tx, Subscription subscription, Attempted attempted, Duration switchOffAfter) {
        TenantId tenant = subscription.tenant();
        String id = subscription.id();
        long at = millis(attempted.at());
        if (attempted.wasTaken()) {
            update(tx, tenant, id, "failing_since = null", " and failing_since is not null");
        } else if (attempted.isGone()) {
            switchOff(tx, subscription, Subscription.State.GONE, "");
        } else if (!update(tx, tenant, id, "failing_since = ?", " and failing_since is null", at)) {
            String longAgo = " and failing_since <= " + (at - switchOffAfter.toMillis());
            switchOff(tx, subscription, Subscription.State.FAILED, longAgo);
        }
    }

    private void switchOff(Transaction tx, Subscription subscription, Subscription.State state, String where) {
        TenantId tenant = subscription.tenant();
        // What was sent to an address that it has no more says nothing of it.
        String still = " and state = 'on' and url = ?" + where;
        if (tx.sql()
                        .sql("update webhook set revision = revision + 1, state = ?, state_since = ?" + MINE + still)
                        .params(
                                Params.name(state),
                                clock.millis(),
                                tenant.value(),
                                subscription.id(),
                                subscription.url())
                        .update()
                == 1) {
            bump(tx);
            Map<String, String> details = Map.of("reason", Params.name(state));
            note(tx, tenant, subscription.id(), HUB, AuditAction.WEBHOOK_SWITCHED_OFF, details);
            LOG.warn(
                    "The webhook {} of {} is switched off, since it {}",
                    subscription.id(),
                    tenant.value(),
                    state == Subscription.State.GONE ? "answered 410" : "has failed for too long");
        }
    }

    private static boolean update(
            Transaction tx, TenantId tenant, String id, String columns, String where, Object... values) {
        boolean updated = tx.sql()
                        .sql("update webhook set revision = revision + 1, " + columns + MINE + where)
                        .params(values)
                        .params(tenant.value(), id)
                        .update()
                == 1;
        if (updated) {
            bump(tx);
        }
        return updated;
    }

    private static void bump(Transaction tx) {
        tx.sql()
                .sql("update webhook_version set version = version + 1 where id = 1")
                .update();
    }

    private void note(
            Transaction tx, TenantId tenant, String id, String who, AuditAction action, Map<String, String> details) {
        audit.append(tx, tenant, new AuditNote(who, action, id, details));
    }

    private byte[] sealed(TenantId tenant, SigningKeys keys) {
        return tenantKeys.encrypt(tenant, PURPOSE, keys.bytes());
    }

    private Optional<Subscription> find(Transaction tx, TenantId tenant, String id, String lock) {
        return tx.sql()
                .sql(SELECT + MINE + lock)
                .params(tenant.value(), id)
                .query((row, _) -> row(row))
                .optional()
                .map(this::opened);
    }

    /// What can't be read, since another key has encrypted it or a later version wrote it, is the trouble of this one
    /// alone.
    private Subscription opened(Row row) {
        SigningKeys keys = SigningKeys.UNREADABLE;
        try {
            keys = SigningKeys.read(tenantKeys.decrypt(row.tenant(), PURPOSE, row.secrets()));
        } catch (RuntimeException e) {
            LOG.debug("The secret of the webhook {} can't be read", row.id(), e);
        }
        Subscription.State state = Subscription.State.UNKNOWN;
        EventFilter filter = EventFilter.NONE;
        try {
            filter = JSON.readValue(row.filter(), EventFilter.class);
            state = Params.constant("state", row.state(), Subscription.State.values());
        } catch (RuntimeException e) {
            LOG.debug("What the webhook {} wants can't be read", row.id(), e);
        }
        return new Subscription(
                row.tenant(),
                row.id(),
                row.name(),
                row.url(),
                filter,
                row.ordered(),
                state,
                row.since(),
                row.failing() == 0 ? null : Instant.ofEpochMilli(row.failing()),
                keys,
                row.createdBy(),
                row.createdAt(),
                LogCursor.parse(row.sinceLog()).orElse(Subscription.BEGINNING));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                new TenantId(row.getString(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getInt(6) == 1,
                row.getString(7),
                Instant.ofEpochMilli(row.getLong(8)),
                row.getLong(9),
                row.getBytes(10),
                row.getString(11),
                Instant.ofEpochMilli(row.getLong(12)),
                row.getString(13));
    }

    private static long millis(Instant time) {
        return time.toEpochMilli();
    }

    /// What is to be changed; null for what stays.
    record Change(
            @Nullable String name,
            @Nullable String url,
            @Nullable EventFilter filter,
            @Nullable Boolean ordered) {}

    /// What is known, and of which version.
    private record Known(long version, Map<TenantId, List<Subscription>> byTenant) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Row(
            TenantId tenant,
            String id,
            String name,
            String url,
            String filter,
            boolean ordered,
            String state,
            Instant since,
            long failing,
            byte[] secrets,
            String createdBy,
            Instant createdAt,
            String sinceLog) {}
}
