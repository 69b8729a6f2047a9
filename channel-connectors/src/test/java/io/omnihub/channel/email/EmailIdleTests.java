package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.channel.poll.Fetched;
import io.omnihub.channel.poll.PolledInbox;
import io.omnihub.simulator.email.EmailSimulator;
import io.omnihub.simulator.email.SlowImap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a mailbox that can't be listened to although its mail server says so.
final class EmailIdleTests {

    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final String HELP = "help@shop.example";

    private final AtomicInteger wakes = new AtomicInteger();
    private final PolledInbox.Taker taker = new PolledInbox.Taker() {
        @Override
        public int take(List<Fetched> together) {
            throw new AssertionError("there is no mail");
        }

        @Override
        public void wake() {
            wakes.incrementAndGet();
        }
    };

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
    void aServerThatEndsTheListeningAtOnceIsPolled() throws Exception {
        try (SlowImap ending = SlowImap.ending(provider.imapPort(), "IDLE")) {
            EmailMailbox mailbox = mailbox(ending.port());
            assertThat(look(mailbox)).isEqualTo(EmailIdle.LONGEST);

            EmailMailboxes.ended(EmailMailboxes.listening(mailbox));

            assertThat(wakes).hasValue(1);
            assertThat(look(mailbox)).isEqualTo(EVERY);
        }
    }

    @Test
    void aLineThatDiesWithoutAWordWhileItIsListenedToIsPolledFromThenOn() throws Exception {
        try (SlowImap silent = SlowImap.silent(provider.imapPort(), "IDLE")) {
            EmailMailbox mailbox = mailbox(silent.port());
            assertThat(look(mailbox)).isEqualTo(EmailIdle.LONGEST);
            FutureTask<Boolean> listening = EmailMailboxes.listening(mailbox);
            assertThat(silent.wasAsked()).isTrue();

            assertThat(look(mailbox)).isLessThan(EVERY);
            EmailMailboxes.ended(listening);

            assertThat(look(mailbox)).isEqualTo(EVERY);
        }
    }

    private Duration look(EmailMailbox mailbox) throws Exception {
        return EmailMailboxes.look(mailbox, taker);
    }

    private EmailMailbox mailbox(int port) {
        return mailboxes.open("help", port, Map.of("answer-within", "1s"));
    }
}
