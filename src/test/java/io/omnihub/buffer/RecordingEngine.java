package io.omnihub.buffer;

import io.omnihub.conversation.BusyException;
import io.omnihub.conversation.Engine;
import io.omnihub.conversation.Outcome;
import io.omnihub.message.InboundEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// An engine that remembers in which order things were stored, drops what it knows, and can be held, stopped and
/// started again.
final class RecordingEngine implements Engine {

    private final Set<Integer> stored = new LinkedHashSet<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Consumer<InboundEvent> watcher;
    private int taken;
    private boolean holding;
    private boolean busy;
    private Outcome outcome = new Outcome.Waiting();

    RecordingEngine() {
        this(_ -> {});
    }

    /// @param watcher sees each event that is stored
    RecordingEngine(Consumer<InboundEvent> watcher) {
        this.watcher = watcher;
    }

    @Override
    public CompletableFuture<Outcome> submit(InboundEvent event) {
        return take(event, false);
    }

    @Override
    public synchronized CompletableFuture<Outcome> take(InboundEvent event, boolean replay) {
        taken++;
        Waiting next = new Waiting(event, new CompletableFuture<>());
        waiting.add(next);
        decide();
        return next.answer();
    }

    /// Decides nothing until released.
    synchronized void hold() {
        holding = true;
    }

    synchronized void release() {
        holding = false;
        decide();
    }

    /// Decides the oldest of what it holds.
    synchronized void decideOne() {
        decideNext();
    }

    synchronized void stopTaking() {
        busy = true;
        decide();
    }

    synchronized void takeAgain() {
        busy = false;
        holding = false;
    }

    /// What it answers from now on.
    synchronized void answer(Outcome next) {
        outcome = next;
    }

    synchronized List<Integer> stored() {
        return new ArrayList<>(stored);
    }

    /// How often something was handed to it.
    synchronized int taken() {
        return taken;
    }

    synchronized int held() {
        return waiting.size();
    }

    private void decide() {
        while (!waiting.isEmpty() && (busy || !holding)) {
            decideNext();
        }
    }

    private void decideNext() {
        Waiting next = waiting.removeFirst();
        if (busy) {
            next.answer().completeExceptionally(new BusyException("the engine stops"));
        } else {
            stored.add(BufferEvents.number(next.event()));
            watcher.accept(next.event());
            next.answer().complete(outcome);
        }
    }

    private record Waiting(InboundEvent event, CompletableFuture<Outcome> answer) {}
}
