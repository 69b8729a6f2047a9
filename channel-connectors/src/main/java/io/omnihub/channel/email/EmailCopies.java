package io.omnihub.channel.email;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.email.EmailProperties.Account;
import io.omnihub.channel.send.Afterwards;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts copies of mails into the folder for what was sent. That is done behind the sending and never by it, since
/// a mail that is sent must not be sent again: a copy that fails or is lost is told and no more.
final class EmailCopies {

    /// Neither waits a copy longer than that, nor is it worked at for longer.
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(EmailCopies.class);

    private final EmailSessions sessions;
    private final Afterwards afterwards;

    EmailCopies(EmailSessions sessions, Afterwards afterwards) {
        this.sessions = sessions;
        this.afterwards = afterwards;
    }

    /// Has a copy made of a mail that nobody changes any more.
    void keep(ChannelInbox<Account> inbox, MimeMessage mail) {
        if (inbox.account().sentFolder().isEmpty()) {
            return;
        }
        long since = System.nanoTime();
        if (!afterwards.accepts("copies-email-" + inbox.tenant() + "-" + inbox.id(), () -> put(inbox, mail, since))) {
            LOG.warn("A copy of a mail of the inbox {} is not put into its sent folder: too many wait", inbox.id());
        }
    }

    private void put(ChannelInbox<Account> inbox, MimeMessage mail, long since) {
        if (System.nanoTime() - since > LONGEST.toNanos()) {
            LOG.warn("A copy of a mail of the inbox {} waited too long for its sent folder", inbox.id());
            return;
        }
        try (var _ = EmailDeadline.in(LONGEST)) {
            append(inbox, mail);
        } catch (MessagingException | RuntimeException e) {
            LOG.warn("A copy of a mail of the inbox {} could not be put into its sent folder", inbox.id(), e);
        }
    }

    private void append(ChannelInbox<Account> inbox, MimeMessage mail) throws MessagingException {
        Account account = inbox.account();
        try (var store = sessions.writing(account, "imap").getStore("imap")) {
            sessions.connect(inbox, store, account.talkWithin());
            Folder folder = store.getFolder(account.sentFolder());
            if (!folder.exists()) {
                folder.create(Folder.HOLDS_MESSAGES);
            }
            mail.setFlag(Flags.Flag.SEEN, true);
            folder.appendMessages(new Message[] {mail});
        }
    }
}
