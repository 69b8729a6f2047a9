package io.omnihub.errand;

import io.omnihub.channel.HeldCounts;
import io.omnihub.channel.Hold;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The rows of a kind of errands: which there are, which is next, who has it, and how it ended.
final class Ledger {

    private static final String COLUMNS = """
            d.lane, d.place, d.part, d.tenant, d.target, d.inbox, d.payload, d.state, d.attempt, d.counted_from,
            d.faults, d.next_attempt_at, d.give_up_at,
            case when d.maybe_repeated = 1 or exists (
              select 1 from errand_call c
              where c.kind = d.kind and c.lane = d.lane and c.place = d.place and c.part = d.part
                and c.maybe_repeated = 1) then 1 else 0 end,
            d.result, d.code, d.reason, d.replays, d.created_at, d.changed_at, d.plan""";

    /// What a hold put aside is due later than it is given up.
    private static final String LATE = "d.state = 'pending' and d.give_up_at <= ? and d.next_attempt_at <= ?";

    private static final String REPLAY = """
            update errand set state = 'pending', owner = '', counted_from = attempt, faults = 0,
                   next_attempt_at = ?, give_up_at = ?, replays = replays + 1, untold = 0,
                   plan = case when maybe_repeated = 1 then plan else '' end, changed_at = ?""";

    private static final String OPEN = "state in ('pending', 'claimed')";
    private static final String KEY = " where kind = ? and lane = ? and place = ? and part = ?";
    private static final String MINE = KEY + " and state = 'claimed' and attempt = ? and owner = ?";

    /// The mark of what is to be done next. Once set, it stays: nothing that comes later tells that it was not done.
    /// With a call that is recorded it goes over to that call.
    private static final String MARK = "maybe_repeated = case when ? then 1 else maybe_repeated end";

    /// What is held is looked at again after this time at the latest, so that those who look for what is due don't go
    /// over all of it again and again.
    private static final Duration ASIDE = Duration.ofMinutes(10);

    private static final String OF_HOLD = "d.target = ? and d.tenant = ? and (? = '' or d.inbox = ?)";

    private final Database.Kind database;
    private final ErrandKind kind;
    private final String owner;
    private final boolean tells;
    private final String ended;
    private final String held;
    private final String notHeld;

    /// @param owner this node
    /// @param tells whether somebody is to be told how each ended
    Ledger(Database.Kind database, ErrandKind kind, String owner, boolean tells) {
        this.database = database;
        this.tells = tells;
        this.ended = "untold = " + (tells ? 1 : 0);
        this.kind = kind;
        this.owner = owner;
        this.held = "exists (select 1 from inbox_hold h where h.tenant = d.tenant and h.channel = d.target"
                + " and h.inbox in ('', d.inbox)" + (kind.outgoing() ? ")" : " and h.mode = 'drain')");
        this.notHeld = " and not " + held;
    }

    /// Those that are there stay as they are.
    void add(Transaction tx, Collection<NewErrand> errands, long now) throws SQLException {
        try (PreparedStatement insert = tx.connection().prepareStatement("""
                        insert into errand (kind, lane, place, part, tenant, target, inbox, payload, state, attempt,
                                            counted_from, faults, next_attempt_at, give_up_at, owner, maybe_repeated,
                                            result, code, reason, replays, untold, created_at, changed_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0, 0, 0, ?, ?, '', 0, '', '', '', 0, 0, ?, ?)
                        on conflict (kind, lane, place, part) do nothing""")) {
            for (NewErrand errand : errands) {
                insert.setString(1, kind.name());
                insert.setString(2, errand.id().lane());
                insert.setLong(3, errand.id().place());
                insert.setInt(4, errand.id().part());
                insert.setString(5, errand.tenant().value());
                insert.setString(6, errand.target());
                insert.setString(7, errand.inbox().value());
                insert.setString(8, errand.payload());
                insert.setLong(9, now + errand.after().toMillis());
                insert.setLong(10, giveUpAt(now));
                insert.setLong(11, now);
                insert.setLong(12, now);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    Optional<Errand> find(Transaction tx, TenantId tenant, ErrandId id) {
        return tx.sql()
                .sql("select " + COLUMNS + " from errand d" + KEY + " and tenant = ?")
                .params(key(id))
                .param(tenant.value())
                .query((rows, _) -> read(rows))
                .optional();
    }

    List<Errand> list(Transaction tx, String where, List<Object> params) {
        List<Object> all = new ArrayList<>(List.of(kind.name()));
        all.addAll(params);
        return tx.sql()
                .sql("select " + COLUMNS + " from errand d where d.kind = ? and " + where)
                .params(all)
                .query((rows, _) -> read(rows))
                .list();
    }

    boolean any(Transaction tx, String where, Object... params) {
        return tx.sql()
                .sql("select 1 from errand d where d.kind = ? and " + where + " limit 1")
                .param(kind.name())
                .params(params)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /// When the first is due after a time; `Long.MAX_VALUE` where none is.
    long nextDue(Transaction tx, String target, long after) {
        return tx.sql()
                .sql(
                        "select min(next_attempt_at) from errand where kind = ? and target = ? and next_attempt_at > ? and "
                                + OPEN)
                .params(kind.name(), target, after)
                .query((rows, _) -> {
                    long due = rows.getLong(1);
                    return rows.wasNull() ? Long.MAX_VALUE : due;
                })
                .single();
    }

    /// What may be done now, the longest due first, locked for the transaction.
    List<Errand> due(Transaction tx, Wanted wanted, long now, int limit) {
        List<Object> params = new ArrayList<>(List.of(wanted.target(), now));
        StringBuilder where = new StringBuilder("d.target = ? and d.next_attempt_at <= ?");
        for (Wanted.Address address : wanted.without()) {
            where.append(" and not (d.tenant = ? and d.inbox = ?)");
            params.addAll(List.of(address.tenant().value(), address.inbox().value()));
        }
        return free(tx, where.toString(), params, limit);
    }

    /// The targets that have errands which have not ended. Each is sought after the one before, however many errands
    /// there are.
    List<String> targets(Transaction tx) {
        return tx.sql()
                .sql("""
                        with recursive t (target) as (
                          select min(target) from errand where kind = ? and state in ('pending', 'claimed')
                          union all
                          select (select min(e.target) from errand e
                                  where e.kind = ? and e.target > t.target and e.state in ('pending', 'claimed'))
                          from t where t.target is not null)
                        select target from t where target is not null""")
                .params(kind.name(), kind.name())
                .query((row, _) -> row.getString(1))
                .list();
    }

    /// Whether a lane has something that no node does; it need not be due.
    boolean anyFree(Transaction tx, String lane, long now) {
        return any(
                tx,
                "d.lane = ? and (d.state = 'pending' or d.next_attempt_at <= ?) and d." + OPEN + notHeld,
                lane,
                now);
    }

    /// Whether a lane has something that no node has begun, or that is to be tried again.
    boolean anyPending(Transaction tx, String lane) {
        return any(tx, "d.lane = ? and d.state = 'pending' and d." + OPEN, lane);
    }

    /// The next of a lane, unless a node does it; it need not be due.
    Optional<Errand> next(Transaction tx, String lane, long now) {
        String where = "d.lane = ? and (d.state = 'pending' or d.next_attempt_at <= ?)";
        return free(tx, where, List.of(lane, now), 1).stream().findFirst();
    }

    private List<Errand> free(Transaction tx, String where, List<Object> params, int limit) {
        String lowest = kind.ordered() ? """
                         and not exists (select 1 from errand e
                                         where e.kind = d.kind and e.lane = d.lane
                                           and (e.place < d.place or (e.place = d.place and e.part < d.part))
                                           and e.state in ('pending', 'claimed'))""" : "";
        String lock = database == Database.Kind.POSTGRESQL ? " for update of d skip locked" : "";
        List<Object> all = new ArrayList<>(params);
        all.add(limit);
        return list(
                tx, where + " and d." + OPEN + notHeld + lowest + " order by d.next_attempt_at limit ?" + lock, all);
    }

    /// Gives one that this transaction has locked to this node.
    ///
    /// @param plan kept where there is none yet
    void claim(Transaction tx, Errand due, String plan, long now, long until) {
        tx.sql()
                .sql("""
                        update errand set state = 'claimed', attempt = ?, owner = ?, next_attempt_at = ?, faults = ?,
                               changed_at = ?, plan = ?,""" + MARK + KEY)
                .params(
                        due.attempt() + 1,
                        owner,
                        until,
                        due.faults() + (due.isClaimed() ? 1 : 0),
                        now,
                        due.plan().isEmpty() ? plan : due.plan(),
                        due.isClaimed())
                .params(key(due.id()))
                .update();
    }

    /// Ends one that this transaction has locked, without an attempt. What became of a claim that ended without an
    /// outcome nobody knows.
    void end(Transaction tx, Errand due, String state, String code, String reason, long now) {
        tx.sql()
                .sql("update errand set state = ?, code = ?, reason = ?, owner = ?, " + ended + ", changed_at = ?, "
                        + MARK + KEY)
                .params(state, code, reason, owner, now, due.isClaimed())
                .params(key(due.id()))
                .update();
    }

    /// Records that an attempt was done.
    ///
    /// @param surelyOnceSince what was entered since then was done once, whatever its mark says
    /// @return whether it was still the last one, and this node's
    boolean done(
            Transaction tx, Attempt attempt, String result, boolean maybeRepeated, long surelyOnceSince, long now) {
        return tx.sql()
                        .sql("update errand set " + ended + """
                        , state = 'done', result = ?, code = '', reason = '',
                               maybe_repeated = case when created_at > ? then 0 when ? then 1 else maybe_repeated end,
                               changed_at = ?""" + MINE)
                        .params(result, surelyOnceSince, maybeRepeated, now)
                        .params(mine(attempt))
                        .update()
                == 1;
    }

    /// Records a call after which others are to come, and gives the attempt the time for the next one.
    ///
    /// @param results         what came of all calls so far
    /// @param surelyOnceSince as for [#done]
    /// @return whether it was still the last attempt, and this node's
    boolean called(Transaction tx, Attempt attempt, Called call, String results, long surelyOnceSince, long until) {
        Optional<Boolean> marked = tx.sql()
                .sql("select maybe_repeated = 1 and created_at <= ? from errand" + MINE + database.forUpdate())
                .param(surelyOnceSince)
                .params(mine(attempt))
                .query((rows, _) -> rows.getBoolean(1))
                .optional();
        marked.ifPresent(mark -> {
            long now = call.madeAt().toEpochMilli();
            tx.sql()
                    .sql("""
                    insert into errand_call (kind, lane, place, part, number, tenant, result, maybe_repeated, progress,
                                             made_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                    .params(key(attempt.id()))
                    .params(
                            call.number(),
                            attempt.tenant().value(),
                            call.result(),
                            mark || call.maybeRepeated() ? 1 : 0,
                            call.progress(),
                            now)
                    .update();
            tx.sql()
                    .sql("update errand set result = ?, maybe_repeated = 0, next_attempt_at = ?, changed_at = ?" + MINE)
                    .params(results, until, now)
                    .params(mine(attempt))
                    .update();
        });
        return marked.isPresent();
    }

    /// The calls that were recorded for an errand, in order.
    List<Called> calls(Transaction tx, ErrandId id) {
        return tx.sql()
                .sql("select number, result, maybe_repeated, progress, made_at from errand_call" + KEY
                        + " order by number")
                .params(key(id))
                .query((rows, _) -> new Called(
                        rows.getInt(1),
                        rows.getString(2),
                        rows.getInt(3) == 1,
                        rows.getString(4),
                        Instant.ofEpochMilli(rows.getLong(5))))
                .list();
    }

    boolean failed(Transaction tx, Attempt attempt, String code, String reason, boolean maybeRepeated, long now) {
        return update(
                tx, attempt, "state = 'failed', code = ?, reason = ?, " + ended, maybeRepeated, now, code, reason);
    }

    /// Gives a claim back as if it had not been made.
    boolean handBack(Transaction tx, Attempt attempt, boolean maybeRepeated, long now) {
        return update(
                tx,
                attempt,
                "state = 'pending', owner = '', counted_from = counted_from + 1, next_attempt_at = ?",
                maybeRepeated,
                now,
                now);
    }

    /// Has it done again later, unless it was tried often or long enough.
    ///
    /// @param fault  whether the failure was our own
    /// @param chance a random number from 0 to 1
    /// @return the state afterwards; empty where it was not recorded
    Optional<String> retry(
            Transaction tx,
            Attempt attempt,
            String code,
            String reason,
            boolean maybeRepeated,
            boolean fault,
            Duration notBefore,
            double chance,
            long now) {
        Optional<Tries> tries = tx.sql()
                .sql("select attempt - counted_from, faults, give_up_at from errand" + MINE + database.forUpdate())
                .params(mine(attempt))
                .query((rows, _) -> new Tries(rows.getInt(1), rows.getInt(2) + (fault ? 1 : 0), rows.getLong(3)))
                .optional();
        return tries.map(so -> {
            Retries retries = kind.retries();
            long next = now + Math.max(retries.pause(so.count(), chance).toMillis(), notBefore.toMillis());
            boolean over = so.count() >= retries.attempts() || so.faults() >= retries.faults() || next > so.giveUpAt();
            String state = over ? Errand.DEAD : Errand.PENDING;
            update(
                    tx,
                    attempt,
                    "state = ?, untold = ?, faults = ?, next_attempt_at = ?, code = ?, reason = ?",
                    maybeRepeated,
                    now,
                    state,
                    over && tells ? 1 : 0,
                    so.faults(),
                    next,
                    code,
                    reason);
            return state;
        });
    }

    /// Whether something waits for longer than it may.
    boolean anyLate(Transaction tx, long now) {
        return any(tx, LATE + notHeld, now, now);
    }

    /// Gives up what waits for longer than it may, whoever was to do it. What is held, or was just now, is none of it.
    void giveUp(Transaction tx, long now) {
        tx.sql()
                .sql("update errand as d set state = 'dead', " + ended + ", owner = ?, changed_at = ?,"
                        + " reason = case when reason = '' then ? else reason end where d.kind = ? and " + LATE
                        + notHeld)
                .params(owner, now, kind.late(), kind.name(), now, now)
                .update();
    }

    /// Puts aside what is due and held, once whoever is about to claim it has done so. The time until it is looked at
    /// again, and since it has been due and held, does not count for giving it up.
    ///
    /// @return how many, or as many as it may where more is left
    int putAside(Transaction tx, List<Hold> holds, long now, int most) {
        long until = now + ASIDE.toMillis();
        String set = "next_attempt_at = ?,"
                + " give_up_at = give_up_at + ? - case when next_attempt_at > ? then next_attempt_at else ? end";
        int moved = 0;
        for (Hold hold : holds) {
            if (holds(hold)) {
                long since = Math.min(hold.since().toEpochMilli(), now);
                moved += move(tx, hold, "next_attempt_at <= ?", set, now, most - moved, until, until, since, since);
            }
        }
        return moved;
    }

    /// Takes back what was put aside.
    ///
    /// @return how many, or as many as it may where more is left
    int takeBack(Transaction tx, Hold hold, long now, int most) {
        // The oldest is due first; what is from a time to come is due now.
        String set = "next_attempt_at = case when created_at > ? then ? else created_at end";
        return holds(hold) ? move(tx, hold, "next_attempt_at > ?", set, now, most, now, now) : 0;
    }

    private int move(Transaction tx, Hold hold, String which, String set, long now, int most, Object... params) {
        List<Object> all = new ArrayList<>(List.of(params));
        all.add(now);
        all.add(kind.name());
        all.addAll(of(hold));
        all.addAll(List.of(now, most));
        // Whoever waited for a claim to be made finds it there, and leaves it alone.
        int moved = tx.sql()
                .sql("update errand set " + set + " where state = 'pending' and " + which
                        + " and (kind, lane, place, part) in (select d.kind, d.lane, d.place, d.part from errand d"
                        + " where d.kind = ? and " + OF_HOLD + " and d.state = 'pending' and d." + OPEN + " and d."
                        + which + " order by d.next_attempt_at limit ?)")
                .params(all)
                .update();
        // Where some were claimed meanwhile, others may be left.
        return moved < most && isLeft(tx, hold, which, now) ? most : moved;
    }

    private boolean isLeft(Transaction tx, Hold hold, String which, long now) {
        List<Object> params = new ArrayList<>(of(hold));
        params.add(now);
        return any(tx, OF_HOLD + " and d.state = 'pending' and d." + OPEN + " and d." + which, params.toArray());
    }

    /// How many of what is held are in the hands of a node, and how many wait.
    List<HeldCounts.OfInbox> heldCounts(Transaction tx, long now) {
        return tx.sql()
                .sql("""
                        select d.tenant, d.target, d.inbox,
                               sum(case when d.state = 'claimed' and d.next_attempt_at > ? then 1 else 0 end),
                               sum(case when d.state = 'pending' then 1 else 0 end)
                        from errand d
                        where d.kind = ? and d.target in (select channel from inbox_hold) and d.""" + OPEN + " and " + held + " group by d.tenant, d.target, d.inbox")
                .params(now, kind.name())
                .query((row, _) -> new HeldCounts.OfInbox(
                        new TenantId(row.getString(1)),
                        new ChannelId(row.getString(2)),
                        new InboxId(row.getString(3)),
                        row.getLong(4),
                        row.getLong(5)))
                .list();
    }

    private boolean holds(Hold hold) {
        return kind.outgoing() || hold.mode() == Hold.Mode.DRAIN;
    }

    private static List<Object> of(Hold hold) {
        return List.of(hold.channel().value(), hold.tenant().value(), hold.inboxColumn(), hold.inboxColumn());
    }

    /// What was not done for sure is planned anew.
    ///
    /// @param until it has not changed after that
    boolean replay(Transaction tx, TenantId tenant, ErrandId id, Collection<String> ended, long until, long now) {
        return tx.sql()
                        .sql(REPLAY + KEY + " and tenant = ? and changed_at <= ? and state in (" + marks(ended) + ")")
                        .params(now, giveUpAt(now), now)
                        .params(key(id))
                        .params(tenant.value(), until)
                        .params(List.copyOf(ended))
                        .update()
                == 1;
    }

    /// A target's that were entered in a time, the oldest first, whatever became of them.
    List<Errand> entered(Transaction tx, TenantId tenant, String target, Errands.After after, long before, int limit) {
        return tx.sql()
                .sql("select " + COLUMNS + " from errand d where d.tenant = ? and d.kind = '" + kind.name()
                        + "' and d.target = ? and d.created_at >= ? and d.created_at < ?"
                        + " and (d.created_at, d.lane, d.place, d.part) > (?, ?, ?, ?)"
                        + " order by d.created_at, d.lane, d.place, d.part limit ?")
                .params(tenant.value(), target, after.createdAt().toEpochMilli(), before)
                .params(
                        after.createdAt().toEpochMilli(),
                        after.id().lane(),
                        after.id().place(),
                        after.id().part(),
                        limit)
                .query((rows, _) -> read(rows))
                .list();
    }

    long open(Transaction tx, String target, int most) {
        return tx.sql()
                .sql("select count(*) from (select 1 from errand where kind = ? and target = ? and " + OPEN
                        + " limit ?) some")
                .params(kind.name(), target, most)
                .query((row, _) -> row.getLong(1))
                .single();
    }

    /// Ends one that nobody has begun to do.
    ///
    /// @return whether it was so
    boolean cancel(Transaction tx, ErrandId id, String code, String reason, long now) {
        return tx.sql()
                        .sql("update errand set state = 'failed', code = ?, reason = ?, owner = ?, " + ended
                                + ", changed_at = ?" + KEY + " and state = 'pending' and attempt = 0")
                        .params(code, reason, owner, now)
                        .params(key(id))
                        .update()
                == 1;
    }

    void moveOn(Transaction tx, ErrandId id, Collection<String> from, String to, String code, String reason, long now) {
        tx.sql()
                .sql("update errand set state = ?, code = ?, reason = ?, changed_at = ?" + KEY + " and state in ("
                        + marks(from) + ")")
                .params(to, code, reason, now)
                .params(key(id))
                .params(List.copyOf(from))
                .update();
    }

    /// Ended ones that nobody was told of: this node's, and those that another one left so before a time.
    List<Errand> untold(Transaction tx, long foreignBefore, int limit) {
        return list(
                tx,
                "d.untold = 1 and (d.owner = ? or d.changed_at <= ?) order by d.changed_at limit ?",
                List.of(owner, foreignBefore, limit));
    }

    /// One that was replayed meanwhile has another end to come.
    void told(Transaction tx, Errand ended) {
        tx.sql()
                .sql("update errand set untold = 0" + (kind.keepsResult() ? "" : ", result = ''") + KEY
                        + " and replays = ? and untold = 1")
                .params(key(ended.id()))
                .param(ended.replays())
                .update();
    }

    private boolean update(
            Transaction tx, Attempt attempt, String set, boolean maybeRepeated, long now, Object... params) {
        return tx.sql()
                        .sql("update errand set " + set + ", " + MARK + ", changed_at = ?" + MINE)
                        .params(params)
                        .params(maybeRepeated, now)
                        .params(mine(attempt))
                        .update()
                == 1;
    }

    private static String marks(Collection<?> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }

    private long giveUpAt(long now) {
        return now + kind.retries().giveUp().toMillis();
    }

    private List<Object> key(ErrandId id) {
        return List.of(kind.name(), id.lane(), id.place(), id.part());
    }

    private List<Object> mine(Attempt attempt) {
        List<Object> params = new ArrayList<>(key(attempt.id()));
        params.add(attempt.number());
        params.add(owner);
        return params;
    }

    private static Errand read(ResultSet rows) throws SQLException {
        return new Errand(
                new ErrandId(rows.getString(1), rows.getLong(2), rows.getInt(3)),
                new TenantId(rows.getString(4)),
                rows.getString(5),
                new InboxId(rows.getString(6)),
                rows.getString(7),
                rows.getString(8),
                rows.getInt(9),
                rows.getInt(10),
                rows.getInt(11),
                Instant.ofEpochMilli(rows.getLong(12)),
                Instant.ofEpochMilli(rows.getLong(13)),
                rows.getInt(14) == 1,
                rows.getString(15),
                rows.getString(16),
                rows.getString(17),
                rows.getInt(18),
                Instant.ofEpochMilli(rows.getLong(19)),
                Instant.ofEpochMilli(rows.getLong(20)),
                rows.getString(21));
    }

    /// @param count  attempts that count, this one included
    /// @param faults with this one, where it was one
    private record Tries(int count, int faults, long giveUpAt) {}
}
