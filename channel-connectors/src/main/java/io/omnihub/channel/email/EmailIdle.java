package io.omnihub.channel.email;

import jakarta.mail.MessagingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.jspecify.annotations.Nullable;

/// Listens to what a mail server tells by itself (IMAP IDLE, RFC 2177) while its mailbox rests. Where the server cuts
/// it
/// off, the mailbox is polled for a while.
final class EmailIdle {

    /// After so long the mailbox is looked into all the same, which begins anew: servers end what is silent for 29
    /// minutes, and what lies between ends it sooner and without a word.
    static final Duration LONGEST = Duration.ofMinutes(5);

    /// So long a mailbox is polled after it was cut off.
    private static final Duration AFTER_CUT = Duration.ofMinutes(10);

    private final Clock clock;
    private final AtomicReference<@Nullable Rest> rest = new AtomicReference<>();
    private volatile Instant again = Instant.MIN;

    EmailIdle(Clock clock) {
        this.clock = clock;
    }

    /// Has the one who listens begin, until the folder is asked for anything.
    ///
    /// @param cut is called where the server ends it
    /// @return whether the server may be listened to now
    boolean begin(IMAPFolder folder, Runnable cut) {
        if (clock.instant().isBefore(again)) {
            return false;
        }
        rest.set(new Rest(folder, cut));
        return true;
    }

    /// Before the folder is asked for anything.
    void end() {
        rest.set(null);
    }

    /// Listens while the mailbox rests.
    void listen() {
        Rest now = rest.get();
        if (now == null) {
            return;
        }
        boolean failed = false;
        try {
            now.folder().idle();
        } catch (MessagingException | IllegalStateException _) {
            failed = true;
        }
        if (rest.compareAndSet(now, null)) {
            if (failed) {
                again = clock.instant().plus(AFTER_CUT);
            }
            now.cut().run();
        }
    }

    private record Rest(IMAPFolder folder, Runnable cut) {}
}
