package io.omnihub.channel.email;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.email.EmailMailbox.SourceException;
import io.omnihub.channel.email.EmailProperties.Account;
import io.omnihub.channel.poll.Fetched;
import io.omnihub.channel.poll.PolledInbox.Taker;
import jakarta.mail.Message;
import jakarta.mail.MessageRemovedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;

/// Fetches mails of one mailbox and hands them on, in their order: small ones together, so that what each would wait
/// for is waited for once; large ones one by one, without ever being whole in memory.
final class EmailTaking {

    /// A mail that can't be had so often is given up, and its place told.
    private static final int MOST_TRIES = 5;

    /// Mailboxes of which mails are read at once: there may be a large one, or many small ones.
    private static final Semaphore READING = new Semaphore(8, true);

    /// A mail server has so long to give one mail, or some small ones.
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final ChannelInbox<Account> inbox;
    private final Path spool;
    private final Clock clock;
    private boolean apart;
    private long stuck;
    private int tries;

    /// @param spool where large mails lie while they are read
    EmailTaking(ChannelInbox<Account> inbox, Path spool, Clock clock) {
        this.inbox = inbox;
        this.spool = spool;
        this.clock = clock;
    }

    /// Takes mails one after the other, as far as that can be done.
    ///
    /// @param progress how far that was; what is behind it is to be taken again
    void take(IMAPFolder folder, List<IMAPMessage> mails, Taker taker, Progress progress) throws Exception {
        List<List<IMAPMessage>> runs = apart
                ? mails.stream().map(List::of).toList()
                : EmailTogether.runs(mails, inbox.account().largestMail().toBytes());
        for (List<IMAPMessage> run : runs) {
            if (run.size() == 1) {
                alone(folder, run.getFirst(), taker, progress);
            } else {
                together(folder, run, taker, progress);
            }
        }
        apart = false;
    }

    private void together(IMAPFolder folder, List<IMAPMessage> run, Taker taker, Progress progress) throws Exception {
        Map<Long, byte[]> given;
        try {
            given = EmailTogether.fetch(folder, run, LONGEST);
        } catch (SourceException e) {
            // It is not said which of them it can't give.
            apart = true;
            throw e;
        }
        Run small = new Run();
        for (IMAPMessage mail : run) {
            long uid = folder.getUID(mail);
            byte[] bytes = given.get(uid);
            if (bytes == null) {
                small.handOn(taker, progress);
                small = new Run();
                alone(folder, mail, taker, progress);
            } else {
                small.add(mail, uid, fetched(Fetched.Bytes.of(bytes)));
            }
        }
        small.handOn(taker, progress);
    }

    private void alone(IMAPFolder folder, IMAPMessage mail, Taker taker, Progress progress) throws Exception {
        long uid = folder.getUID(mail);
        long largest = inbox.account().largestMail().toBytes();
        try (EmailSpool bytes = EmailSpool.of(mail, spool, largest, LONGEST)) {
            Run run = new Run();
            run.add(mail, uid, fetched(bytes));
            run.handOn(taker, progress);
        } catch (MessageRemovedException _) {
            progress.passed(uid);
        } catch (SourceException e) {
            if (!isStuck(uid)) {
                throw e;
            }
            String notice = "The mail server can't give the mail with the number " + uid + " of the folder "
                    + inbox.account().folder() + ".";
            taken(taker, List.of(fetched(Fetched.Bytes.of(notice.getBytes(StandardCharsets.UTF_8)))));
            progress.passed(uid);
        }
    }

    private Fetched fetched(Fetched.Bytes bytes) {
        return new Fetched(inbox.tenant(), inbox.id(), clock.instant(), bytes);
    }

    /// Whether the mail server has failed to give a mail so often that those behind it wait no longer.
    private boolean isStuck(long uid) {
        tries = uid == stuck ? tries + 1 : 1;
        stuck = uid;
        return tries >= MOST_TRIES;
    }

    private static int taken(Taker taker, List<Fetched> fetched) throws Exception {
        // Not before: a mail server may take its time.
        READING.acquire();
        try {
            return taker.take(fetched);
        } finally {
            READING.release();
        }
    }

    /// How far a folder was read.
    static final class Progress {

        private final List<Message> kept = new ArrayList<>();
        private long last;

        /// @param last the number of the last mail before
        Progress(long last) {
            this.last = last;
        }

        /// A mail is kept now.
        private void kept(IMAPMessage mail, long uid) {
            kept.add(mail);
            passed(uid);
        }

        /// A mail was looked at.
        void passed(long uid) {
            last = uid;
        }

        /// The mails that are kept now.
        List<Message> kept() {
            return List.copyOf(kept);
        }

        /// The number of the last mail that was looked at.
        long last() {
            return last;
        }
    }

    /// Mails that are handed on together.
    private static final class Run {

        private final List<IMAPMessage> mails = new ArrayList<>();
        private final List<Long> uids = new ArrayList<>();
        private final List<Fetched> fetched = new ArrayList<>();

        void add(IMAPMessage mail, long uid, Fetched bytes) {
            mails.add(mail);
            uids.add(uid);
            fetched.add(bytes);
        }

        void handOn(Taker taker, Progress progress) throws Exception {
            int kept = 0;
            while (kept < mails.size()) {
                int more = taken(taker, fetched.subList(kept, fetched.size()));
                for (int i = kept; i < kept + more; i++) {
                    progress.kept(mails.get(i), uids.get(i));
                }
                kept += more;
            }
        }
    }
}
