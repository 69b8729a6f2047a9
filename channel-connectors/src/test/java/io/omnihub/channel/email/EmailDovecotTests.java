package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.email.EmailProperties.Account;
import io.omnihub.channel.poll.Fetched;
import io.omnihub.channel.poll.PolledInbox;
import io.omnihub.channel.send.Afterwards;
import io.omnihub.loop.Loops;
import io.omnihub.simulator.email.Dovecot;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// A mailbox on Dovecot, the mail server of most providers that run their own.
@EnabledIf(
        value = "io.omnihub.simulator.email.Dovecot#isInstalled",
        disabledReason = "Dovecot 2.3 is not installed here: apt-get install dovecot-imapd")
final class EmailDovecotTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Dovecot dovecot;
    private static EmailMailboxes mailboxes;

    private final String user = "c" + UUID.randomUUID();
    private final Taken taken = new Taken();
    private ChannelInbox<Account> inbox;
    private EmailMailbox mailbox;
    private Store store;

    @BeforeAll
    static void start(@TempDir Path directory) {
        dovecot = new Dovecot();
        mailboxes = new EmailMailboxes(directory);
    }

    @AfterAll
    static void stop() {
        mailboxes.close();
        dovecot.close();
    }

    @BeforeEach
    void open() throws MessagingException {
        begin("INBOX");
        store = mailboxes.sessions().reading(inbox.account()).getStore("imap");
        mailboxes.sessions().connect(inbox, store, PATIENCE);
        assertThat(store.getFolder("Done").create(Folder.HOLDS_MESSAGES)).isTrue();
    }

    @AfterEach
    void close() throws MessagingException {
        mailbox.leave();
        if (store != null) {
            store.close();
        }
    }

    @Test
    void whatComesWhileTheMailboxRestsIsToldAndTakenOnceAndPutAway() throws Exception {
        deliver("Subject: before\r\n\r\nbefore");
        look();
        assertThat(taken.mails).containsExactly("Subject: before\r\n\r\nbefore");
        assertThat(look()).isEqualTo(EmailIdle.LONGEST);
        FutureTask<Boolean> listening = EmailMailboxes.listening(mailbox);
        int told = taken.wakes.get();

        deliver("Subject: while\r\n\r\nwhile it rests");

        await().untilAtomic(taken.wakes, wakes -> assertThat(wakes).isGreaterThan(told));
        look();
        look();
        EmailMailboxes.ended(listening);
        assertThat(taken.mails).hasSize(2).last().asString().contains("while it rests");
        assertThat(count("INBOX")).isZero();
        assertThat(count("Done")).isEqualTo(2);
    }

    @Test
    void aFolderThatWasMadeAnewIsReadFromItsBeginning() throws Exception {
        begin("Support");
        for (String mail : List.of("zero", "one")) {
            deliver("Support", "Subject: " + mail + "\r\n\r\n" + mail);
        }
        look();
        taken.mails.clear();
        assertThat(store.getFolder("Support").delete(false)).isTrue();
        assertThat(store.getFolder("Support").create(Folder.HOLDS_MESSAGES)).isTrue();
        for (String mail : List.of("one", "two")) {
            deliver("Support", "Subject: " + mail + "\r\n\r\n" + mail);
        }

        await().untilAsserted(() -> {
            look();
            assertThat(taken.mails).hasSize(2);
        });
        assertThat(taken.mails).last().asString().contains("two");
    }

    @Test
    void ofManyThatWaitTheRestIsTakenInItsOrderThoughSomeAreRemovedAndOthersCome() throws Exception {
        for (int i = 0; i < 110; i++) {
            deliver("Subject: " + i + "\r\n\r\n");
        }
        assertThat(look()).isZero();
        assertThat(taken.mails).hasSize(50);
        remove("INBOX", 50);
        deliver("Subject: new\r\n\r\n");

        for (int i = 0; i < 3; i++) {
            assertThat(look()).isZero();
        }

        assertThat(taken.mails)
                .containsExactlyElementsOf(Stream.of(
                                IntStream.range(0, 50).mapToObj(Integer::toString),
                                IntStream.range(100, 110).mapToObj(Integer::toString),
                                Stream.of("new"))
                        .flatMap(each -> each)
                        .map(each -> "Subject: " + each + "\r\n\r\n")
                        .toList());
        assertThat(count("INBOX")).isZero();
    }

    @Test
    void aLargeMailIsTakenWhole() throws Exception {
        deliver("Subject: large\r\n\r\n" + ("0123456789".repeat(7) + "\r\n").repeat(430_000));

        look();

        assertThat(taken.sizes)
                .singleElement()
                .satisfies(size -> assertThat(size).isGreaterThan(30_000_000));
    }

    @Test
    void aCopyOfAnAnswerLiesInTheFolderForSentMailsAndIsRead() throws Exception {
        try (Afterwards afterwards = new Afterwards(Loops.unobserved(), 10)) {
            MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()));
            mail.setSubject("an answer");
            mail.setText("hello");
            mail.saveChanges();

            new EmailCopies(mailboxes.sessions(), afterwards).keep(inbox, mail);

            await().ignoreExceptions().until(() -> count("Sent"), count -> count == 1);
            Folder sent = store.getFolder("Sent");
            sent.open(Folder.READ_ONLY);
            assertThat(sent.getMessage(1).isSet(Flags.Flag.SEEN)).isTrue();
        }
    }

    private void begin(String folder) throws MessagingException {
        inbox = inbox(folder);
        mailbox = mailboxes.open(inbox);
        if (!folder.equals("INBOX")) {
            assertThat(store.getFolder(folder).create(Folder.HOLDS_MESSAGES)).isTrue();
        }
    }

    private Duration look() throws Exception {
        return EmailMailboxes.look(mailbox, taken);
    }

    private void deliver(String mail) throws MessagingException {
        deliver("INBOX", mail);
    }

    private void deliver(String folder, String mail) throws MessagingException {
        store.getFolder(folder).appendMessages(new Message[] {
            new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(mail.getBytes(StandardCharsets.US_ASCII)))
        });
    }

    /// The first ones.
    private void remove(String folder, int mails) throws MessagingException {
        try (Folder opened = store.getFolder(folder)) {
            opened.open(Folder.READ_WRITE);
            opened.setFlags(1, mails, new Flags(Flags.Flag.DELETED), true);
            opened.expunge();
        }
    }

    private int count(String folder) throws MessagingException {
        try (Folder opened = store.getFolder(folder)) {
            opened.open(Folder.READ_ONLY);
            return opened.getMessageCount();
        }
    }

    private ChannelInbox<Account> inbox(String folder) {
        Map<String, String> more = Map.of(
                "folder", folder,
                "done-folder", "Done",
                "sent-folder", "Sent",
                "take-existing", "true");
        return EmailInboxes.at(Map.of(user, dovecot.port()), more).get(user);
    }

    /// What a mailbox gave: small mails as text, of large ones the size.
    private static final class Taken implements PolledInbox.Taker {

        private final List<String> mails = new CopyOnWriteArrayList<>();
        private final List<Long> sizes = new CopyOnWriteArrayList<>();
        private final AtomicInteger wakes = new AtomicInteger();

        @Override
        public int take(List<Fetched> together) throws IOException {
            for (Fetched fetched : together) {
                take(fetched);
            }
            return together.size();
        }

        private void take(Fetched fetched) throws IOException {
            try (InputStream bytes = fetched.bytes().open()) {
                byte[] begun = bytes.readNBytes(1_000);
                if (begun.length < 1_000) {
                    mails.add(new String(begun, StandardCharsets.US_ASCII));
                } else {
                    sizes.add(begun.length + bytes.transferTo(OutputStream.nullOutputStream()));
                }
            }
        }

        @Override
        public void wake() {
            wakes.incrementAndGet();
        }
    }
}
