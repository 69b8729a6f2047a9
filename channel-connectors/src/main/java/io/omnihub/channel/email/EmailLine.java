package io.omnihub.channel.email;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.email.EmailProperties.Account;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import java.util.Map;
import java.util.Optional;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.jspecify.annotations.Nullable;

/// The connection by which a mailbox is read. One thread at a time uses it; any may leave it.
final class EmailLine {

    private final ChannelInbox<Account> inbox;
    private final EmailSessions sessions;
    private volatile @Nullable IMAPStore store;
    private volatile @Nullable IMAPFolder open;
    private boolean tells;

    EmailLine(ChannelInbox<Account> inbox, EmailSessions sessions) {
        this.inbox = inbox;
        this.sessions = sessions;
    }

    /// For what is said to the mail server until this is closed.
    EmailDeadline talk() {
        return EmailDeadline.in(inbox.account().talkWithin());
    }

    /// The mailbox's folder, open.
    ///
    /// @param wake is called where the mail server tells of a mail by itself
    IMAPFolder folder(Runnable wake) throws MessagingException {
        Optional<IMAPFolder> known = again();
        if (known.isPresent()) {
            return known.get();
        }
        leave();
        IMAPStore connected = (IMAPStore) sessions.reading(inbox.account()).getStore("imap");
        store = connected;
        sessions.connect(inbox, connected, inbox.account().talkWithin());
        try (var _ = talk()) {
            return opened(connected, wake);
        }
    }

    /// The folder as it was opened before, where the line still stands.
    private Optional<IMAPFolder> again() throws MessagingException {
        IMAPFolder known = open;
        IMAPStore before = store;
        if (known == null || before == null) {
            return Optional.empty();
        }
        try (var _ = talk()) {
            if (known.isOpen()) {
                return Optional.of(known);
            }
            if (!before.isConnected()) {
                return Optional.empty();
            }
            known.open(Folder.READ_WRITE);
            return Optional.of(known);
        }
    }

    private IMAPFolder opened(IMAPStore connected, Runnable wake) throws MessagingException {
        if (connected.hasCapability("ID")) {
            // Some providers open no folder for those who don't say what they are.
            var _ = connected.id(Map.of("name", "OmniHub", "vendor", "OmniHub"));
        }
        tells = connected.hasCapability("IDLE");
        EmailFolder folder = (EmailFolder) connected.getFolder(inbox.account().folder());
        folder.tell(wake);
        folder.open(Folder.READ_WRITE);
        open = folder;
        return folder;
    }

    /// The folder that may be listened to; nothing where the mail server tells nothing by itself.
    Optional<IMAPFolder> telling() {
        return tells ? Optional.ofNullable(open) : Optional.empty();
    }

    /// Whether a folder is open still, as the mail server says.
    boolean isOpen(IMAPFolder folder) {
        try (var _ = talk()) {
            return folder.isOpen();
        }
    }

    /// Ends it.
    void leave() {
        open = null;
        IMAPStore connected = store;
        store = null;
        if (connected == null) {
            return;
        }
        try (var _ = talk()) {
            connected.close();
        } catch (MessagingException _) {
            // It is gone already.
        }
    }
}
