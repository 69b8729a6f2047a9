package io.omnihub.simulator;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Runs the lives of customers until it is closed.
final class CustomerThreads implements AutoCloseable {

    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    void start(String name, Life life) {
        threads.add(Thread.ofVirtual().name("customer-" + name).start(() -> {
            try {
                life.run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }

    /// What a customer does.
    interface Life {

        void run() throws InterruptedException;
    }
}
