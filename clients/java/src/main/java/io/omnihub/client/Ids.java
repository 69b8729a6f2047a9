package io.omnihub.client;

import java.security.SecureRandom;
import java.util.UUID;

/// Ids that are new everywhere and rise in the order of time: UUIDs of version 7 (RFC 9562, method 1 of section 6.2).
final class Ids {

    private static final int MOST = 0xfff;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static long at;
    private static int count;

    private Ids() {}

    static synchronized String next() {
        long now = System.currentTimeMillis();
        if (now > at) {
            at = now;
            // Half of the count is left for those that come within the same millisecond.
            count = RANDOM.nextInt(MOST / 2);
        } else if (++count > MOST) {
            at++;
            count = 0;
        }
        long high = at << 16 | 0x7000 | count;
        long low = RANDOM.nextLong() & 0x3fffffffffffffffL | Long.MIN_VALUE;
        return new UUID(high, low).toString();
    }
}
