package io.omnihub.errand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnihub.TestClock;
import io.omnihub.channel.HeldCounts;
import io.omnihub.channel.HeldWork;
import io.omnihub.channel.Hold;
import io.omnihub.channel.Holds;
import io.omnihub.identity.AuditLog;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.loop.Outage;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.OnBothDatabases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class ErrandsTests {

    private static final TenantId ACME = new TenantId("acme");
    private static final ChannelId CHANNEL = new ChannelId("channel");
    private static final Retries RETRIES =
            new Retries(Duration.ofSeconds(5), 3, Duration.ofHours(1), 0, 20, Duration.ofDays(2), 3);

    @TempDir
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<ErrandId> told = new CopyOnWriteArrayList<>();
    private final TestClock clock = new TestClock();
    private Database database;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
    }

    @OnBothDatabases
    void aTargetThatHangsFillsItsOwnPlacesAndNobodyElses(Database.Kind kind) {
        Errands errands = open(kind, false);
        CountDownLatch free = new CountDownLatch(1);
        AtomicInteger hanging = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            add(errands, errand("lane-" + i, 1, 0, "stuck"), errand("lane-" + i, 2, 0, "stuck-too"));
        }
        Loop runner = errands.runner(
                "test-runner",
                (errand, _) -> {
                    if (errand.target().startsWith("stuck")) {
                        hanging.incrementAndGet();
                        hang(free);
                    } else {
                        done.incrementAndGet();
                    }
                    return "";
                },
                3);
        runner.start();
        open.add(runner::stop);
        open.add(free::countDown);
        await().until(() -> hanging.get() == 6);

        for (int i = 0; i < 20; i++) {
            add(errands, errand("lane-" + i, 3, 0, "well"));
        }
        await().until(() -> done.get() == 20);
        assertThat(hanging).hasValue(6);
        free.countDown();
        await().until(() -> errands.open().isEmpty());
        assertThat(hanging).hasValue(40);
    }

    @OnBothDatabases
    void aLaneIsDoneInOrderOfItsPlacesAndTheirParts(Database.Kind kind) {
        Errands errands = open(kind, true);
        add(
                errands,
                errand("amy", 2, 0, "channel"),
                errand("amy", 1, 1, "channel"),
                errand("amy", 1, 0, "channel"),
                errand("bob", 7, 0, "channel"));

        List<Errand> first = claim(errands, 10);
        assertThat(first).extracting(Errand::id).containsExactlyInAnyOrder(id("amy", 1, 0), id("bob", 7, 0));
        assertThat(claim(errands, 10)).isEmpty();
        first.forEach(each -> errands.done(each.lastAttempt(), "r1", false));
        Errand second = claim(errands, 10).getFirst();
        assertThat(second.id()).isEqualTo(id("amy", 1, 1));
        // One that failed holds nothing up.
        errands.failed(second.lastAttempt(), "1", "no", false);
        assertThat(claim(errands, 10)).extracting(Errand::id).containsExactly(id("amy", 2, 0));
    }

    @OnBothDatabases
    void whatIsOfAnotherKindIsNobodysBusiness(Database.Kind kind) {
        Errands errands = open(kind, true);
        Errands others = errands("other", true);
        add(errands, errand("amy", 1, 0, "channel"));
        add(others, errand("amy", 1, 0, "channel"));

        Errand mine = claim(errands, 10).getFirst();
        assertThat(claim(others, 10)).hasSize(1);
        errands.done(mine.lastAttempt(), "mine", false);
        assertThat(others.find(ACME, mine.id())).get().extracting(Errand::state).isEqualTo(Errand.CLAIMED);
        assertThat(errands.list(ACME, Optional.empty(), Optional.empty(), null, 10))
                .hasSize(1);
        assertThat(errands.find(new TenantId("bolt"), mine.id())).isEmpty();
    }

    @OnBothDatabases
    void anEndThatCantBeToldHoldsNoOtherUp(Database.Kind kind) {
        Errands errands = open(kind, false);
        add(errands, errand("mute", 1, 0, "channel"), errand("amy", 1, 0, "channel"), errand("bob", 1, 0, "channel"));
        claim(errands, 10).forEach(each -> errands.done(each.lastAttempt(), "", false));

        assertThatThrownBy(() -> errands.teller().tell()).isInstanceOf(IllegalStateException.class);
        assertThat(told).containsExactlyInAnyOrder(id("amy", 1, 0), id("bob", 1, 0));
        assertThatThrownBy(() -> errands.teller().tell()).isInstanceOf(IllegalStateException.class);
        assertThat(told).hasSize(2);
    }

    @OnBothDatabases
    void whatIsAwayIsNoFaultOfOurs(Database.Kind kind) {
        Errands errands = open(kind, false);
        add(errands, errand("amy", 1, 0, "channel"));
        AtomicInteger attempts = new AtomicInteger();
        Loop runner = errands.runner(
                "test-runner",
                (_, _) -> {
                    if (attempts.incrementAndGet() < 5) {
                        throw new AwayException();
                    }
                    return "";
                },
                1);
        runner.start();
        open.add(runner::stop);
        await().until(() -> {
            clock.forward(Duration.ofMinutes(1));
            return errands.find(ACME, id("amy", 1, 0))
                    .filter(each -> each.state().equals(Errand.DONE))
                    .isPresent();
        });
        assertThat(attempts).hasValue(5);
    }

    /// Polling so rarely, it can't be what finds them.
    @OnBothDatabases
    void eachIsDoneWhenItIsDueAndMeanwhileNothingIsLookedFor(Database.Kind kind) throws JMException {
        Retries soon = new Retries(Duration.ofMillis(200), 1, Duration.ofHours(1), 0, 20, Duration.ofDays(2), 3);
        ErrandKind rarely = new ErrandKind(
                "test", true, soon, Duration.ofMillis(300), Duration.ofHours(1), true, true, "nobody did it in time");
        Errands dead = open(kind, rarely, Clock.systemUTC());
        add(dead, errand("amy", 1, 0, "channel"), errand("amy", 2, 0, "channel"), errand("bob", 1, 0, "channel"));
        // A node that dies with what it has claimed.
        assertThat(claim(dead, 1)).hasSize(1);
        MBeanServer operators = MBeanServerFactory.newMBeanServer();
        Errands errands = errands(rarely, Clock.systemUTC(), new Loops(new SimpleMeterRegistry(), operators));
        Queue<ErrandId> done = new ConcurrentLinkedQueue<>();
        AtomicInteger failures = new AtomicInteger();
        Loop runner = errands.runner(
                "test-runner",
                (each, _) -> {
                    if (each.id().lane().equals("bob") && failures.incrementAndGet() < 3) {
                        throw new AwayException();
                    }
                    done.add(each.id());
                    return "";
                },
                3);
        runner.start();
        open.add(runner::stop);

        await().until(() -> done.size() == 3);
        assertThat(done).containsSubsequence(id("amy", 1, 0), id("amy", 2, 0)).contains(id("bob", 1, 0));
        await().until(() -> errands.open().isEmpty());
        ObjectName name = new ObjectName("io.omnihub:type=Loop,name=\"test-runner\"");
        await().until(() -> operators.getAttribute(name, "State").equals("RESTING"));
        await().during(Duration.ofMillis(600))
                .until(() -> (Long) operators.getAttribute(name, "Steps"), equalTo(steps(operators, name)));
    }

    private static long steps(MBeanServer operators, ObjectName name) throws JMException {
        return (Long) operators.getAttribute(name, "Steps");
    }

    @OnBothDatabases
    void whatAnotherNodeWroteIsFoundWithoutAWord(Database.Kind kind) {
        Errands errands = open(kind, true);
        AtomicInteger done = new AtomicInteger();
        Loop runner = errands.runner("test-runner", (_, _) -> "" + done.incrementAndGet(), 1);
        runner.start();
        open.add(runner::stop);
        database.write(Tenants.ALL, tx -> {
            errands.add(tx, List.of(errand("amy", 1, 0, "channel"), errand("bob", 1, 0, "another")));
            return 2;
        });
        await().until(() -> done.get() == 2);
    }

    @OnBothDatabases
    void whatEndedLongAgoAndIsToldGoesInPieces(Database.Kind kind) {
        Errands errands = open(kind, false);
        Errands others = errands("other", false);
        NewErrand[] many = IntStream.range(0, 450)
                .mapToObj(i -> errand("lane-" + i, 1, 0, "channel"))
                .toArray(NewErrand[]::new);
        add(errands, many);
        add(others, many[0]);
        claim(errands, 450).forEach(each -> {
            errands.called(each.lastAttempt(), 0, "1", false, "", "1", Duration.ZERO);
            errands.done(each.lastAttempt(), "1\n2", false);
        });
        claim(others, 1).forEach(each -> others.done(each.lastAttempt(), "", false));
        tellAll(errands);
        tellAll(others);
        add(
                errands,
                errand("open", 1, 0, "channel"),
                errand("again", 1, 0, "channel"),
                errand("mute", 1, 0, "channel"));
        claim(errands, 3).stream()
                .filter(each -> !each.id().lane().equals("open"))
                .forEach(each -> errands.failed(each.lastAttempt(), "", "no", false));
        assertThatThrownBy(() -> errands.teller().tell()).isInstanceOf(IllegalStateException.class);
        ErrandPruner pruner = new ErrandPruner(database, clock, Duration.ofDays(7), List.of());

        clock.forward(Duration.ofDays(7));
        pruner.prune();
        assertThat(count()).isEqualTo(454);
        assertThat(count("errand_call")).isEqualTo(450);
        assertThat(errands.replay(ACME, id("again", 1, 0))).isTrue();
        clock.forward(Duration.ofMillis(1));
        claim(errands, 10).stream()
                .filter(each -> each.id().lane().equals("again"))
                .forEach(each -> errands.failed(each.lastAttempt(), "", "no", false));
        assertThatThrownBy(() -> errands.teller().tell()).isInstanceOf(IllegalStateException.class);
        pruner.prune();
        assertThat(errands.list(ACME, Optional.empty(), Optional.empty(), null, 10))
                .extracting(each -> each.id().lane())
                .containsExactlyInAnyOrder("open", "again", "mute");
        assertThat(count()).isEqualTo(3);
        assertThat(count("errand_call")).isZero();
    }

    @OnBothDatabases
    void allOfATargetOfATimeAreDoneAgainOnceAndOthersAreNot(Database.Kind kind) {
        Errands errands = open(kind, false);
        add(errands, errand("early", 1, 0, "channel"));
        clock.forward(Duration.ofSeconds(1));
        Instant from = clock.instant();
        add(errands, errand("other", 1, 0, "another"), errand("done", 1, 0, "channel"));
        for (int i = 0; i < 260; i++) {
            add(errands, errand("lane-" + i, 1, 0, "channel"));
        }
        clock.forward(Duration.ofSeconds(1));
        claim(errands, 300).forEach(each -> {
            if (each.id().lane().equals("done")) {
                errands.done(each.lastAttempt(), "", false);
            } else {
                errands.failed(each.lastAttempt(), "", "no", false);
            }
        });
        List<String> failed = List.of(Errand.FAILED);
        Instant to = clock.instant();
        assertThat(errands.replay(ACME, "channel", from, from, failed)).isZero();
        assertThat(errands.replay(new TenantId("bolt"), "channel", from, to, failed))
                .isZero();
        assertThat(errands.replay(ACME, "channel", from, to, failed)).isEqualTo(260);
        assertThat(errands.replay(ACME, "channel", from, to, failed)).isZero();
        assertThat(claim(errands, 300))
                .hasSize(260)
                .noneMatch(each -> each.id().lane().equals("early"));
        assertThat(errands.listOf(ACME, "channel", Optional.empty(), null, 300)).hasSize(262);
        assertThat(errands.listOf(ACME, "another", Optional.empty(), null, 100)).hasSize(1);
        assertThat(errands.replay(ACME, "channel", from, to, List.of(Errand.DONE)))
                .isOne();
    }

    @OnBothDatabases
    void aKindIsKeptForItsOwnTime(Database.Kind kind) {
        Errands errands = open(kind, false);
        Errands others = errands("other", false);
        add(errands, errand("amy", 1, 0, "channel"));
        add(others, errand("amy", 1, 0, "channel"));
        for (Errands each : List.of(errands, others)) {
            claim(each, 1).forEach(one -> each.done(one.lastAttempt(), "", false));
            tellAll(each);
        }
        List<Kept> kept = List.of(new Kept("other", Duration.ofHours(1)));
        ErrandPruner pruner = new ErrandPruner(database, clock, Duration.ofDays(7), kept);
        clock.forward(Duration.ofHours(1));
        pruner.prune();
        assertThat(count()).isEqualTo(2);
        clock.forward(Duration.ofMillis(1));
        pruner.prune();
        assertThat(errands.list(ACME, Optional.empty(), Optional.empty(), null, 10))
                .hasSize(1);
        assertThat(count()).isEqualTo(1);
    }

    private void tellAll(Errands errands) {
        while (errands.teller().tell()) {
            assertThat(told).isNotEmpty();
        }
    }

    private int count() {
        return count("errand");
    }

    private int count(String table) {
        return database.read(
                Tenants.ALL,
                tx -> tx.sql()
                        .sql("select count(*) from " + table)
                        .query(Integer.class)
                        .single());
    }

    @OnBothDatabases
    void whoHasHeldSomethingKnowsAllThatWasBegun(Database.Kind kind) throws InterruptedException {
        Errands errands = open(kind, kind(true), Clock.systemUTC());
        Holds holds = new Holds(database, new AuditLog(database, Clock.systemUTC()), Clock.systemUTC());
        holds.add(errands);
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 40; i++) {
                add(errands, errand(round + "-" + i, 1, 0, "channel"));
            }
            Queue<Errand> claimed = new ConcurrentLinkedQueue<>();
            List<Thread> claiming = IntStream.range(0, 3)
                    .mapToObj(_ -> Thread.ofPlatform().start(() -> {
                        while (!Thread.currentThread().isInterrupted()) {
                            claimed.addAll(claim(errands, 1));
                        }
                    }))
                    .toList();
            await().until(() -> claimed.size() > 2);
            Hold hold = holds.hold(ACME, CHANNEL, null, Hold.Mode.PAUSE, "li");
            long begun = holds.counts().underWay(hold);
            long waiting = holds.counts().waiting(hold);
            claiming.forEach(Thread::interrupt);
            for (Thread each : claiming) {
                each.join();
            }
            assertThat(claimed).hasSize((int) begun);
            assertThat(waiting).isEqualTo(40 - begun);
            assertThat(claimed)
                    .as("the claims last as long as they were made for")
                    .allSatisfy(each -> assertThat(
                                    errands.find(ACME, each.id()).orElseThrow().nextAttemptAt())
                            .isAfter(Instant.now().plus(Duration.ofHours(20))));
            claimed.forEach(each -> errands.done(each.lastAttempt(), "", false));
            holds.release(ACME, CHANNEL, null, "li");
            for (List<Errand> rest = claim(errands, 10); !rest.isEmpty(); rest = claim(errands, 10)) {
                rest.forEach(each -> errands.done(each.lastAttempt(), "", false));
            }
            assertThat(errands.open()).isEmpty();
        }
    }

    @OnBothDatabases
    void theTimeThatSomethingWasHeldDoesNotCountThoughNobodyTakesItBack(Database.Kind kind) {
        Errands errands = open(kind, true);
        Holds holds = holds();
        holds.add(new Died());
        holds.add(errands);
        add(errands, errand("amy", 1, 0, "channel"), errand("bob", 1, 0, "channel"));
        Instant last = errands.find(ACME, id("amy", 1, 0)).orElseThrow().giveUpAt();
        clock.forward(Duration.ofDays(1));
        holds.hold(ACME, CHANNEL, null, Hold.Mode.PAUSE, "li");
        clock.forward(Duration.ofDays(3));
        errands.teller().tell();
        // What is put aside has just become due again, and nobody has looked.
        clock.forward(Duration.ofMinutes(10));

        assertThatThrownBy(() -> holds.release(ACME, CHANNEL, null, "li")).hasMessage("died");
        errands.teller().tell();
        assertThat(errands.open()).containsEntry("channel", 2L);
        clock.forward(Duration.ofMinutes(10));
        errands.teller().tell();
        List<Errand> claimed = claim(errands, 10);
        assertThat(claimed)
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.giveUpAt())
                        .isEqualTo(last.plus(Duration.ofDays(3)).plus(Duration.ofMinutes(20))));
        claimed.forEach(each -> errands.done(each.lastAttempt(), "", false));
        add(errands, errand("cyd", 1, 0, "channel"));
        clock.forward(Duration.ofDays(2).plusMillis(1));
        errands.teller().tell();
        assertThat(errands.open()).as("what is not held is given up as ever").isEmpty();
    }

    @OnBothDatabases
    void nothingIsPutAsideForAHoldThatHasEndedMeanwhile(Database.Kind kind) {
        Errands errands = open(kind, true);
        Holds others = holds();
        Holds holds = holds();
        holds.add(new HeldWork() {
            @Override
            public void putAside() {
                others.release(ACME, CHANNEL, null, "wang");
            }

            @Override
            public void released(Hold hold) {}

            @Override
            public List<HeldCounts.OfInbox> counts() {
                return List.of();
            }
        });
        holds.add(errands);
        add(errands, errand("amy", 1, 0, "channel"));

        holds.hold(ACME, CHANNEL, null, Hold.Mode.PAUSE, "li");

        assertThat(claim(errands, 10)).hasSize(1);
    }

    @OnBothDatabases
    void whatIsFromATimeToComeIsTakenBackOnce(Database.Kind kind) {
        Errands errands = open(kind, true);
        Holds holds = holds();
        holds.add(errands);
        clock.forward(Duration.ofDays(400));
        NewErrand[] many = IntStream.range(0, 50)
                .mapToObj(i -> errand("lane-" + i, 1, 0, "channel"))
                .toArray(NewErrand[]::new);
        add(errands, many);
        Instant last = errands.find(ACME, many[0].id()).orElseThrow().giveUpAt();
        clock.forward(Duration.ofDays(-400));
        holds.hold(ACME, CHANNEL, null, Hold.Mode.PAUSE, "li");

        holds.release(ACME, CHANNEL, null, "li");

        assertThat(claim(errands, 100))
                .hasSize(50)
                .allSatisfy(each -> assertThat(each.giveUpAt()).isEqualTo(last));
    }

    private Holds holds() {
        return new Holds(database, new AuditLog(database, clock), clock);
    }

    private Errands open(Database.Kind kind, boolean ordered) {
        return open(kind, kind(ordered), clock);
    }

    private Errands open(Database.Kind database, ErrandKind kind, Clock time) {
        Databases databases = TestDatabases.open(database, directory);
        open.add(databases);
        this.database = databases.database();
        return errands(kind, time, Loops.unobserved());
    }

    private Errands errands(String name, boolean ordered) {
        return errands(kind(name, ordered), clock, Loops.unobserved());
    }

    private Errands errands(ErrandKind kind, Clock time, Loops loops) {
        return new Errands(
                database, kind, this::tell, time, () -> 0.5, UUID.randomUUID().toString(), loops);
    }

    private static ErrandKind kind(boolean ordered) {
        return kind("test", ordered);
    }

    private static ErrandKind kind(String name, boolean ordered) {
        return new ErrandKind(
                name, ordered, RETRIES, Duration.ofDays(1), Duration.ofMillis(20), true, true, "nobody did it in time");
    }

    private CompletableFuture<?> tell(Errand ended) {
        if (ended.id().lane().equals("mute")) {
            throw new IllegalStateException("it can't be told");
        }
        told.add(ended.id());
        return CompletableFuture.completedFuture("");
    }

    private void add(Errands errands, NewErrand... all) {
        database.write(Tenants.ALL, tx -> {
            errands.add(tx, List.of(all));
            return all.length;
        });
        List.of(all).forEach(each -> errands.ring(each.target()));
    }

    private static List<Errand> claim(Errands errands, int most) {
        return errands.claim(new Wanted("channel", List.of(), most, 0), (_, _) -> new Choice.Take(""))
                .errands();
    }

    private static NewErrand errand(String lane, long place, int part, String target) {
        return new NewErrand(id(lane, place, part), ACME, target, new InboxId("shop"), "");
    }

    private static ErrandId id(String lane, long place, int part) {
        return new ErrandId(lane, place, part);
    }

    private static void hang(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The process ends before anything is taken back.
    private static final class Died implements HeldWork {

        @Override
        public void putAside() {}

        @Override
        public void released(Hold hold) {
            throw new IllegalStateException("died");
        }

        @Override
        public List<HeldCounts.OfInbox> counts() {
            return List.of();
        }
    }

    private static final class AwayException extends RuntimeException implements Outage {

        private static final long serialVersionUID = 1L;
    }
}
