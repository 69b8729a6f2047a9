package io.omnihub.simulator.push;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// How a call about a device is refused.
///
/// @param status     of HTTP; 0 answers nothing until the simulator ends
/// @param code       the platform's own
/// @param retryAfter the header's value; empty for none
public record PushRefusal(int status, String code, String retryAfter) {

    public PushRefusal(int status, String code) {
        this(status, code, "");
    }

    /// The refusals to come, by the devices' tokens: each for one call.
    static final class Refusals {

        private final Map<String, Queue<PushRefusal>> next = new ConcurrentHashMap<>();

        void add(String token, PushRefusal refusal) {
            next.computeIfAbsent(token, _ -> new ConcurrentLinkedQueue<>()).add(refusal);
        }

        @Nullable
        PushRefusal take(String token) {
            Queue<PushRefusal> some = next.get(token);
            return some == null ? null : some.poll();
        }
    }
}
