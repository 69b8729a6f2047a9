package io.omnihub.drill;

import io.omnihub.drill.Word.Kind;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// Customers who write one message after the other, and for each customer an agent who answers. A message that the
/// platform could not bring home in its attempts is given up; what an agent wrote is sent until it is accepted.
final class Load {

    /// So many answers an agent may owe: WeChat takes five after each message of the customer's.
    private static final int MOST_OWED = 2;

    private static final int LONGEST_PAUSE_MILLIS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HubApi hubApi;
    private final Witness witness;
    private final AtomicReference<Duration> slowest = new AtomicReference<>(Duration.ZERO);
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final List<Thread> threads = new ArrayList<>();

    private Load(HubApi hubApi, Witness witness) {
        this.hubApi = hubApi;
        this.witness = witness;
    }

    static Load begin(List<Customer> customers, HubApi hubApi, Witness witness) {
        Load load = new Load(hubApi, witness);
        customers.forEach(load::add);
        return load;
    }

    private void add(Customer customer) {
        customer.hears().accept(text -> witness.arrived(customer.id(), text));
        Semaphore turns = new Semaphore(0);
        threads.add(Thread.ofVirtual().start(() -> write(customer, turns)));
        threads.add(Thread.ofVirtual().start(() -> answer(customer.id(), turns)));
    }

    /// Ends when everyone has finished what he was at.
    void end() {
        going.set(false);
        try {
            for (Thread thread : threads) {
                if (!thread.join(PATIENCE)) {
                    throw new IllegalStateException("a customer or an agent waits for the hub without end");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The longest that an agent waited for an answer.
    Duration slowest() {
        return slowest.get();
    }

    private void write(Customer customer, Semaphore turns) {
        for (int number = 1; going.get(); number++) {
            Word word = new Word(Kind.MESSAGE, customer.id(), number);
            witness.said(word);
            if (customer.says().apply(word.text()).isTaken()) {
                witness.accepted(word);
                if (turns.availablePermits() < MOST_OWED) {
                    turns.release();
                }
            }
            pause();
        }
    }

    private void answer(String customer, Semaphore turns) {
        String conversation = "";
        for (int number = 1; going.get(); number++) {
            if (awaits(turns)) {
                conversation = conversation.isEmpty() ? conversation(customer) : conversation;
                say(conversation, new Word(number % 3 == 0 ? Kind.NOTE : Kind.REPLY, customer, number));
            }
        }
    }

    private boolean awaits(Semaphore turns) {
        try {
            while (going.get()) {
                if (turns.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private String conversation(String customer) {
        while (true) {
            try {
                String found = hubApi.conversations().get(customer);
                if (found != null) {
                    return found;
                }
            } catch (UncheckedIOException | IllegalStateException _) {
                // The hub is away; it comes back.
            }
            pause();
        }
    }

    private void say(String conversation, Word word) {
        witness.said(word);
        while (true) {
            int status = status(conversation, word);
            if (status == 201) {
                witness.accepted(word);
                return;
            }
            if (status == 422) {
                // The platform's limit of replies in a row.
                return;
            }
            if (status != 0 && status != 503) {
                witness.surprise(word + " was answered with " + status);
                return;
            }
            pause();
        }
    }

    private int status(String conversation, Word word) {
        long begin = System.nanoTime();
        try {
            int status = hubApi.say(conversation, word).status();
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            slowest.accumulateAndGet(took, (a, b) -> a.compareTo(b) > 0 ? a : b);
            return status;
        } catch (UncheckedIOException _) {
            return 0;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(LONGEST_PAUSE_MILLIS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
