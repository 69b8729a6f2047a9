package io.omnihub.channel.email;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.email.EmailProperties.Account;
import io.omnihub.channel.send.Call;
import io.omnihub.channel.send.PieceSender;
import io.omnihub.channel.thread.Earlier;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends one mail as an answer in its thread, and has a copy of it put into the mailbox.
final class EmailSender implements PieceSender<EmailReply> {

    private static final Logger LOG = LoggerFactory.getLogger(EmailSender.class);

    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final ChannelInboxes<Account> inboxes;
    private final EmailSessions sessions;
    private final EmailCopies copies;
    private final EmailThreads threads;
    private final EmailComposer composer;
    private final EmailLoops loops = new EmailLoops();
    private final Blobs blobs;
    private final Duration longest;

    /// @param longest for the mail server to take a mail, from the first word to the last
    EmailSender(
            ChannelInboxes<Account> inboxes,
            EmailSessions sessions,
            EmailCopies copies,
            EmailThreads threads,
            Earlier earlier,
            Blobs blobs,
            Duration longest,
            Clock clock) {
        this.inboxes = inboxes;
        this.sessions = sessions;
        this.copies = copies;
        this.threads = threads;
        this.composer = new EmailComposer(threads, earlier, blobs, clock);
        this.blobs = blobs;
        this.longest = longest;
    }

    @Override
    public void prepare(Call<EmailReply> call) {
        ChannelInbox<Account> inbox = inbox(call);
        call.content().files().forEach(file -> new EmailFile(file, blobs).check());
        EmailThreads.Note note = note(inbox, call);
        loops.check(call, note.to());
        threads.settle(inbox.tenant(), inbox.id(), EmailComposer.call(call), note.with(call.content()));
    }

    @Override
    public String send(Call<EmailReply> call) {
        ChannelInbox<Account> inbox = inbox(call);
        Account account = inbox.account();
        Session session = sessions.writing(account, "smtp");
        EmailTransport transport = new EmailTransport(session, account.deliveryReports());
        try {
            MimeMessage mail = composer.compose(session, inbox, call, note(inbox, call));
            send(inbox, transport, mail, call);
            inbox.online();
            copies.keep(inbox, mail);
            return mail.getMessageID();
        } catch (MessagingException e) {
            // What is wrong with a file here is no fault of the mail server.
            throw e.getNextException() instanceof EmailFile.UnreadException unread
                    ? unread.told()
                    : ErrorCodes.failure(inbox, e, transport.hasSaid());
        }
    }

    private void send(ChannelInbox<Account> inbox, EmailTransport transport, MimeMessage mail, Call<EmailReply> call)
            throws MessagingException {
        long until = System.nanoTime() + longest.toNanos();
        try {
            sessions.connect(inbox, transport, longest.dividedBy(2));
            try (var _ = EmailDeadline.in(Duration.ofNanos(until - System.nanoTime()))) {
                transport.begin(mail.getMessageID());
                send(transport, mail, EmailComposer.recipients(mail, inbox.account(), call));
            }
        } finally {
            leave(transport);
        }
    }

    /// Nothing goes out where the server refuses one of the addresses, so nobody gets a mail twice. Those of a copy
    /// that it will never take are left out then.
    private static void send(EmailTransport transport, MimeMessage mail, Address[] all) throws MessagingException {
        try {
            transport.sendMessage(mail, all);
        } catch (SendFailedException e) {
            if (ErrorCodes.isOfCommand(e) && transport.stopsAsking()) {
                send(transport, mail, all);
                return;
            }
            Set<Address> never = never(e);
            List<Address> to = List.of(mail.getRecipients(Message.RecipientType.TO));
            Address[] left =
                    Arrays.stream(all).filter(each -> !never.contains(each)).toArray(Address[]::new);
            if (never.isEmpty() || never.containsAll(to) || sent(e)) {
                throw e;
            }
            transport.sendMessage(mail, left);
            LOG.warn("A mail server refused {} of {} recipients for good", never.size(), never.size() + left.length);
        }
    }

    /// How it ends says nothing of the mail.
    private static void leave(Transport transport) {
        try (var _ = EmailDeadline.in(FAREWELL)) {
            transport.close();
        } catch (MessagingException _) {
            // The server went first.
        }
    }

    private static boolean sent(SendFailedException e) {
        return e.getValidSentAddresses() != null && e.getValidSentAddresses().length > 0;
    }

    /// Whom the server will never take a mail for; nobody where it may take it later for any of the others.
    private static Set<Address> never(SendFailedException e) {
        Set<Address> never = new HashSet<>();
        Exception each = e;
        while (each instanceof MessagingException messaging) {
            if (each instanceof SMTPAddressFailedException failed) {
                if (failed.getReturnCode() < 500) {
                    return Set.of();
                }
                never.add(failed.getAddress());
            }
            each = messaging.getNextException();
        }
        return never;
    }

    private EmailThreads.Note note(ChannelInbox<Account> inbox, Call<EmailReply> call) {
        EmailThreads.Note note = threads.note(
                        inbox.tenant(),
                        inbox.id(),
                        call.message().thread(),
                        EmailComposer.call(call),
                        call.message().quoted())
                .orElseThrow(() -> new ChannelRejectedException(
                        "no-thread", "nothing is known any more of the mails that this would answer"));
        if (note.to().isEmpty()) {
            throw new ChannelRejectedException("no-recipient", "nobody is known to whom this could be sent");
        }
        return note;
    }

    private ChannelInbox<Account> inbox(Call<EmailReply> call) {
        return inboxes.get(call.message().inbox().value());
    }
}
