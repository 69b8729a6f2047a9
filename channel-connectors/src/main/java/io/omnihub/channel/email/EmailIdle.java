package io.omnihub.channel.email;

import jakarta.mail.MessagingException;
import jakarta.mail.event.MessageCountAdapter;
import jakarta.mail.event.MessageCountEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.jspecify.annotations.Nullable;

/// Listens to what a mail server tells by itself (IMAP IDLE, RFC 2177) while its mailbox rests. That takes a virtual
/// thread and no other. Where the server cuts it off, the mailbox is polled for a while.
final class EmailIdle {

    /// After so long the mailbox is looked into all the same, which begins anew: servers end what is silent for 29
    /// minutes, and what lies between ends it sooner and without a word.
    static final Duration LONGEST = Duration.ofMinutes(5);

    /// So long a mailbox is polled after it was cut off.
    private static final Duration AFTER_CUT = Duration.ofMinutes(10);

    private final Clock clock;
    private volatile Instant again = Instant.MIN;
    private AtomicBoolean over = new AtomicBoolean(true);

    EmailIdle(Clock clock) {
        this.clock = clock;
    }

    /// Has whoever looks woken by each mail that comes into a folder, whatever the server tells that on. Once for a
    /// folder.
    static void tell(IMAPFolder folder, Runnable wake) {
        folder.addMessageCountListener(new MessageCountAdapter() {
            @Override
            public void messagesAdded(@Nullable MessageCountEvent event) {
                wake.run();
            }
        });
    }

    /// Begins to listen, until the folder is asked for anything.
    ///
    /// @param wake is called where it is cut off
    /// @return whether the server may be listened to now
    boolean begin(IMAPFolder folder, Runnable wake) {
        if (clock.instant().isBefore(again)) {
            return false;
        }
        AtomicBoolean ended = new AtomicBoolean();
        over = ended;
        Thread.ofVirtual().name("email-idle").start(() -> listen(folder, ended, wake));
        return true;
    }

    /// Before the folder is asked for anything.
    void end() {
        over.set(true);
    }

    private void listen(IMAPFolder folder, AtomicBoolean ended, Runnable wake) {
        try {
            if (!ended.get()) {
                folder.idle();
            }
        } catch (MessagingException | IllegalStateException _) {
            if (!ended.get()) {
                again = clock.instant().plus(AFTER_CUT);
            }
        }
        if (!ended.get()) {
            wake.run();
        }
    }
}
