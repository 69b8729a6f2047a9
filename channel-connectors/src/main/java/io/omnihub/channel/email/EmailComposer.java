package io.omnihub.channel.email;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.email.EmailProperties.Account;
import io.omnihub.channel.send.Call;
import io.omnihub.channel.thread.Earlier;
import jakarta.activation.DataHandler;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Writes a mail: whom it goes to, what it answers, its text in one or two forms, its files.
final class EmailComposer {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final Pattern ANSWER = Pattern.compile("(?iu)^\\s*(re|aw|sv|回复|回覆|答复|答覆)\\s*[:：].*");
    private static final int CALL = 16;

    private final EmailThreads threads;
    private final Earlier earlier;
    private final Blobs blobs;
    private final Clock clock;

    EmailComposer(EmailThreads threads, Earlier earlier, Blobs blobs, Clock clock) {
        this.threads = threads;
        this.earlier = earlier;
        this.blobs = blobs;
        this.clock = clock;
    }

    MimeMessage compose(Session session, ChannelInbox<Account> inbox, Call<EmailReply> call, EmailThreads.Note note)
            throws MessagingException {
        Account account = inbox.account();
        String thread = call.message().thread();
        Mail mail = new Mail(session, threads.id(inbox.tenant(), inbox.id(), thread, call(call), account.domain()));
        String from = account.all().contains(note.from()) ? note.from() : account.address();
        mail.setFrom(address(from, account.fromName()));
        mail.setRecipients(Message.RecipientType.TO, addresses(note.to()));
        List<String> others = new ArrayList<>(account.replyToAll() ? note.cc() : List.of());
        others.addAll(account.cc());
        others.addAll(call.content().cc());
        mail.setRecipients(Message.RecipientType.CC, without(addresses(note.to()), addresses(others)));
        String subject = ANSWER.matcher(note.subject()).matches() ? note.subject() : "Re: " + note.subject();
        mail.setSubject(subject.strip(), UTF_8);
        mail.setSentDate(Date.from(clock.instant()));
        List<String> references = new ArrayList<>(note.references());
        String quoted = call.message().quoted();
        String answered = quoted.startsWith("<") && quoted.endsWith(">") ? quoted : note.last();
        if (!answered.isEmpty()) {
            mail.setHeader("In-Reply-To", answered);
            references.remove(answered);
            references.add(answered);
        }
        if (!references.isEmpty()) {
            mail.setHeader("References", String.join("\r\n ", references));
        }
        if (EmailLoops.isWrittenByProgram(call)) {
            mail.setHeader("Auto-Submitted", "auto-replied");
            mail.setHeader("X-Auto-Response-Suppress", "All");
        }
        write(mail, quoting(account, call, note, answered));
        mail.saveChanges();
        return mail;
    }

    /// Tells a mail of ours from the others of its thread.
    static String call(Call<EmailReply> call) {
        return call.key().substring(0, CALL);
    }

    /// All whom a mail goes to: those that it names, and who gets a copy that nobody else sees.
    static Address[] recipients(MimeMessage mail, Account account, Call<EmailReply> call) throws MessagingException {
        Address[] named = mail.getAllRecipients();
        List<String> unseen = new ArrayList<>(account.bcc());
        unseen.addAll(call.content().bcc());
        return Stream.concat(Arrays.stream(named), Arrays.stream(without(named, addresses(unseen))))
                .toArray(Address[]::new);
    }

    /// Each once.
    private static Address[] without(Address[] those, InternetAddress[] addresses) {
        return Arrays.stream(addresses)
                .distinct()
                .filter(each -> !List.of(those).contains(each))
                .toArray(Address[]::new);
    }

    /// Only what those have read already to whom it goes.
    private EmailReply quoting(Account account, Call<EmailReply> call, EmailThreads.Note note, String answered) {
        if (account.quotes() == EmailProperties.Quotes.NONE || answered.isEmpty() || !answered.equals(note.last())) {
            return call.content();
        }
        return earlier.find(call.message().header(), answered)
                .map(said -> EmailQuote.below(call.content(), said, account.quotes()))
                .orElseGet(call::content);
    }

    private void write(MimeMessage mail, EmailReply reply) throws MessagingException {
        if (reply.files().isEmpty()) {
            text(mail, reply);
            return;
        }
        MimeMultipart mixed = new MimeMultipart("mixed");
        MimeBodyPart text = new MimeBodyPart();
        text(text, reply);
        mixed.addBodyPart(text);
        for (EmailReply.File file : reply.files()) {
            MimeBodyPart part = new MimeBodyPart();
            part.setDataHandler(new DataHandler(new EmailFile(file, blobs)));
            part.setHeader("Content-Transfer-Encoding", "base64");
            part.setDisposition(Part.ATTACHMENT);
            part.setFileName(encoded(file.fileName()));
            mixed.addBodyPart(part);
        }
        mail.setContent(mixed);
    }

    private static void text(Part part, EmailReply reply) throws MessagingException {
        if (reply.html().isEmpty()) {
            plain(part, reply.plain());
            return;
        }
        MimeMultipart forms = new MimeMultipart("alternative");
        MimeBodyPart plain = new MimeBodyPart();
        plain(plain, reply.plain());
        forms.addBodyPart(plain);
        MimeBodyPart html = new MimeBodyPart();
        html.setContent(reply.html(), "text/html; charset=utf-8");
        html.setHeader("Content-Transfer-Encoding", "base64");
        forms.addBodyPart(html);
        part.setContent(forms);
    }

    private static void plain(Part part, String text) throws MessagingException {
        part.setContent(text, "text/plain; charset=utf-8");
        part.setHeader("Content-Transfer-Encoding", "base64");
    }

    private static String encoded(String name) {
        try {
            return MimeUtility.encodeText(name.isBlank() ? "file" : name, UTF_8, null);
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("Every Java platform has UTF-8", e);
        }
    }

    private static InternetAddress[] addresses(List<String> written) {
        List<InternetAddress> addresses = new ArrayList<>();
        for (String each : written) {
            int at = each.lastIndexOf('<');
            boolean named = at > 0 && each.endsWith(">");
            addresses.add(
                    named
                            ? address(
                                    each.substring(at + 1, each.length() - 1),
                                    each.substring(0, at).strip())
                            : address(each, ""));
        }
        return addresses.toArray(InternetAddress[]::new);
    }

    private static InternetAddress address(String address, String name) {
        // Nothing is asked of its form: the mail server knows what it takes.
        InternetAddress written = new InternetAddress();
        written.setAddress(address);
        try {
            if (!name.isEmpty()) {
                written.setPersonal(name, UTF_8);
            }
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("Every Java platform has UTF-8", e);
        }
        return written;
    }

    /// One whose id is given, and not made anew.
    private static final class Mail extends MimeMessage {

        private final String id;

        private Mail(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
