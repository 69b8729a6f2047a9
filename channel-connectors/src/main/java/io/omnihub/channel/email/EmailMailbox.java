package io.omnihub.channel.email;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelStatus.Reason;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.email.EmailProperties.Account;
import io.omnihub.channel.poll.PollPositions;
import io.omnihub.channel.poll.PolledInbox;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.UIDFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;

/// One mailbox: keeps a connection open and looks for mails beyond its position. A mail that was seen before is known
/// by itself and not by its number, so that a folder that was made anew brings nothing twice.
final class EmailMailbox implements PolledInbox {

    /// So many are taken, marked and counted as done together.
    private static final int AT_ONCE = 50;

    /// Of so many that wait the numbers are remembered, so that the mail server is not asked for all of them for each
    /// few.
    private static final int MOST_SEEN = 1_000;

    private static final Duration AFTER_REFUSAL = Duration.ofMinutes(2);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(20);

    /// What was taken is known for so long at least, wherever it turns up again.
    private static final Duration KNOWN = Duration.ofDays(29);

    private static final String NOT_THERE = "the mail server has no folder ";

    private final ChannelInbox<Account> inbox;
    private final PollPositions positions;
    private final EmailTaking taking;

    /// Of those that waited, which it may have to fetch one by one while the others come together.
    private final EmailTaking takingHeld;
    private final Clock clock;
    private final EmailIdle idle;
    private final EmailWaiting held;
    private final EmailLine line;
    private Seen seen = new Seen(0, List.of());
    private boolean answered;
    private boolean closed;
    private int failures;

    /// @param spool where large mails lie while they are read
    EmailMailbox(
            ChannelInbox<Account> inbox, EmailSessions sessions, PollPositions positions, Path spool, Clock clock) {
        this.inbox = inbox.asked();
        this.line = new EmailLine(this.inbox, sessions);
        this.positions = positions;
        this.taking = new EmailTaking(inbox, spool, clock);
        this.takingHeld = new EmailTaking(inbox, spool, clock);
        this.clock = clock;
        this.idle = new EmailIdle(clock);
        this.held = new EmailWaiting(inbox, positions, clock);
    }

    @Override
    public TenantId tenant() {
        return inbox.tenant();
    }

    @Override
    public InboxId id() {
        return inbox.id();
    }

    @Override
    public Duration look(Taker taker) throws Exception {
        boolean listened = idle.end();
        try {
            boolean more = looked(taker, listened);
            more |= lookedAgain(taker);
            inbox.online();
            failures = 0;
            return more ? Duration.ZERO : rest(taker);
        } catch (AuthenticationFailedException e) {
            leave();
            if (EmailRefusal.isForNow(e)) {
                inbox.degraded(Reason.UNREACHABLE, "the mail server lets nobody in just now; it is tried again");
                return shorter(AFTER_FAILURE);
            }
            inbox.offline(
                    Reason.CREDENTIALS,
                    "the mail server refuses user and password: some providers give a password of its own to programs");
            return longer(AFTER_REFUSAL);
        } catch (FolderNotFoundException e) {
            leave();
            String folder =
                    e.getFolder() == null ? account().folder() : e.getFolder().getFullName();
            inbox.offline(Reason.PERMISSION, NOT_THERE + folder + ": make it, or name another one");
            return longer(AFTER_REFUSAL);
        } catch (MessagingException | SourceException e) {
            leave();
            if (listened && !answered) {
                idle.cut();
            }
            Optional<String> fault = EmailTrust.fault(e);
            if (fault.isPresent()) {
                inbox.offline(Reason.UNREACHABLE, fault.get());
                return longer(AFTER_REFUSAL);
            }
            boolean unreachable = failures > 0;
            if (unreachable) {
                inbox.offline(Reason.UNREACHABLE, "the mail server can't be reached, or does not answer");
            } else {
                inbox.degraded(Reason.UNREACHABLE, "the connection to the mail server broke; it is tried again");
            }
            failures++;
            return shorter(AFTER_FAILURE);
        } catch (ChannelUnavailableException _) {
            // The provider of tokens, whose state is told where it is asked.
            leave();
            return longer(AFTER_FAILURE);
        }
    }

    @Override
    public void listen() {
        idle.listen();
    }

    /// Where the server tells of mails by itself, until it does.
    private Duration rest(Taker taker) {
        Optional<IMAPFolder> telling = line.telling();
        if (!account().idle() || telling.isEmpty()) {
            return account().pollEvery();
        }
        IMAPFolder folder = telling.get();
        if (!line.isOpen(folder)) {
            // What came since it was closed would be told by nobody; but a server may close it each time.
            closed = !closed;
            return closed ? Duration.ZERO : account().pollEvery();
        }
        closed = false;
        return idle.begin(folder, taker::wake) ? EmailIdle.LONGEST : account().pollEvery();
    }

    private Duration longer(Duration pause) {
        Duration every = account().pollEvery();
        // Who looks each moment does so for a test or a server of his own.
        return every.compareTo(Duration.ofSeconds(5)) < 0 ? every : every.compareTo(pause) > 0 ? every : pause;
    }

    private Duration shorter(Duration pause) {
        Duration every = account().pollEvery();
        return every.compareTo(pause) < 0 ? every : pause;
    }

    private Account account() {
        return inbox.account();
    }

    /// @return whether there may be more
    private boolean looked(Taker taker, boolean listened) throws Exception {
        answered = false;
        IMAPFolder folder = line.folder(taker::wake);
        held.of(folder);
        EmailPosition position = position(folder);
        List<Long> known = seen.beyond(position);
        List<Long> waiting = known.isEmpty() ? waiting(folder, position.uid()) : known;
        answered = true;
        if (listened) {
            idle.worked();
        }
        if (waiting.isEmpty()) {
            return false;
        }
        seen = new Seen(position.validity(), waiting);
        List<Long> next = waiting.subList(0, Math.min(AT_ONCE, waiting.size()));
        EmailTaking.Progress progress = new EmailTaking.Progress(position.uid());
        try {
            taking.take(folder, fresh(folder, next, position.since()), taker, progress);
            // Also where it was removed meanwhile.
            progress.passed(next.getLast());
        } finally {
            // Also where one failed: those before it are kept.
            held.took(progress.kept());
            marked(folder, progress.kept());
            held.keep();
            if (progress.last() > position.uid()) {
                positions.move(
                        tenant(),
                        id(),
                        account().folder(),
                        position.at(progress.last()).written());
            }
            closed(folder, progress.kept());
        }
        // What came since is not among those that were known.
        return waiting.size() > next.size() || !known.isEmpty();
    }

    /// Takes of those that wait the mails of one sender who may have them taken now.
    ///
    /// @return whether there were any
    private boolean lookedAgain(Taker taker) throws Exception {
        Optional<EmailWaiting.Turn> next = held.next();
        if (next.isEmpty()) {
            return false;
        }
        EmailWaiting.Turn turn = next.get();
        IMAPFolder folder = line.folder(taker::wake);
        List<IMAPMessage> mails = waiting(folder, turn);
        EmailTaking.Progress progress = new EmailTaking.Progress(turn.from() - 1);
        try {
            takingHeld.take(folder, mails, taker, progress);
            if (mails.isEmpty()) {
                progress.passed(turn.to());
            }
        } finally {
            held.took(progress.kept());
            marked(folder, progress.kept());
            held.passed(turn, progress.last());
            held.keep();
            closed(folder, progress.kept());
        }
        return true;
    }

    private List<IMAPMessage> waiting(IMAPFolder folder, EmailWaiting.Turn turn) throws MessagingException {
        try (var _ = line.talk()) {
            List<Long> uids = new ArrayList<>();
            for (Message message : folder.getMessagesByUID(turn.from(), turn.to())) {
                uids.add(folder.getUID(message));
            }
            return held.first(folder, turn, mails(folder, uids, Instant.EPOCH), AT_ONCE);
        }
    }

    /// The numbers beyond a position, in their order, whichever way they are told.
    private List<Long> waiting(IMAPFolder folder, long position) throws MessagingException {
        SortedSet<Long> waiting = new TreeSet<>();
        try (var _ = line.talk()) {
            for (Message message : folder.getMessagesByUID(position + 1, UIDFolder.LASTUID)) {
                // A range beyond the last mail names the last one.
                if (folder.getUID(message) > position) {
                    waiting.add(folder.getUID(message));
                }
            }
        }
        return waiting.stream().limit(MOST_SEEN).toList();
    }

    /// Those that are still there, came after a time, and whose senders have not written too many.
    private List<IMAPMessage> fresh(IMAPFolder folder, List<Long> uids, Instant since) throws MessagingException {
        try (var _ = line.talk()) {
            List<IMAPMessage> mails = mails(folder, uids, since);
            return account().mailsPerSender() == 0 ? mails : held.without(folder, mails);
        }
    }

    /// With what is asked of all of them at once.
    private static List<IMAPMessage> mails(IMAPFolder folder, List<Long> uids, Instant since)
            throws MessagingException {
        List<IMAPMessage> mails = new ArrayList<>();
        for (Message message :
                folder.getMessagesByUID(uids.stream().mapToLong(Long::longValue).toArray())) {
            if (message instanceof IMAPMessage mail) {
                mails.add(mail);
            }
        }
        if (mails.isEmpty()) {
            return mails;
        }
        FetchProfile wanted = new FetchProfile();
        wanted.add(FetchProfile.Item.SIZE);
        wanted.add(IMAPFolder.FetchProfileItem.INTERNALDATE);
        folder.fetch(mails.toArray(Message[]::new), wanted);
        List<IMAPMessage> late = new ArrayList<>();
        for (IMAPMessage mail : mails) {
            Date received = mail.getReceivedDate();
            if (received == null || !received.toInstant().isBefore(since)) {
                late.add(mail);
            }
        }
        return late;
    }

    private void marked(IMAPFolder folder, List<Message> taken) throws MessagingException {
        if (!taken.isEmpty()) {
            try (var _ = line.talk()) {
                mark(folder, taken.toArray(Message[]::new));
            }
        }
    }

    /// Opened anew it remembers none of those that were taken, and how many there are is what the server says: where
    /// some were moved while another came, that one may not have been told of.
    private void closed(IMAPFolder folder, List<Message> taken) throws MessagingException {
        if (!taken.isEmpty()) {
            try (var _ = line.talk()) {
                if (folder.isOpen()) {
                    folder.close(false);
                }
            }
        }
    }

    private void mark(IMAPFolder folder, Message[] mails) throws MessagingException {
        if (!folder.isOpen()) {
            return;
        }
        folder.setFlags(mails, new Flags(Flags.Flag.SEEN), true);
        Optional<String> moved = account().moved();
        if (moved.isPresent()) {
            move(folder, mails, moved.get());
        }
    }

    private void move(IMAPFolder folder, Message[] mails, String to) throws MessagingException {
        Folder done = folder.getStore().getFolder(to);
        if (!done.exists()) {
            throw new FolderNotFoundException(done);
        }
        if (((IMAPStore) folder.getStore()).hasCapability("MOVE")) {
            folder.moveMessages(mails, done);
        } else {
            folder.copyMessages(mails, done);
            folder.setFlags(mails, new Flags(Flags.Flag.DELETED), true);
            folder.expunge(mails);
        }
    }

    /// Where the mailbox has come to. In a folder that was made anew it is the beginning, for what came lately.
    private EmailPosition position(IMAPFolder folder) throws MessagingException {
        long validity = folder.getUIDValidity();
        Optional<EmailPosition> ofAny =
                positions.find(tenant(), id(), account().folder()).flatMap(EmailPosition::read);
        // Numbers of one mailbox are none of another's.
        String owner = EmailPrint.of(account().login());
        // Nor those of one server of another's, though both began to count alike.
        String server = EmailPrint.of(account().imapHost());
        Optional<EmailPosition> stored = ofAny.filter(known -> known.owner().equals(owner));
        Optional<EmailPosition> same = stored.filter(known -> known.validity() == validity && known.isOn(server));
        if (same.isPresent()) {
            return same.get().on(server);
        }
        Instant now = clock.instant();
        EmailPosition first;
        if (stored.isPresent()) {
            Instant begun = stored.get().begun().truncatedTo(ChronoUnit.SECONDS);
            Instant known = now.minus(KNOWN);
            // Mail servers tell when a mail came without its fraction of a second.
            first = new EmailPosition(validity, 0, begun, begun.isAfter(known) ? begun : known, owner, server);
        } else if (account().takeExisting()) {
            first = new EmailPosition(validity, 0, Instant.EPOCH, Instant.EPOCH, owner, server);
        } else {
            first = new EmailPosition(validity, last(folder), now, Instant.EPOCH, owner, server);
        }
        positions.move(tenant(), id(), account().folder(), first.written());
        return first;
    }

    private long last(IMAPFolder folder) throws MessagingException {
        try (var _ = line.talk()) {
            long next = folder.getUIDNext();
            if (next > 0) {
                return next - 1;
            }
            int count = folder.getMessageCount();
            return count == 0 ? 0 : folder.getUID(folder.getMessage(count));
        }
    }

    @Override
    public void leave() {
        idle.leave();
        line.leave();
    }

    /// The mail server broke off while it gave a mail.
    static final class SourceException extends IOException {

        private static final long serialVersionUID = 1L;

        SourceException(Exception cause) {
            super("the mail server broke off", cause);
        }
    }

    /// What waits in a folder, as far as it was asked for. New mails have higher numbers.
    ///
    /// @param validity of the folder's numbers
    private record Seen(long validity, List<Long> uids) {

        List<Long> beyond(EmailPosition position) {
            return validity == position.validity()
                    ? uids.stream().filter(uid -> uid > position.uid()).toList()
                    : List.of();
        }
    }
}
