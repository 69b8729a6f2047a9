package io.omnihub.visitor;

import io.omnihub.bound.Addresses;
import io.omnihub.bound.CallerRates;
import io.omnihub.bound.Rates;
import io.omnihub.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Bounds how often each of the many who need no login may call. What a visitor calls counts with the frames that the
/// same visitor sends over a WebSocket.
final class RequestRates {

    private static final double PER_SECOND = 2;
    private static final int BURST = 60;

    private final Rates calls;
    private final CallerRates visitors;

    /// @param visitors what visitors may do in all
    /// @param nanos    a clock that never jumps
    RequestRates(CallerRates visitors, LongSupplier nanos) {
        this.calls = new Rates(PER_SECOND, BURST, nanos);
        this.visitors = visitors;
    }

    /// Counts a call of somebody whom only the address tells.
    ///
    /// @throws ProblemException where there were too many
    void take(HttpServletRequest request) {
        refuse(calls.take(Addresses.group(request.getRemoteAddr())));
    }

    /// Counts a visitor's call.
    ///
    /// @throws ProblemException where there were too many
    void take(Visitor visitor, HttpServletRequest request) {
        refuse(calls.take(visitor.who()));
        refuse(visitors.take(visitor.who(), Addresses.group(request.getRemoteAddr())));
    }

    private static void refuse(Duration wait) {
        if (wait.isPositive()) {
            throw ProblemException.tooMany("Too many requests; wait a little.", wait);
        }
    }
}
