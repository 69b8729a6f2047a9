package io.omnihub.bound;

import java.time.Duration;
import java.util.function.LongSupplier;

/// How often callers may do something, whichever way and over however many connections: each of them, and all of one
/// address.
public final class CallerRates {

    /// An office has one address.
    private static final int CALLERS_PER_ADDRESS = 20;

    private final Rates callers;
    private final Rates addresses;

    /// @param perSecond    how often a caller may for long
    /// @param burstSeconds so many seconds' worth may come at once
    /// @param nanos        a clock that never jumps
    public CallerRates(int perSecond, int burstSeconds, LongSupplier nanos) {
        this.callers = new Rates(perSecond, burstSeconds * perSecond, nanos);
        this.addresses = new Rates(
                (double) CALLERS_PER_ADDRESS * perSecond, CALLERS_PER_ADDRESS * burstSeconds * perSecond, nanos);
    }

    /// Counts one.
    ///
    /// @return how long to wait; zero where it may be done now
    public Duration take(String caller, String address) {
        Duration wait = callers.take(caller);
        return wait.isPositive() ? wait : addresses.take(address);
    }
}
