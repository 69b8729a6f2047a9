package io.omnihub.simulator.email;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.imap.AuthorizationException;
import com.icegreen.greenmail.imap.ImapHandler;
import com.icegreen.greenmail.imap.ProtocolException;
import com.icegreen.greenmail.server.AbstractServer;
import com.icegreen.greenmail.server.ProtocolHandler;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A provider of mailboxes: IMAP and SMTP on the loopback address, by GreenMail. Whoever is written to has a mailbox.
public final class EmailSimulator implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    private final Provider mail;

    public EmailSimulator() {
        FutureTask<Provider> started = new FutureTask<>(EmailSimulator::started);
        new Thread(new Threads(), started, "mail").start();
        try {
            mail = started.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("The provider of mailboxes does not start", e);
        }
    }

    private static Provider started() {
        Provider made = new Provider(
                new ServerSetup(0, LOOPBACK, ServerSetup.PROTOCOL_SMTP),
                new ServerSetup(0, LOOPBACK, ServerSetup.PROTOCOL_IMAP));
        made.start();
        return made;
    }

    public int imapPort() {
        return mail.imapPort();
    }

    public int smtpPort() {
        return mail.getSmtp().getPort();
    }

    /// Opens a mailbox, or changes its password.
    public void mailbox(String address, String password) {
        mail.setUser(address, address, password);
    }

    /// Makes a folder.
    public void folder(String address, String name) {
        try {
            mail.getManagers().getImapHostManager().createMailbox(user(address), name);
        } catch (AuthorizationException | FolderException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether there is such a folder.
    public boolean has(String address, String folder) {
        return in(address, folder) != null;
    }

    /// Removes a folder with all in it.
    public void remove(String address, String name) {
        try {
            mail.getManagers().getImapHostManager().deleteMailbox(user(address), name);
        } catch (AuthorizationException | FolderException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Puts a mail into a folder, as it came.
    public void deliver(String address, String folder, byte[] bytes) {
        in(address, folder).appendMessage(message(bytes), new Flags(), Date.from(Instant.now()));
    }

    /// Puts a text into the inbox of a mailbox.
    ///
    /// @param headers further ones, each with its line's end
    public void deliver(String address, String from, String subject, String id, String headers, String text) {
        String whole = "From: " + from + "\r\nTo: " + address + "\r\nSubject: " + subject + "\r\nMessage-ID: " + id
                + "\r\n" + headers + "\r\n" + text;
        deliver(address, "INBOX", whole.getBytes(StandardCharsets.UTF_8));
    }

    /// What lies in a folder, as bytes.
    public List<String> mails(String address, String folder) {
        return in(address, folder).getMessages().stream()
                .map(StoredMessage::getMimeMessage)
                .map(EmailSimulator::written)
                .toList();
    }

    /// The last mail that somebody got.
    public MimeMessage last(String address) {
        return in(address, "INBOX").getMessages().getLast().getMimeMessage();
    }

    /// How many mails somebody got.
    public int count(String address, String folder) {
        return in(address, folder).getMessageCount();
    }

    /// How many mails of a folder nobody has read.
    public int unread(String address, String folder) {
        return in(address, folder).getUnseenCount();
    }

    private MailFolder in(String address, String folder) {
        return mail.getManagers().getImapHostManager().getFolder(user(address), folder);
    }

    private GreenMailUser user(String address) {
        GreenMailUser user = mail.getUserManager().getUserByEmail(address);
        return user == null ? mail.setUser(address, address, "secret") : user;
    }

    private static MimeMessage message(byte[] bytes) {
        try {
            return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String written(MimeMessage message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            message.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        mail.stop();
    }

    private static final class Provider extends GreenMail {

        Provider(ServerSetup... setups) {
            super(setups);
        }

        @Override
        protected Map<String, AbstractServer> createServices(ServerSetup[] setups, Managers managers) {
            Map<String, AbstractServer> services = super.createServices(setups, managers);
            services.computeIfPresent(
                    ServerSetup.PROTOCOL_IMAP, (_, server) -> new Imap(server.getServerSetup(), managers));
            return services;
        }

        int imapPort() {
            return services.get(ServerSetup.PROTOCOL_IMAP).getPort();
        }
    }

    /// GreenMail writes an answer in several pieces. Each would wait until the one before is acknowledged, for which
    /// clients take 40 ms.
    private static final class Imap extends AbstractServer {

        Imap(ServerSetup setup, Managers managers) {
            super(setup, managers);
        }

        @Override
        protected ProtocolHandler createProtocolHandler(Socket client) {
            try {
                client.setTcpNoDelay(true);
            } catch (SocketException e) {
                throw new UncheckedIOException(e);
            }
            return new ImapHandler(managers.getUserManager(), managers.getImapHostManager(), client);
        }
    }

    /// All that serve clients. That one went away is no fault, though GreenMail throws then.
    private static final class Threads extends ThreadGroup {

        Threads() {
            super("mail");
        }

        @Override
        public void uncaughtException(Thread thread, Throwable failure) {
            if (!(failure.getCause() instanceof ProtocolException || failure.getCause() instanceof IOException)) {
                super.uncaughtException(thread, failure);
            }
        }
    }
}
