package io.omnihub.bench;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Ids of clients as ours make them: UUIDs of version 7, which begin with the time.
final class TimeOrdered {

    private TimeOrdered() {}

    static String id() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long time = (System.currentTimeMillis() << 16) | 0x7000 | random.nextInt(0x1000);
        return new UUID(time, (random.nextLong() >>> 2) | Long.MIN_VALUE).toString();
    }
}
