package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.omnihub.TestClock;
import io.omnihub.channel.poll.Fetched;
import io.omnihub.channel.poll.PolledInbox.Taker;
import io.omnihub.simulator.email.EmailSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of the mails of one who writes more than a sender may.
final class EmailWaitingTests {

    private static final String HELP = "help@shop.example";
    private static final String FLOOD = "\"boss@shop.example\" <Flood@customer.example>";
    private static final String OTHER = "li@customer.example";

    private final TestClock clock = new TestClock();
    private final Taken taken = new Taken();

    @TempDir
    private Path directory;

    private EmailSimulator provider;
    private EmailMailboxes mailboxes;

    @BeforeEach
    void open() {
        mailboxes = new EmailMailboxes(directory);
        provider = new EmailSimulator();
        provider.mailbox(HELP, "secret");
    }

    @AfterEach
    void close() {
        mailboxes.close();
        provider.close();
    }

    @Test
    void whatIsMoreThanASenderMayWriteWaitsInTheMailboxAndThatOfOthersDoesNot() throws Exception {
        deliver(FLOOD, 0, 120);
        deliver(OTHER, 0, 2);
        EmailMailbox mailbox = mailbox("20", "");

        look(mailbox);

        assertThat(taken.subjects).containsExactlyElementsOf(all(FLOOD, 0, 20, OTHER, 0, 2));
        assertThat(provider.unread(HELP, "INBOX")).isEqualTo(100);

        // What he writes now waits behind what waits.
        deliver(FLOOD, 120, 121);
        deliver(OTHER, 2, 3);
        await().untilAsserted(() -> {
            look(mailbox);
            assertThat(taken.subjects).containsExactlyElementsOf(all(FLOOD, 0, 20, OTHER, 0, 3));
        });
        clock.forward(Duration.ofMinutes(30));
        look(mailbox);

        assertThat(taken.subjects).containsExactlyElementsOf(all(FLOOD, 0, 20, OTHER, 0, 3, FLOOD, 20, 30));
        for (int i = 0; i < 10; i++) {
            clock.forward(Duration.ofHours(1));
            look(mailbox);
        }
        assertThat(taken.subjects).containsExactlyElementsOf(all(FLOOD, 0, 20, OTHER, 0, 3, FLOOD, 20, 121));
        assertThat(provider.unread(HELP, "INBOX")).isZero();

        deliver(FLOOD, 121, 122);
        clock.forward(Duration.ofHours(1));
        await().untilAsserted(() -> {
            look(mailbox);
            assertThat(taken.subjects).hasSize(125).endsWith("flood 121");
        });
    }

    @Test
    void whatWaitsIsKnownAfterAStartAndMovedAwayOnceItIsTaken() throws Exception {
        provider.folder(HELP, "Done");
        deliver(FLOOD, 0, 3);
        deliver(OTHER, 0, 1);
        deliver(FLOOD, 3, 5);
        look(mailbox("2", "Done"));
        assertThat(taken.subjects).containsExactlyElementsOf(all(FLOOD, 0, 2, OTHER, 0, 1));

        look(mailbox("2", "Done"));
        assertThat(taken.subjects).containsExactlyElementsOf(all(FLOOD, 0, 2, OTHER, 0, 1, FLOOD, 2, 4));
        look(mailbox("0", "Done"));

        assertThat(taken.subjects).containsExactlyElementsOf(all(FLOOD, 0, 2, OTHER, 0, 1, FLOOD, 2, 5));
        assertThat(provider.count(HELP, "INBOX")).isZero();
        assertThat(provider.count(HELP, "Done")).isEqualTo(6);
    }

    @Test
    void aMailThatWaitedAndIsNotKeptIsTakenAgain() throws Exception {
        deliver(FLOOD, 0, 4);
        EmailMailbox mailbox = mailbox("2", "");
        look(mailbox);
        clock.forward(Duration.ofHours(1));
        taken.full = true;
        assertThatThrownBy(() -> look(mailbox)).hasMessage("the buffer is full");

        taken.full = false;
        look(mailbox);

        assertThat(taken.subjects).containsExactlyElementsOf(all(FLOOD, 0, 4, OTHER, 0, 0));
    }

    @Test
    void whoWaitsIsReadAnewWhereThatFailed() throws Exception {
        deliver(FLOOD, 0, 4);
        look(mailbox("2", ""));
        EmailMailbox started = mailbox("2", "");
        mailboxes.database().breakReads(1);
        assertThatThrownBy(() -> look(started)).isInstanceOf(RuntimeException.class);
        clock.forward(Duration.ofHours(1));

        look(started);

        assertThat(taken.subjects).containsExactlyElementsOf(all(FLOOD, 0, 4, OTHER, 0, 0));
    }

    @Test
    void whatAnotherNodeHasWrittenDownOfThoseWhoWaitIsNotOverwritten() throws Exception {
        deliver(FLOOD, 0, 6);
        EmailMailbox frozen = mailbox("2", "");
        look(frozen);
        clock.forward(Duration.ofHours(1));
        look(mailbox("2", ""));
        assertThat(taken.subjects).containsExactlyElementsOf(all(FLOOD, 0, 4, OTHER, 0, 0));
        clock.forward(Duration.ofHours(1));

        assertThatThrownBy(() -> look(frozen)).hasMessageContaining("another node reads the mailbox");

        clock.forward(Duration.ofHours(1));
        look(frozen);
        assertThat(taken.subjects).endsWith("flood 4", "flood 5");
        assertThat(provider.unread(HELP, "INBOX")).isZero();
    }

    @Test
    void aLargeMailCountsAsSeveral() throws Exception {
        provider.deliver(HELP, FLOOD, "flood 0", "<0@large>", "", ("x".repeat(76) + "\r\n").repeat(30_000));
        deliver(FLOOD, 1, 3);
        EmailMailbox mailbox = mailbox("4", "");

        look(mailbox);

        assertThat(taken.subjects).containsExactly("flood 0", "flood 1");
    }

    /// Each sender is in the mailbox's memory by what stands in its header, however long that is.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "From: Li <li@customer.example> | li@customer.example",
                "From: \"boss@shop.example\" <Evil@x.example> | evil@x.example",
                "From: nobody | ''",
                "'' | ''"
            })
    void aSenderIsTheLastAddressOfTheHeader(String header, String address) {
        assertThat(EmailFrom.address(header)).isEqualTo(address);
        assertThat(EmailFrom.address(header + " ".repeat(1_000) + "x".repeat(1_000_000)))
                .isEqualTo(address);
    }

    @Test
    void noMoreSendersThanThatAreHeldUp() throws Exception {
        int many = EmailWaiting.MOST + 10;
        for (int i = 0; i < many; i++) {
            deliver("flood" + i + "@customer.example", 0, 2);
        }

        look(mailbox("1", ""));

        assertThat(taken.subjects).hasSize(many + 10);
    }

    private EmailMailbox mailbox(String most, String done) {
        Map<String, String> settings =
                Map.of("take-existing", "true", "idle", "false", "mails-per-sender", most, "done-folder", done);
        return mailboxes.open(
                EmailInboxes.at(Map.of("help", provider.imapPort()), settings).get("help"), clock);
    }

    /// Until nothing is left that may be taken now.
    private void look(EmailMailbox mailbox) throws Exception {
        Duration rest = Duration.ZERO;
        while (rest.isZero()) {
            rest = EmailMailboxes.look(mailbox, taken);
        }
    }

    private void deliver(String from, int first, int end) {
        for (int i = first; i < end; i++) {
            provider.deliver(HELP, from, subject(from, i), "<" + i + from.hashCode() + "@x>", "", "text");
        }
    }

    private static String subject(String from, int number) {
        return (from.equals(FLOOD) ? "flood " : "other ") + number;
    }

    private static List<String> all(Object... runs) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < runs.length; i += 3) {
            String from = (String) runs[i];
            IntStream.range((int) runs[i + 1], (int) runs[i + 2])
                    .mapToObj(number -> subject(from, number))
                    .forEach(all::add);
        }
        return all;
    }

    /// What a mailbox gave, by the subjects.
    private static final class Taken implements Taker {

        private final List<String> subjects = new ArrayList<>();
        private boolean full;

        @Override
        public int take(List<Fetched> together) throws IOException {
            if (full) {
                throw new IllegalStateException("the buffer is full");
            }
            for (Fetched fetched : together) {
                try (InputStream bytes = fetched.bytes().open()) {
                    new String(bytes.readNBytes(1_000), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> line.startsWith("Subject: "))
                            .map(line -> line.substring("Subject: ".length()))
                            .forEach(subjects::add);
                }
            }
            return together.size();
        }

        @Override
        public void wake() {
            // It is looked into by the test.
        }
    }
}
