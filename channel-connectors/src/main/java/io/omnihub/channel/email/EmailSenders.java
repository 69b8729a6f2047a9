package io.omnihub.channel.email;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// How much each sender of a mailbox may still have taken: so many mails an hour, which gather again while he writes
/// none. A large mail counts as several. It is known in memory alone: with a new start each has all of it.
final class EmailSenders {

    /// Each of so many bytes counts once more.
    static final int LARGE = 1 << 20;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MOST_KNOWN = 50_000;

    private final int most;
    private final Clock clock;
    private final Cache<String, Room> rooms =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).expireAfterWrite(HOUR).build();

    /// @param most mails an hour, of each sender
    EmailSenders(int most, Clock clock) {
        this.most = most;
        this.clock = clock;
    }

    /// How many mails a mail counts as; never more than a sender has at most.
    long weight(long bytes) {
        return Math.min(most, 1 + bytes / LARGE);
    }

    /// How much a sender has.
    double left(String sender) {
        Room room = rooms.getIfPresent(sender);
        if (room == null) {
            return most;
        }
        double gathered =
                (double) most * Duration.between(room.at(), clock.instant()).toMillis() / HOUR.toMillis();
        return Math.min(most, room.left() + Math.max(0, gathered));
    }

    /// Some of a sender's were taken.
    void took(String sender, long weight) {
        rooms.put(sender, new Room(left(sender) - weight, clock.instant()));
    }

    private record Room(double left, Instant at) {}
}
