package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.omnihub.channel.poll.Fetched;
import io.omnihub.channel.poll.PollPositions;
import io.omnihub.channel.poll.PolledInbox;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.simulator.email.EmailSimulator;
import io.omnihub.simulator.email.SlowImap;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How far a mailbox was taken, and what becomes of a mail that could not be.
final class EmailPositionTests {

    private static EmailSimulator provider;
    private static EmailMailboxes mailboxes;

    private final String user = "p" + UUID.randomUUID();
    private final String address = user + "@shop.example";
    private final Taken taken = new Taken();

    @BeforeAll
    static void start(@TempDir Path directory) {
        provider = new EmailSimulator();
        mailboxes = new EmailMailboxes(directory);
    }

    @AfterAll
    static void stop() {
        mailboxes.close();
        provider.close();
    }

    @BeforeEach
    void open() {
        provider.mailbox(address, "secret");
    }

    @Test
    void aMailThatIsNotKeptStaysUnreadAndIsTakenAgain() throws Exception {
        deliver("INBOX", "one", "two", "three");
        EmailMailbox mailbox = mailbox(Map.of("take-existing", "true"));
        taken.refused = "two";

        assertThatThrownBy(() -> look(mailbox)).hasMessageContaining("the buffer is full");

        assertThat(taken.subjects).containsExactly("one");
        assertThat(provider.unread(address, "INBOX")).isEqualTo(2);
        assertThat(position("INBOX")).endsWith("of 1");
        assertThatThrownBy(() -> look(mailbox)).hasMessageContaining("the buffer is full");
        assertThat(position("INBOX")).endsWith("of 1");

        taken.refused = "";
        look(mailbox(Map.of("take-existing", "true")));
        assertThat(taken.subjects).containsExactly("one", "two", "three");
        assertThat(provider.unread(address, "INBOX")).isZero();
        assertThat(position("INBOX")).endsWith("of 3");
    }

    @Test
    void aMailThatIsNotKeptIsNotMovedAway() throws Exception {
        provider.folder(address, "Done");
        deliver("INBOX", "one", "two");
        EmailMailbox mailbox = mailbox(Map.of("take-existing", "true", "done-folder", "Done"));
        taken.refused = "two";

        assertThatThrownBy(() -> look(mailbox)).hasMessageContaining("the buffer is full");

        assertThat(provider.count(address, "Done")).isEqualTo(1);
        assertThat(provider.count(address, "INBOX")).isEqualTo(1);
        taken.refused = "";
        look(mailbox);
        assertThat(provider.count(address, "Done")).isEqualTo(2);
        assertThat(taken.subjects).containsExactly("one", "two");
    }

    @Test
    void whatWasThereBeforeIsLeftAlone() throws Exception {
        deliver("INBOX", "old", "older");
        EmailMailbox mailbox = mailbox(Map.of());

        look(mailbox);
        deliver("INBOX", "new");
        look(mailbox);
        look(mailbox(Map.of()));

        assertThat(taken.subjects).containsExactly("new");
        assertThat(provider.unread(address, "INBOX")).isEqualTo(2);
    }

    @Test
    void aMailThatIsNotGivenFiveTimesIsToldAndThoseBehindItAreTaken() throws Exception {
        deliver("INBOX", "never given", "behind it");
        // Neither with others nor by itself.
        try (SlowImap alone = SlowImap.cutting(provider.imapPort(), "FETCH 1 (BODY.PEEK[]");
                SlowImap together = SlowImap.cutting(alone.port(), "BODY.PEEK[]<0.262145>")) {
            EmailMailbox mailbox = mailbox(together.port(), Map.of("take-existing", "true"));
            look(mailbox);
            for (int i = 0; i < 4; i++) {
                look(mailbox);
                assertThat(taken.bytes).isEmpty();
            }
            assertThat(together.wasAsked()).isTrue();
            look(mailbox);
            look(mailbox);
        }

        assertThat(taken.bytes.getFirst())
                .isEqualTo("The mail server can't give the mail with the number 1 of the folder INBOX.");
        assertThat(taken.subjects).containsExactly("", "behind it");
        assertThat(provider.unread(address, "INBOX")).isEqualTo(1);
    }

    /// Both servers count their mails from 1.
    @Test
    void aMailboxThatMovedToAnotherServerIsReadFromItsBeginningForWhatCameSince() throws Exception {
        deliver("INBOX", "one", "two", "three");
        look(mailbox(Map.of("take-existing", "false")));
        deliver("INBOX", "four");
        look(mailbox(Map.of("take-existing", "false")));
        try (EmailSimulator another = new EmailSimulator()) {
            another.mailbox(address, "secret");
            another.deliver(address, "INBOX", mail("five"));
            Map<String, String> moved = Map.of("take-existing", "false", "imap-host", "localhost");

            look(mailbox(another.imapPort(), moved));
            another.deliver(address, "INBOX", mail("six"));
            look(mailbox(another.imapPort(), moved));
        }

        assertThat(taken.subjects).containsExactly("four", "five", "six");
    }

    @Test
    void aPositionOfAnEarlierVersionGoesOn() throws Exception {
        deliver("INBOX", "one", "two");
        look(mailbox(Map.of("take-existing", "true")));
        PollPositions positions = mailboxes.positions();
        InboxId inbox = new InboxId(user);
        String written = positions.find(TenantId.DEFAULT, inbox, "INBOX").orElseThrow();
        positions.move(TenantId.DEFAULT, inbox, "INBOX", written.substring(0, written.lastIndexOf('/')));
        deliver("INBOX", "three");

        look(mailbox(Map.of("take-existing", "true")));

        assertThat(taken.subjects).containsExactly("one", "two", "three");
        assertThat(positions
                        .find(TenantId.DEFAULT, inbox, "INBOX")
                        .orElseThrow()
                        .split("/"))
                .hasSize(6);
    }

    @Test
    void eachFolderHasAPositionOfItsOwn() throws Exception {
        provider.folder(address, "Support");
        deliver("INBOX", "one", "two");
        deliver("Support", "for support");
        look(mailbox(Map.of("take-existing", "true")));

        look(mailbox(Map.of("take-existing", "true", "folder", "Support")));
        deliver("INBOX", "three");
        look(mailbox(Map.of("take-existing", "true")));

        assertThat(taken.subjects).containsExactly("one", "two", "for support", "three");
        assertThat(position("INBOX")).endsWith("of 3");
        assertThat(position("Support")).endsWith("of 1");
    }

    @Test
    void numbersOfAnotherMailboxAreNoneOfThisOne() throws Exception {
        deliver("INBOX", "one", "two", "three");
        look(mailbox(Map.of("take-existing", "true")));
        String another = "q" + user + "@shop.example";
        provider.mailbox(another, "secret");
        provider.deliver(another, "INBOX", mail("of another mailbox"));

        look(mailbox(Map.of("take-existing", "true", "user", another)));

        assertThat(taken.subjects).containsExactly("one", "two", "three", "of another mailbox");
    }

    @Test
    void aMailboxIsReadWithATokenAndAnotherOneWhereThatIsOver() throws Exception {
        HttpServer tokens = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> granted = new CopyOnWriteArrayList<>(List.of("over", "right"));
        tokens.createContext("/token", exchange -> {
            byte[] answer = ("{\"access_token\":\"" + granted.removeFirst() + "\",\"expires_in\":3600}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        tokens.start();
        try {
            provider.mailbox(address, "right");
            deliver("INBOX", "by a token");

            look(mailbox(Map.of(
                    "take-existing", "true",
                    "password", "",
                    "token-url", "http://127.0.0.1:" + tokens.getAddress().getPort() + "/token",
                    "client-id", "app")));
        } finally {
            tokens.stop(0);
        }
        assertThat(taken.subjects).containsExactly("by a token");
        assertThat(granted).isEmpty();
    }

    private EmailMailbox mailbox(Map<String, String> more) {
        return mailbox(provider.imapPort(), more);
    }

    /// As a hub has it that has just started.
    private EmailMailbox mailbox(int port, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("idle", "false"));
        settings.putAll(more);
        return mailboxes.open(user, port, settings);
    }

    private void look(EmailMailbox mailbox) throws Exception {
        EmailMailboxes.look(mailbox, taken);
    }

    /// How many mails of a folder the hub is done with.
    private String position(String folder) {
        return mailboxes
                .positions()
                .find(TenantId.DEFAULT, new InboxId(user), folder)
                .flatMap(EmailPosition::read)
                .map(position -> "of " + position.uid())
                .orElse("");
    }

    private void deliver(String folder, String... subjects) {
        for (String subject : subjects) {
            provider.deliver(address, folder, mail(subject));
        }
    }

    private static byte[] mail(String subject) {
        return ("From: a@customer.example\r\nSubject: " + subject + "\r\n\r\ntext").getBytes(StandardCharsets.US_ASCII);
    }

    /// What was kept of a mailbox, except one mail that can't be.
    private static final class Taken implements PolledInbox.Taker {

        private final List<String> bytes = new CopyOnWriteArrayList<>();
        private final List<String> subjects = new CopyOnWriteArrayList<>();
        private volatile String refused = "";

        @Override
        public int take(List<Fetched> together) throws IOException {
            int kept = 0;
            for (Fetched fetched : together) {
                if (!isKept(fetched)) {
                    break;
                }
                kept++;
            }
            if (kept == 0) {
                throw new IllegalStateException("the buffer is full");
            }
            return kept;
        }

        private boolean isKept(Fetched fetched) throws IOException {
            try (InputStream in = fetched.bytes().open()) {
                String mail = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
                String subject = mail.lines()
                        .filter(line -> line.startsWith("Subject: "))
                        .map(line -> line.substring("Subject: ".length()))
                        .findFirst()
                        .orElse("");
                if (!refused.isEmpty() && subject.equals(refused)) {
                    return false;
                }
                bytes.add(mail);
                subjects.add(subject);
                return true;
            }
        }

        @Override
        public void wake() {
            // It looks when it is told to.
        }
    }
}
