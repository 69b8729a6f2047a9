package io.omnihub.simulator.wechat;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Faults that the platform's API will show, one each call that sends something.
public final class Faults {

    private final Queue<Fault> next = new ConcurrentLinkedQueue<>();
    private volatile int tokenCode;

    /// Answers with an error code and does nothing.
    public void code(int code) {
        next.add(new Fault(code, 200, false, false));
    }

    /// Answers with an HTTP status and does nothing.
    public void status(int status) {
        next.add(new Fault(0, status, false, false));
    }

    /// Does what it was asked for, but cuts the connection instead of answering.
    public void silence() {
        next.add(new Fault(0, 200, true, false));
    }

    /// Answers with something that is no JSON.
    public void rubbish() {
        next.add(new Fault(0, 200, false, true));
    }

    /// From now on grants no token but this error code; 0 ends it.
    public void tokenCode(int code) {
        tokenCode = code;
    }

    @Nullable
    Fault take() {
        return next.poll();
    }

    int tokenCode() {
        return tokenCode;
    }

    /// One fault.
    record Fault(int code, int status, boolean silent, boolean rubbish) {}
}
