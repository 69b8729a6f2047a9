package io.omnihub.drill;

import io.omnihub.drill.Word.Kind;
import io.omnihub.simulator.wechat.SimulatedCustomer;
import io.omnihub.simulator.wechat.WeChatSimulator;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/// Customers who write one message after the other, and for each customer an agent who answers. A message that the
/// platform could not bring home in its three attempts is given up; what an agent wrote is sent until it is accepted.
final class Load {

    private static final int CUSTOMERS = 12;

    /// So many answers an agent may owe: the platform takes five after each message of the customer's.
    private static final int MOST_OWED = 2;

    private static final int LONGEST_PAUSE_MILLIS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final WeChatSimulator platform;
    private final HubApi hubApi;
    private final Witness witness;
    private final AtomicReference<Duration> slowest = new AtomicReference<>(Duration.ZERO);
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final List<Thread> threads = new ArrayList<>();

    private Load(WeChatSimulator platform, HubApi hubApi, Witness witness) {
        this.platform = platform;
        this.hubApi = hubApi;
        this.witness = witness;
    }

    static Load begin(WeChatSimulator platform, HubApi hubApi, Witness witness) {
        Load load = new Load(platform, hubApi, witness);
        IntStream.range(0, CUSTOMERS).forEach(i -> load.add("oDrill-" + i));
        return load;
    }

    private void add(String id) {
        SimulatedCustomer customer = platform.customer(id);
        customer.onReceive(received -> witness.arrived(id, received.content()));
        Semaphore turns = new Semaphore(0);
        threads.add(Thread.ofVirtual().start(() -> write(customer, turns)));
        threads.add(Thread.ofVirtual().start(() -> answer(id, turns)));
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

    private void write(SimulatedCustomer customer, Semaphore turns) {
        for (int number = 1; going.get(); number++) {
            Word word = new Word(Kind.MESSAGE, customer.openid(), number);
            witness.said(word);
            if (customer.says(word.text()).isTaken()) {
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
