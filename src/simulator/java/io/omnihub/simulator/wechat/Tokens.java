package io.omnihub.simulator.wechat;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The access tokens that the platform has granted.
final class Tokens {

    private final Map<String, Boolean> valid = new ConcurrentHashMap<>();
    private final AtomicInteger granted = new AtomicInteger();
    private volatile String stable = "";

    /// The classic way: a new token ends all others.
    String grant() {
        valid.clear();
        return add();
    }

    /// The stable way: the same token while it is valid.
    String stable(boolean force) {
        granted.incrementAndGet();
        if (force) {
            valid.remove(stable);
        }
        if (!Boolean.TRUE.equals(valid.get(stable))) {
            stable = UUID.randomUUID().toString();
            valid.put(stable, true);
        }
        return stable;
    }

    private String add() {
        granted.incrementAndGet();
        String token = UUID.randomUUID().toString();
        valid.put(token, true);
        return token;
    }

    /// 0, or the code by which the platform refuses a token.
    int check(String token) {
        Boolean state = valid.get(token);
        if (state == null) {
            return 40001;
        }
        return state ? 0 : 42001;
    }

    void expire() {
        valid.replaceAll((_, _) -> false);
    }

    void revoke() {
        valid.clear();
    }

    int granted() {
        return granted.get();
    }
}
