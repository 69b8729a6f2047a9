package io.omnihub.channel.wechat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;

/// A clock that stands still until a test moves it.
final class MovableClock extends Clock {

    private static final int NEVER = -1;

    private final AtomicInteger callsUntilBroken = new AtomicInteger(NEVER);
    private volatile Instant now = Instant.parse("2024-06-10T06:13:20Z");

    void move(Duration by) {
        now = now.plus(by);
    }

    /// Has the call after so many fail in a way that nobody expects.
    void breakAfter(int calls) {
        callsUntilBroken.set(calls);
    }

    @Override
    public Instant instant() {
        if (callsUntilBroken.getAndUpdate(left -> Math.max(left - 1, NEVER)) == 0) {
            throw new IllegalStateException("a secret text");
        }
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
