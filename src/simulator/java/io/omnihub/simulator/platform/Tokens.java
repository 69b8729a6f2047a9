package io.omnihub.simulator.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The access tokens that the platform has granted.
public final class Tokens {

    private final Map<String, Instant> ends = new ConcurrentHashMap<>();
    private final AtomicInteger granted = new AtomicInteger();
    private final Clock clock;
    private final Duration life;
    private final Duration renewed;
    private volatile String stable = "";

    /// @param renewed so long before a token ends, whoever asks for the same one gets another
    public Tokens(Clock clock, Duration life, Duration renewed) {
        this.clock = clock;
        this.life = life;
        this.renewed = renewed;
    }

    /// A new token, which ends all others.
    public String only() {
        ends.clear();
        return add();
    }

    /// The same token while it is valid.
    ///
    /// @param force whether to end it
    public synchronized String same(boolean force) {
        Instant end = ends.getOrDefault(stable, Instant.EPOCH);
        if (force) {
            ends.remove(stable);
        }
        if (force || !clock.instant().isBefore(end.minus(renewed))) {
            stable = add();
        } else {
            granted.incrementAndGet();
        }
        return stable;
    }

    private String add() {
        granted.incrementAndGet();
        String token = UUID.randomUUID().toString();
        ends.put(token, clock.instant().plus(life));
        return token;
    }

    public State check(String token) {
        Instant end = ends.get(token);
        if (end == null) {
            return State.UNKNOWN;
        }
        return clock.instant().isBefore(end) ? State.VALID : State.ENDED;
    }

    /// All reach the end of their life.
    public void expire() {
        ends.replaceAll((_, _) -> clock.instant());
    }

    /// All become unknown.
    public void revoke() {
        ends.clear();
    }

    /// How often one was granted.
    public int granted() {
        return granted.get();
    }

    /// How a token is.
    public enum State {
        VALID,
        ENDED,
        UNKNOWN
    }
}
