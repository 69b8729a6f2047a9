package io.omnihub.channel.http;

import java.util.Set;

/// What a status of HTTP that is no success says by itself.
public final class StatusCodes {

    private static final int BAD = 400;
    private static final int FAILED = 500;

    /// Errors of the caller that pass: secrets that are to be mended, timeouts and too many calls.
    private static final Set<Integer> PASSING = Set.of(401, 408, 425, 429);

    private StatusCodes() {}

    /// Whether another try may be answered otherwise.
    public static boolean passes(int status) {
        return status < BAD || status >= FAILED || PASSING.contains(status);
    }
}
