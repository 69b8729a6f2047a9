package io.omnihub.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// A real database whose writes fail when the test wants them to.
public final class FaultyDatabase implements Database {

    private final Database real;
    private final AtomicInteger lostAnswers = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final AtomicInteger brokenReads = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private volatile boolean away;
    private volatile CompletableFuture<?> held = CompletableFuture.completedFuture(null);

    public FaultyDatabase(Database real) {
        this.real = real;
    }

    /// Whether the database can be reached.
    public void away(boolean isAway) {
        away = isAway;
    }

    /// Has the answers of the next commits lost, after they were done.
    public void loseAnswers(int commits) {
        lostAnswers.set(commits);
    }

    /// Has the next writes fail before anything is done, as where a connection is lost.
    public void refuse(int writes) {
        refused.set(writes);
    }

    /// Has the next writes fail in a way that nobody expects, before anything is done.
    public void breakDown(int writes) {
        broken.set(writes);
    }

    /// Has the next reads fail in a way that nobody expects.
    public void breakReads(int reads) {
        brokenReads.set(reads);
    }

    /// How often it was read.
    public int reads() {
        return reads.get();
    }

    /// Has writes wait before their commit, with all their locks, until a future is complete.
    public void hold(CompletableFuture<?> until) {
        held = until;
    }

    @Override
    public <T> T write(Tenants tenants, Transaction.Work<T> work) {
        return faulty(() -> real.write(tenants, tx -> held(work.in(tx))));
    }

    @Override
    public <A, T> T write(Tenants tenants, Question<A> first, Transaction.Answered<A, T> work) {
        return faulty(() -> real.write(tenants, first, (tx, answer) -> held(work.in(tx, answer))));
    }

    private <T> T faulty(Supplier<T> write) {
        check();
        if (next(refused)) {
            throw new DatabaseUnavailableException("the connection was lost", null);
        }
        if (next(broken)) {
            throw new IllegalStateException("nobody expects this");
        }
        T result = write.get();
        if (next(lostAnswers)) {
            throw new DatabaseUnavailableException("the answer was lost", null);
        }
        return result;
    }

    private <T> T held(T done) {
        held.join();
        return done;
    }

    @Override
    public <T> T read(Tenants tenants, Transaction.Work<T> work) {
        reads.incrementAndGet();
        check();
        if (next(brokenReads)) {
            throw new IllegalStateException("nobody expects this");
        }
        return real.read(tenants, work);
    }

    @Override
    public void purge() {
        real.purge();
    }

    @Override
    public void copyTo(Path file) {
        real.copyTo(file);
    }

    @Override
    public Kind kind() {
        return real.kind();
    }

    @Override
    public Optional<String> damage() {
        return real.damage();
    }

    @Override
    public List<String> check(int most) {
        return real.check(most);
    }

    private static boolean next(AtomicInteger left) {
        return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }

    private void check() {
        if (away) {
            throw new DatabaseUnavailableException("the database is away", null);
        }
    }
}
