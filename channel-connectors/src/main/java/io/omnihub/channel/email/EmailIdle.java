package io.omnihub.channel.email;

import jakarta.mail.MessagingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.jspecify.annotations.Nullable;

/// Listens to what a mail server tells by itself (IMAP IDLE, RFC 2177) while its mailbox rests. Where that is cut off,
/// with a word or without, the mailbox is polled for a while, longer and longer where it happens again.
final class EmailIdle {

    /// After so long the mailbox is looked into all the same, which begins anew: servers end what is silent for 29
    /// minutes, and what lies between ends it sooner and without a word.
    static final Duration LONGEST = Duration.ofMinutes(2);

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(10);
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    private final Clock clock;
    private final AtomicReference<@Nullable Rest> rest = new AtomicReference<>();
    private volatile @Nullable EmailDeadline line;
    private Instant again = Instant.MIN;
    private Duration pause = FIRST_PAUSE;

    EmailIdle(Clock clock) {
        this.clock = clock;
    }

    /// Has the one who listens begin, until the folder is asked for anything.
    ///
    /// @param wake is called where the server ends it
    /// @return whether the server may be listened to now
    synchronized boolean begin(IMAPFolder folder, Runnable wake) {
        if (clock.instant().isBefore(again)) {
            return false;
        }
        rest.set(new Rest(folder, wake));
        return true;
    }

    /// Before the folder is asked for anything.
    ///
    /// @return whether somebody listened until now
    boolean end() {
        return rest.getAndSet(null) != null;
    }

    /// Before the line is left: who listens still is freed of a server that does not let him go.
    void leave() {
        end();
        EmailDeadline listening = line;
        if (listening != null) {
            listening.cut();
        }
    }

    /// It was of no use to listen: the line was dead, or the server ended it.
    synchronized void cut() {
        again = clock.instant().plus(pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
    }

    /// The line still stood after somebody listened.
    synchronized void worked() {
        pause = FIRST_PAUSE;
    }

    /// Listens while the mailbox rests.
    void listen() {
        Rest now = rest.get();
        if (now == null) {
            return;
        }
        // The look that comes ends it, or has failed by then.
        try (EmailDeadline listening = EmailDeadline.in(LONGEST.multipliedBy(2))) {
            line = listening;
            now.folder().idle();
        } catch (MessagingException | IllegalStateException _) {
            // Who asks the folder for something else has ended it before.
        } finally {
            line = null;
        }
        if (!Thread.currentThread().isInterrupted() && rest.compareAndSet(now, null)) {
            cut();
            now.wake().run();
        }
    }

    private record Rest(IMAPFolder folder, Runnable wake) {}
}
