package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.buffer.BufferUnavailableException;
import io.omnihub.buffer.BufferUnavailableException.Reason;
import io.omnihub.channel.poll.Fetched;
import io.omnihub.channel.poll.PolledInbox;
import io.omnihub.simulator.email.EmailSimulator;
import io.omnihub.simulator.email.SlowImap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// In which pieces a mailbox hands its mails on, and how far it has come where some are not kept.
final class EmailMailboxTests {

    private static final String HELP = "help@shop.example";

    private final Taken taken = new Taken();

    @TempDir
    private Path directory;

    private EmailMailboxes mailboxes;
    private EmailSimulator provider;

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
    void smallMailsComeTogetherAndALargeOneAloneInTheirOrder() throws Exception {
        deliver("1", "2");
        deliver("3" + "\r\n0123456789".repeat(30_000));
        deliver("4", "5");
        EmailMailbox mailbox = mailbox(provider.imapPort());

        look(mailbox);

        assertThat(taken.pieces).containsExactly(List.of("1", "2"), List.of("3"), List.of("4", "5"));
        assertThat(provider.unread(HELP, "INBOX")).isZero();
    }

    @Test
    void smallMailsAreNoMoreThanTwoHundredAndFiftySixKilobytesTogether() throws Exception {
        IntStream.range(0, 5).forEach(i -> deliver(i + "\r\n0123456789".repeat(9_000)));
        EmailMailbox mailbox = mailbox(provider.imapPort());

        look(mailbox);

        assertThat(taken.pieces).containsExactly(List.of("0", "1"), List.of("2", "3"), List.of("4"));
    }

    @Test
    void whatIsNotKeptAmongThoseThatCameTogetherIsTakenAgainAndNothingBeforeIt() throws Exception {
        deliver("1", "2", "3", "4", "5");
        EmailMailbox mailbox = mailbox(provider.imapPort());
        taken.most = 2;
        taken.room = 4;

        assertThatThrownBy(() -> look(mailbox)).isInstanceOf(BufferUnavailableException.class);
        assertThat(taken.pieces).containsExactly(List.of("1", "2"), List.of("3", "4"));
        assertThat(provider.unread(HELP, "INBOX")).isEqualTo(1);

        taken.room = 100;
        look(mailbox);
        look(mailbox);
        assertThat(taken.pieces).containsExactly(List.of("1", "2"), List.of("3", "4"), List.of("5"));
        assertThat(provider.unread(HELP, "INBOX")).isZero();
    }

    @Test
    void whereTheServerBreaksOffAmongThoseThatComeTogetherEachComesAlone() throws Exception {
        deliver("1", "2", "3");
        try (SlowImap cutting = SlowImap.cutting(provider.imapPort(), "BODY.PEEK[]<0.262145>")) {
            EmailMailbox mailbox = mailbox(cutting.port());
            look(mailbox);
            assertThat(taken.pieces).isEmpty();

            look(mailbox);

            assertThat(taken.pieces).containsExactly(List.of("1"), List.of("2"), List.of("3"));
            assertThat(provider.unread(HELP, "INBOX")).isZero();
        }
    }

    private void deliver(String... texts) {
        Stream.of(texts).forEach(text -> provider.deliver(HELP, "INBOX", mail(text)));
    }

    private static byte[] mail(String text) {
        return ("Subject: " + text.substring(0, 1) + "\r\n\r\n" + text).getBytes(StandardCharsets.US_ASCII);
    }

    private void look(EmailMailbox mailbox) throws Exception {
        EmailMailboxes.look(mailbox, taken);
    }

    private EmailMailbox mailbox(int port) {
        return mailboxes.open("help", port, Map.of("take-existing", "true"));
    }

    /// What a mailbox gave, by the subjects of what came together.
    private static final class Taken implements PolledInbox.Taker {

        private final List<List<String>> pieces = new ArrayList<>();

        /// So many of those that come together are kept at once.
        private int most = 100;

        /// So many are kept in all.
        private int room = 100;

        @Override
        public int take(List<Fetched> together) throws IOException {
            List<String> piece = new ArrayList<>();
            for (Fetched fetched : together.stream().limit(most).toList()) {
                if (room == 0) {
                    throw new BufferUnavailableException(Reason.FULL, "the buffer is full");
                }
                room--;
                try (InputStream bytes = fetched.bytes().open()) {
                    piece.add(new String(bytes.readNBytes(10), StandardCharsets.US_ASCII).substring(9));
                }
            }
            pieces.add(piece);
            return piece.size();
        }

        @Override
        public void wake() {
            // It is looked into by the test.
        }
    }
}
