package io.omnihub.errand;

import io.omnihub.channel.Holds;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.loop.Outage;
import io.omnihub.store.Database;
import io.omnihub.store.Pieces;
import io.omnihub.store.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells how errands of a kind ended. The ledger keeps what is untold, so nothing is forgotten by a crash. What waited
/// too long to be done ends here.
public final class Teller {

    /// Stops after those who do errands, and before the engine.
    static final int PHASE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Teller.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int AT_ONCE = 100;

    /// A node tells its own at once; what another one left is told after this time.
    private static final Duration FOREIGN = Duration.ofSeconds(10);

    private final Database database;
    private final Ledger ledger;
    private final Telling telling;
    private final Clock clock;
    private final Loop loop;

    Teller(Database database, ErrandKind kind, Ledger ledger, Telling telling, Clock clock, Loops loops) {
        this.database = database;
        this.ledger = ledger;
        this.telling = telling;
        this.clock = clock;
        this.loop = loops.loop(kind.name() + "-teller", this::tellAll)
                .every(Duration.ZERO, kind.poll())
                .phase(PHASE)
                .ending(PATIENCE, this::tellTheLast);
    }

    /// What ended while others stopped is told before its end.
    public Loop loop() {
        return loop;
    }

    private void tellTheLast() {
        try {
            tellAll();
        } catch (RuntimeException e) {
            LOG.debug("How the last errands ended is told after the next start", e);
        }
    }

    /// There is something to tell.
    void wake() {
        loop.wake();
    }

    private void tellAll() {
        while (tell()) {
            LOG.debug("There is more to tell");
        }
    }

    /// Tells what is untold, the oldest first; what has waited too long to be done ends before.
    ///
    /// @return whether there may be more
    public boolean tell() {
        long now = clock.millis();
        putAside();
        if (database.read(Tenants.ALL, tx -> ledger.anyLate(tx, now))) {
            database.write(Tenants.ALL, tx -> {
                ledger.giveUp(tx, now);
                return now;
            });
        }
        List<Errand> untold = database.read(Tenants.ALL, tx -> ledger.untold(tx, now - FOREIGN.toMillis(), AT_ONCE));
        List<Told> tellings =
                untold.stream().map(each -> new Told(each, begin(each))).toList();
        List<Errand> told = new ArrayList<>();
        RuntimeException failure = null;
        for (Told each : tellings) {
            RuntimeException failed = failure(each.answer());
            if (failed == null) {
                told.add(each.errand());
            } else if (failure == null || failure instanceof Outage) {
                failure = failed;
            }
        }
        if (!told.isEmpty()) {
            database.write(Tenants.ALL, tx -> {
                told.forEach(each -> ledger.told(tx, each));
                return now;
            });
        }
        if (failure != null) {
            throw failure;
        }
        return untold.size() == AT_ONCE;
    }

    /// Puts aside what is due and held at this moment.
    void putAside() {
        long now = clock.millis();
        if (!database.read(Tenants.ALL, Holds::all).isEmpty()) {
            Pieces.all(database, (tx, most) -> ledger.putAside(tx, Holds.locked(database.kind(), tx), now, most));
        }
    }

    private CompletableFuture<?> begin(Errand ended) {
        try {
            return telling.tell(ended);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static @Nullable RuntimeException failure(CompletableFuture<?> answer) {
        try {
            answer.join();
            return null;
        } catch (CompletionException e) {
            return e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private record Told(Errand errand, CompletableFuture<?> answer) {}
}
