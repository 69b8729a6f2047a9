package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.conversation.BusyException;
import io.omnihub.conversation.Outcome;
import io.omnihub.message.ConversationId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever the engine refuses, and in whatever order its refusals are heard: what a client wrote is stored once and in
/// the order in which it was written.
final class FlowTests {

    private static final ConversationId CONVERSATION = new ConversationId("0195f0a0-0000-8000-8000-000000000001");

    @Property(tries = 2_000)
    void whatAClientWritesIsStoredInOrderWhateverIsRefusedInBetween(@ForAll("happenings") List<Happening> happenings) {
        Talk talk = new Talk();
        happenings.forEach(talk::happen);
        talk.comeToRest();

        assertThat(talk.stored()).containsExactlyElementsOf(talk.written());
    }

    @Example
    void theGateStandsAtTheEarliestFrameAlthoughALaterOneWasRefusedFirst() {
        Talk talk = new Talk();
        talk.happen(new Happening(Kind.WRITE, 1));
        talk.happen(new Happening(Kind.TROUBLE, 0));
        talk.happen(new Happening(Kind.WRITE, 1));

        assertThat(talk.heardBusy()).containsExactly("1", "2");

        talk.happen(new Happening(Kind.CALM, 0));
        talk.send("2");
        assertThat(talk.heardBusy()).containsExactly("1", "2", "2");
        talk.send("1");
        talk.send("2");
        talk.comeToRest();
        assertThat(talk.stored()).containsExactly("1", "2");
    }

    @Example
    void whatCanNeverBeTakenIsNoGate() {
        Flow flow = new Flow();
        List<String> heard = new ArrayList<>();
        flow.submit(
                "1",
                () -> CompletableFuture.failedFuture(new BusyException("The database is away.")),
                (id, _) -> heard.add("busy " + id));
        flow.refused("2");
        flow.submit("2", CompletableFuture::new, (id, _) -> heard.add("busy " + id));
        assertThat(heard).containsExactly("busy 1", "busy 2");

        flow.refused("1");
        flow.submit(
                "2",
                () -> CompletableFuture.completedFuture(new Outcome.Stored(CONVERSATION, 1, false)),
                (id, outcome) -> heard.add(id + " " + (outcome != null)));
        assertThat(heard).last().isEqualTo("2 true");
    }

    @Example
    void whatWasTakenIsNoGateAlthoughALaterOneWasRefused() {
        Talk talk = new Talk();
        talk.happen(new Happening(Kind.WRITE, 1));
        talk.happen(new Happening(Kind.COMMIT, 1));
        talk.happen(new Happening(Kind.TROUBLE, 0));
        talk.happen(new Happening(Kind.WRITE, 1));
        talk.happen(new Happening(Kind.CALM, 0));
        talk.send("2");
        talk.comeToRest();

        assertThat(talk.stored()).containsExactly("1", "2");
    }

    @Provide
    Arbitrary<List<Happening>> happenings() {
        Arbitrary<Happening> happening = Combinators.combine(
                        Arbitraries.of(Kind.class), Arbitraries.integers().between(1, 6))
                .as(Happening::new);
        return happening.list().ofMaxSize(60);
    }

    enum Kind {
        WRITE,
        COMMIT,
        COMMIT_AND_LOSE_THE_ANSWER,
        FAIL,
        EXPIRE,
        TROUBLE,
        CALM,
        HEAR
    }

    record Happening(Kind kind, int count) {}

    private record Held(String name, CompletableFuture<Outcome> answer) {}

    /// A client that keeps to the rules, and an engine that takes its frames from a queue.
    private static final class Talk {

        private final Flow flow = new Flow();
        private final List<String> written = new ArrayList<>();
        private final List<String> unacknowledged = new ArrayList<>();
        private final List<String> stored = new ArrayList<>();
        private final Deque<Held> queue = new ArrayDeque<>();
        private final Deque<Runnable> unheard = new ArrayDeque<>();
        private final List<String> busy = new ArrayList<>();
        private boolean trouble;
        private boolean waiting;

        void happen(Happening happening) {
            switch (happening.kind()) {
                case WRITE -> times(happening, this::write);
                case COMMIT -> commit(happening.count(), true);
                case COMMIT_AND_LOSE_THE_ANSWER -> commit(happening.count(), false);
                case FAIL -> fail(take(happening.count()));
                case EXPIRE -> fail(queue.stream().limit(happening.count()).toList());
                case TROUBLE -> trouble = true;
                case CALM -> trouble = false;
                case HEAR -> times(happening, this::hear);
            }
        }

        /// The trouble is over, and everything is sent until nothing is left.
        void comeToRest() {
            trouble = false;
            for (int round = 0; !unacknowledged.isEmpty() || !queue.isEmpty(); round++) {
                assertThat(round).as("rounds").isLessThan(10);
                hearAll();
                commit(Integer.MAX_VALUE, true);
                hearAll();
            }
        }

        private void hearAll() {
            while (!unheard.isEmpty() || waiting) {
                hear();
            }
        }

        List<String> written() {
            return written;
        }

        List<String> stored() {
            return stored;
        }

        List<String> heardBusy() {
            return busy;
        }

        private void write() {
            String name = Integer.toString(written.size() + 1);
            written.add(name);
            unacknowledged.add(name);
            if (!waiting) {
                send(name);
            }
        }

        void send(String name) {
            flow.submit(
                    name,
                    () -> {
                        Held held = new Held(name, new CompletableFuture<>());
                        if (trouble) {
                            held.answer().completeExceptionally(new BusyException("away"));
                        } else {
                            queue.addLast(held);
                        }
                        return held.answer();
                    },
                    this::answered);
        }

        private void answered(String name, Outcome outcome) {
            if (outcome == null) {
                busy.add(name);
                unheard.addLast(() -> waiting = true);
            } else {
                unheard.addLast(() -> unacknowledged.remove(name));
            }
        }

        /// The client hears the next answer; when there is none it has waited for long enough.
        private void hear() {
            if (!unheard.isEmpty()) {
                unheard.removeFirst().run();
            } else if (waiting) {
                waiting = false;
                List.copyOf(unacknowledged).forEach(this::send);
            }
        }

        private List<Held> take(int count) {
            List<Held> taken = new ArrayList<>();
            while (!queue.isEmpty() && taken.size() < count) {
                taken.add(queue.removeFirst());
            }
            return taken;
        }

        private void commit(int count, boolean answers) {
            List<Held> open =
                    take(count).stream().filter(held -> !held.answer().isDone()).toList();
            open.stream().map(Held::name).filter(name -> !stored.contains(name)).forEach(stored::add);
            if (answers) {
                open.forEach(held -> held.answer().complete(new Outcome.Stored(CONVERSATION, 1, false)));
            } else {
                fail(open);
            }
        }

        private static void fail(List<Held> some) {
            some.forEach(held -> held.answer().completeExceptionally(new BusyException("too long")));
        }

        private static void times(Happening happening, Runnable action) {
            IntStream.range(0, happening.count()).forEach(_ -> action.run());
        }
    }
}
