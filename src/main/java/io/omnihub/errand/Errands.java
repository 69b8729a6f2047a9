package io.omnihub.errand;

import io.omnihub.channel.HeldCounts;
import io.omnihub.channel.HeldWork;
import io.omnihub.channel.Hold;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Pieces;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The errands of a kind: gives each out to one node at a time, in the order that the kind keeps, and takes back what
/// became of it.
///
/// A claim is made in a short transaction; what is outside is called outside of it. An outcome counts only while the
/// claim does: when a claim ends without one, the errand is given out again, marked as maybe repeated. A node that
/// still makes the attempt, or knows the outcome and can't record it while the database is away, does not give the
/// errand out again itself.
public final class Errands implements HeldWork, AutoCloseable {

    /// After this time it is looked again at what was due and was left: nothing tells when it may go.
    private static final Duration LEFT = Duration.ofMillis(500);

    private static final int PAGE = 200;
    private static final ErrandId FIRST = new ErrandId("", Long.MIN_VALUE, 0);

    private static final List<String> FAILED = List.of(Errand.FAILED, Errand.DEAD);

    private final Database database;
    private final ErrandKind kind;
    private final Clock clock;
    private final DoubleSupplier chance;
    private final Loops loops;
    private final Ledger ledger;
    private final Recorder recorder = new Recorder();
    private final Underway underway;
    private final Bells bells = new Bells();
    private final Teller teller;

    /// Those of this node, which has a name of its own from each start to the next.
    public Errands(Database database, ErrandKind kind, Telling telling, Clock clock, Loops loops) {
        this(
                database,
                kind,
                telling,
                clock,
                () -> ThreadLocalRandom.current().nextDouble(),
                UUID.randomUUID().toString(),
                loops);
    }

    /// @param chance random numbers from 0 to 1
    /// @param owner  names this node
    public Errands(
            Database database,
            ErrandKind kind,
            Telling telling,
            Clock clock,
            DoubleSupplier chance,
            String owner,
            Loops loops) {
        this.database = database;
        this.kind = kind;
        this.clock = clock;
        this.chance = chance;
        this.loops = loops;
        this.underway = new Underway(kind.claim());
        this.ledger = new Ledger(database.kind(), kind, owner, !telling.equals(Telling.NOBODY));
        this.teller = new Teller(database, kind, ledger, telling, clock, loops);
    }

    /// What tells how they ended.
    public Teller teller() {
        return teller;
    }

    /// What does all of them on this node.
    ///
    /// @param perTarget how many it does at once for each target
    public Loop runner(String name, ErrandHandler handler, int perTarget) {
        Loop loop = new ErrandRunner(name, this, handler, perTarget, loops).loop();
        bells.listen(loop::wake);
        return loop;
    }

    /// Enters errands; those that are there stay as they are. Who is to do them is told by [#ring] after the commit.
    public void add(Transaction tx, Collection<NewErrand> errands) throws SQLException {
        ledger.add(tx, errands, clock.millis());
    }

    /// Whether something of a lane waits for an attempt, which will find all that is committed by now.
    public boolean isWaiting(Transaction tx, String lane) {
        return ledger.anyPending(tx, lane);
    }

    /// There may be something to do for a target.
    public void ring(String target) {
        bells.ring(target);
    }

    /// Waits until there may be something to claim for a target again, or the time is over.
    public void await(String target, Claimed last, Duration atMost) throws InterruptedException {
        bells.await(target, last.rings(), atMost);
    }

    /// How long to rest where nothing is known to be due: another node may have written something.
    Duration poll() {
        return kind.poll();
    }

    /// The targets that have errands which have not ended.
    List<String> targets() {
        return database.read(Tenants.ALL, ledger::targets);
    }

    /// Claims what is due.
    public Claimed claim(Wanted wanted, Choice choice) {
        return claim(List.of(wanted), choice);
    }

    /// Claims what is due for several targets, in one transaction.
    ///
    /// @param wanted of different targets, one at least
    Claimed claim(List<Wanted> wanted, Choice choice) {
        long rings =
                wanted.stream().mapToLong(each -> bells.count(each.target())).sum();
        long now = clock.millis();
        List<Wanted> due = new ArrayList<>();
        long next = database.read(Tenants.ALL, tx -> {
            long soonest = Long.MAX_VALUE;
            for (Wanted each : wanted) {
                long first = ledger.nextDue(tx, each.target(), Long.MIN_VALUE);
                if (first <= now) {
                    due.add(each);
                } else {
                    soonest = Math.min(soonest, first);
                }
            }
            return soonest;
        });
        if (due.isEmpty()) {
            return new Claimed(List.of(), rings, until(next));
        }
        List<Errand> ended = new ArrayList<>();
        Claimed claimed = database.write(Tenants.ALL, tx -> {
            List<Errand> taken = new ArrayList<>();
            long soonest = next;
            boolean left = false;
            for (Wanted each : due) {
                left |= claim(tx, each, choice, now, taken, ended);
                soonest = Math.min(soonest, ledger.nextDue(tx, each.target(), now));
            }
            Duration rest = until(soonest);
            return new Claimed(taken, rings, left ? shorter(rest, LEFT) : rest);
        });
        claimed.errands().forEach(underway::begins);
        ended.stream().map(Errand::target).distinct().forEach(this::ended);
        return claimed;
    }

    /// @return whether something was due and was left
    private boolean claim(
            Transaction tx, Wanted wanted, Choice choice, long now, List<Errand> taken, List<Errand> ended)
            throws SQLException {
        boolean left = false;
        int places = wanted.most();
        int kept = recorder.size() + underway.overdue(Instant.ofEpochMilli(now));
        for (Errand due : ledger.due(tx, wanted, now, wanted.most() + wanted.more() + kept)) {
            if (places > 0) {
                Optional<Errand> one = claim(tx, due, choice, now, kind.claim(), ended);
                one.ifPresent(taken::add);
                places -= one.isPresent() ? 1 : 0;
                left |= one.isEmpty();
            }
        }
        return left;
    }

    private Duration until(long due) {
        return shorter(kind.poll(), Duration.ofMillis(Math.max(0, due - clock.millis())));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /// Claims the next of a lane, due or not.
    ///
    /// @param atLeast how long the claim lasts, at least
    public Optional<Errand> claimNext(String lane, Duration atLeast, Choice choice) {
        long now = clock.millis();
        // A read ends soon where the database does not answer, and nothing to claim costs no commit.
        if (!database.read(Tenants.ALL, tx -> ledger.anyFree(tx, lane, now))) {
            return Optional.empty();
        }
        Duration length = atLeast.compareTo(kind.claim()) > 0 ? atLeast : kind.claim();
        List<Errand> ended = new ArrayList<>();
        Optional<Errand> claimed = database.write(Tenants.ALL, tx -> {
            Optional<Errand> next = ledger.next(tx, lane, now);
            return next.isPresent() ? claim(tx, next.get(), choice, now, length, ended) : Optional.empty();
        });
        claimed.ifPresent(underway::begins);
        ended.stream().map(Errand::target).forEach(this::ended);
        return claimed;
    }

    private Optional<Errand> claim(
            Transaction tx, Errand due, Choice choice, long now, Duration length, List<Errand> ended)
            throws SQLException {
        if (recorder.has(due.id()) || underway.has(due.id(), Instant.ofEpochMilli(now))) {
            return Optional.empty();
        }
        if (due.isClaimed() && due.faults() + 1 >= kind.retries().faults()) {
            ledger.end(tx, due, Errand.DEAD, "", "its attempts ended without any outcome, again and again", now);
            ended.add(due);
            return Optional.empty();
        }
        return switch (choice.of(tx, due)) {
            case Choice.Leave _ -> Optional.empty();
            case Choice.Fail(String code, String reason) -> {
                ledger.end(tx, due, Errand.FAILED, code, reason, now);
                ended.add(due);
                yield Optional.empty();
            }
            case Choice.Take(String plan) -> {
                ledger.claim(tx, due, plan, now, now + length.toMillis());
                yield ledger.find(tx, due.tenant(), due.id());
            }
        };
    }

    /// It was done.
    ///
    /// @param result        what came of it, in the kind's own form
    /// @param maybeRepeated whether an earlier try within this attempt may have done it too
    public void done(Attempt attempt, String result, boolean maybeRepeated) {
        done(attempt, result, maybeRepeated, Duration.ZERO);
    }

    /// It was done.
    ///
    /// @param repeatsVanish how long whoever was asked drops a repetition: what was entered since was done once
    public void done(Attempt attempt, String result, boolean maybeRepeated, Duration repeatsVanish) {
        done(attempt, result, maybeRepeated, repeatsVanish, Alongside.NOTHING);
    }

    void done(Attempt attempt, String result, boolean maybeRepeated, Duration repeatsVanish, Alongside alongside) {
        end(attempt, false, tx -> {
            long now = clock.millis();
            boolean counts = ledger.done(tx, attempt, result, maybeRepeated, now - repeatsVanish.toMillis(), now);
            alongside.in(tx);
            return counts;
        });
        ended(attempt.target());
    }

    /// A call of several was made; others are to come. The claim lasts on from now.
    ///
    /// @param number  which of the errand's calls, from 0
    /// @param results what came of all calls so far, in the kind's own form
    /// @return whether it was recorded: else the errand is no longer this node's
    public boolean called(
            Attempt attempt,
            int number,
            String result,
            boolean maybeRepeated,
            String progress,
            String results,
            Duration repeatsVanish) {
        return record(attempt, false, tx -> {
            Instant now = clock.instant();
            Called call = new Called(number, result, maybeRepeated, progress, now);
            long since = now.minus(repeatsVanish).toEpochMilli();
            Instant until = now.plus(kind.claim());
            underway.lasts(attempt, until);
            return ledger.called(tx, attempt, call, results, since, until.toEpochMilli());
        });
    }

    /// The calls that were made for an errand beside its last one, in order.
    public List<Called> calls(Transaction tx, ErrandId id) {
        return ledger.calls(tx, id);
    }

    /// It was refused for good.
    ///
    /// @param maybeRepeated whether an earlier try within this attempt may have done it all the same
    public void failed(Attempt attempt, String code, String reason, boolean maybeRepeated) {
        failed(attempt, code, reason, maybeRepeated, Alongside.NOTHING);
    }

    void failed(Attempt attempt, String code, String reason, boolean maybeRepeated, Alongside alongside) {
        end(attempt, false, tx -> {
            boolean counts =
                    ledger.failed(tx, attempt, Words.id(code), Words.sentence(reason), maybeRepeated, clock.millis());
            alongside.in(tx);
            return counts;
        });
        ended(attempt.target());
    }

    /// It failed, and may succeed later.
    ///
    /// @param maybeRepeated whether it may have been done all the same
    /// @param fault         whether the failure was our own
    /// @return whether it is given up now
    public boolean retry(Attempt attempt, String reason, boolean maybeRepeated, boolean fault) {
        return retry(attempt, reason, maybeRepeated, fault, Duration.ZERO);
    }

    /// The same, but not before a time from now, however short the pause would be.
    ///
    /// @return whether it is given up now
    public boolean retry(Attempt attempt, String reason, boolean maybeRepeated, boolean fault, Duration notBefore) {
        return retry(attempt, "", reason, maybeRepeated, fault, notBefore, Alongside.NOTHING);
    }

    /// @param code why, for programs; empty where only the reason tells it
    boolean retry(
            Attempt attempt,
            String code,
            String reason,
            boolean maybeRepeated,
            boolean fault,
            Duration notBefore,
            Alongside alongside) {
        Optional<String> state = end(attempt, Optional.empty(), tx -> {
            Optional<String> after = ledger.retry(
                    tx,
                    attempt,
                    Words.id(code),
                    Words.sentence(reason),
                    maybeRepeated,
                    fault,
                    notBefore,
                    chance.getAsDouble(),
                    clock.millis());
            alongside.in(tx);
            return after;
        });
        boolean over = state.filter(Errand.DEAD::equals).isPresent();
        if (over) {
            ended(attempt.target());
        } else {
            // Who waits must know when it is due.
            bells.ring(attempt.target());
        }
        return over;
    }

    /// Nobody began to do it; whoever is first takes it.
    public void handBack(Attempt attempt, boolean maybeRepeated) {
        end(attempt, false, tx -> ledger.handBack(tx, attempt, maybeRepeated, clock.millis()));
        bells.ring(attempt.target());
    }

    /// Records how an attempt ended.
    private <T> T end(Attempt attempt, T otherwise, Transaction.Work<T> work) {
        try {
            return record(attempt, otherwise, work);
        } finally {
            underway.ends(attempt);
        }
    }

    private <T> T record(Attempt attempt, T otherwise, Transaction.Work<T> work) {
        Supplier<T> outcome = () -> database.write(Tenants.of(attempt.tenant()), work);
        return recorder.record(attempt.id(), outcome, otherwise);
    }

    /// The next of a lane may go, and the end is to be told.
    private void ended(String target) {
        bells.ring(target);
        teller.wake();
    }

    /// Has one that failed or was given up done again, with as many attempts and as much time as a new one. It is not
    /// marked as repeated unless an attempt at it may have succeeded.
    ///
    /// @return whether there was such a one
    public boolean replay(TenantId tenant, ErrandId id) {
        return replay(tenant, id, FAILED);
    }

    /// Has one that ended in one of these states done again, as [#replay(TenantId, ErrandId)] does.
    ///
    /// @return whether there was such a one
    public boolean replay(TenantId tenant, ErrandId id, Collection<String> ended) {
        boolean replayed = database.write(
                Tenants.of(tenant), tx -> ledger.replay(tx, tenant, id, ended, Long.MAX_VALUE, clock.millis()));
        if (replayed) {
            find(tenant, id).map(Errand::target).ifPresent(bells::ring);
        }
        return replayed;
    }

    /// Has all of a target done again that were entered in a time and ended in one of these states.
    ///
    /// @param from the first moment
    /// @param to   the first moment after it
    /// @return how many
    public long replay(TenantId tenant, String target, Instant from, Instant to, Collection<String> ended) {
        long begun = clock.millis();
        long replayed = 0;
        After last = new After(from, FIRST);
        boolean more = true;
        while (more) {
            After place = last;
            List<Errand> some = database.read(
                    Tenants.of(tenant), tx -> ledger.entered(tx, tenant, target, place, to.toEpochMilli(), PAGE));
            List<ErrandId> again = some.stream()
                    .filter(each ->
                            ended.contains(each.state()) && each.changedAt().toEpochMilli() <= begun)
                    .map(Errand::id)
                    .toList();
            replayed += replay(tenant, again, ended, begun);
            more = some.size() == PAGE;
            last = more ? new After(some.getLast().createdAt(), some.getLast().id()) : last;
        }
        bells.ring(target);
        return replayed;
    }

    private long replay(TenantId tenant, List<ErrandId> ids, Collection<String> ended, long begun) {
        return ids.isEmpty()
                ? 0
                : database.write(Tenants.of(tenant), tx -> {
                    long replayed = 0;
                    for (ErrandId id : ids) {
                        replayed += ledger.replay(tx, tenant, id, ended, begun, clock.millis()) ? 1 : 0;
                    }
                    return replayed;
                });
    }

    /// Takes what became of an ended one later, in the kind's own words.
    ///
    /// @param from the states in which that still counts
    public void moveOn(Transaction tx, ErrandId id, Collection<String> from, String to, String code, String reason) {
        ledger.moveOn(tx, id, from, to, code, reason, clock.millis());
    }

    public Optional<Errand> find(TenantId tenant, ErrandId id) {
        return database.read(Tenants.of(tenant), tx -> find(tx, tenant, id));
    }

    /// The same in a transaction of the caller's.
    public Optional<Errand> find(Transaction tx, TenantId tenant, ErrandId id) {
        return ledger.find(tx, tenant, id);
    }

    /// Has one fail that nobody has begun to do.
    ///
    /// @return whether it was so
    public boolean cancel(Transaction tx, ErrandId id, String code, String reason) {
        return ledger.cancel(tx, id, code, reason, clock.millis());
    }

    /// A tenant's errands, the newest first.
    ///
    /// @param states only those in these; empty for all
    /// @param lane  only those of it; empty for all
    /// @param after the last one of the page before; null for the first page
    public List<Errand> list(
            TenantId tenant, Optional<States> states, Optional<String> lane, @Nullable After after, int limit) {
        return list("d.tenant = ?", List.of(tenant.value()), states, lane, after, limit);
    }

    /// The same of one target.
    public List<Errand> listOf(
            TenantId tenant, String target, Optional<States> states, @Nullable After after, int limit) {
        return list(
                // Named, since there is an index of such a kind alone.
                "d.tenant = ? and d.kind = '" + kind.name() + "' and d.target = ?",
                List.of(tenant.value(), target),
                states,
                Optional.empty(),
                after,
                limit);
    }

    private List<Errand> list(
            String whose,
            List<String> of,
            Optional<States> states,
            Optional<String> lane,
            @Nullable After after,
            int limit) {
        StringBuilder where = new StringBuilder(whose);
        List<Object> params = new ArrayList<>(of);
        states.ifPresent(wanted -> {
            where.append(wanted.in() ? " and d.state in (?" : " and d.state not in (?")
                    .append(", ?".repeat(wanted.names().size() - 1))
                    .append(')');
            params.addAll(wanted.names());
        });
        lane.ifPresent(value -> {
            where.append(" and d.lane = ?");
            params.add(value);
        });
        if (after != null) {
            where.append(" and (d.created_at, d.lane, d.place, d.part) < (?, ?, ?, ?)");
            params.addAll(List.of(
                    after.createdAt().toEpochMilli(),
                    after.id().lane(),
                    after.id().place(),
                    after.id().part()));
        }
        where.append(" order by d.created_at desc, d.lane desc, d.place desc, d.part desc limit ?");
        params.add(limit);
        TenantId tenant = new TenantId(of.getFirst());
        return database.read(Tenants.of(tenant), tx -> ledger.list(tx, where.toString(), params));
    }

    /// How many have not ended, by target.
    public Map<String, Long> open() {
        return database.read(
                Tenants.ALL,
                tx -> tx
                        .sql()
                        .sql("""
                                select target, count(*) from errand
                                where kind = ? and state in ('pending', 'claimed') group by target""")
                        .param(kind.name())
                        .query((rows, _) -> Map.entry(rows.getString(1), rows.getLong(2)))
                        .list()
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /// How many of a target have not ended.
    ///
    /// @param most more are not counted
    public long open(String target, int most) {
        return database.read(Tenants.ALL, tx -> ledger.open(tx, target, most));
    }

    @Override
    public void putAside() {
        teller.putAside();
    }

    @Override
    public void released(Hold hold) {
        long now = clock.millis();
        Pieces.all(database, (tx, most) -> ledger.takeBack(tx, hold, now, most));
        bells.ring(hold.channel().value());
    }

    @Override
    public List<HeldCounts.OfInbox> counts() {
        return database.read(Tenants.ALL, tx -> ledger.heldCounts(tx, clock.millis()));
    }

    @Override
    public void close() {
        recorder.close();
    }

    /// What was claimed, and when to come again.
    ///
    /// @param rings how often it had rung before
    /// @param rest  how long nothing else will be due, as far as this node knows
    public record Claimed(List<Errand> errands, long rings, Duration rest) {

        public Claimed {
            errands = List.copyOf(errands);
        }
    }

    /// Some states.
    ///
    /// @param in whether it is these, or all others
    public record States(boolean in, Collection<String> names) {}

    /// A place in a list.
    public record After(Instant createdAt, ErrandId id) {}
}
