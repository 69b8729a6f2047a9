package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelStatus;
import io.omnihub.channel.ChannelStatus.Reason;
import io.omnihub.channel.ChannelStatus.State;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.email.EmailProperties.Account;
import io.omnihub.channel.poll.Fetched;
import io.omnihub.channel.poll.PolledInbox.Taker;
import io.omnihub.simulator.email.EmailSimulator;
import io.omnihub.simulator.email.SlowImap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of a mailbox whose server gives a byte from time to time, each within its time, and never an answer.
final class EmailLineTests {

    private static final Map<String, String> SHORT =
            Map.of("answer-within", "1s", "take-existing", "true", "poll-every", "1s");

    /// After half a minute the provider behind ends what nobody uses.
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final Taker TAKER = new Taker() {
        @Override
        public int take(List<Fetched> together) {
            return together.size();
        }

        @Override
        public void wake() {
            // It is looked into by the test.
        }
    };

    @TempDir
    private Path directory;

    private EmailSimulator provider;
    private EmailMailboxes mailboxes;

    @BeforeEach
    void open() {
        mailboxes = new EmailMailboxes(directory);
        provider = new EmailSimulator();
    }

    @AfterEach
    void close() {
        mailboxes.close();
        provider.close();
    }

    /// Each of them within the time of six answers, all at once.
    @Test
    void atWhateverItIsAskedTheServerIsLeftAfterAWhile() throws Exception {
        Map<String, SlowImap> servers = new HashMap<>();
        Map<String, String> commands = Map.of(
                "login", "CAPABILITY",
                "opening", "SELECT",
                "listing", "UID FETCH",
                "asking", "INTERNALDATE",
                "marking", "STORE",
                "moving", "MOVE ");
        try {
            Map<String, Integer> ports = new HashMap<>();
            commands.forEach((id, command) -> {
                servers.put(id, SlowImap.endless(provider.imapPort(), command));
                ports.put(id, servers.get(id).port());
                String address = id + "@shop.example";
                provider.mailbox(address, "secret");
                provider.folder(address, "Done");
                provider.deliver(address, "INBOX", "Subject: one\r\n\r\none".getBytes(StandardCharsets.US_ASCII));
            });
            Map<String, String> settings = new HashMap<>(SHORT);
            settings.put("done-folder", "Done");
            ChannelInboxes<Account> inboxes = EmailInboxes.at(ports, settings);
            List<CompletableFuture<Void>> all = servers.entrySet().stream()
                    .map(each -> {
                        EmailMailbox mailbox = mailboxes.open(inboxes.get(each.getKey()));
                        return CompletableFuture.runAsync(
                                () -> untilLeft(mailbox, each.getValue()), Thread::startVirtualThread);
                    })
                    .toList();

            all.forEach(CompletableFuture::join);
        } finally {
            servers.values().forEach(SlowImap::close);
        }
    }

    /// Where this machine is slow, something before may take too long at first.
    private static void untilLeft(EmailMailbox mailbox, SlowImap server) {
        await().atMost(LONGEST.multipliedBy(2)).ignoreExceptions().until(() -> {
            var _ = EmailMailboxes.look(mailbox, TAKER);
            return server.left() > 0;
        });
    }

    @ParameterizedTest
    @CsvSource({
        "NO [UNAVAILABLE] Temporary authentication failure, DEGRADED, UNREACHABLE",
        "NO [LIMIT] too many of you, DEGRADED, UNREACHABLE",
        "NO [AUTHENTICATIONFAILED] no, OFFLINE, CREDENTIALS",
        "NO who are you?, OFFLINE, CREDENTIALS"
    })
    void whereNobodyIsLetInJustNowThePasswordIsNotTakenForWrong(String answer, State state, Reason reason)
            throws Exception {
        provider.mailbox("help@shop.example", "secret");
        ChannelStatuses statuses = new ChannelStatuses(EmailMailboxes.CLOCK);
        try (SlowImap server = SlowImap.refusing(provider.imapPort(), "LOGIN", answer)) {
            ChannelInbox<Account> inbox = EmailInboxes.at(Map.of("help", server.port()), SHORT, statuses)
                    .get("help");
            EmailMailbox mailbox = mailboxes.open(inbox);

            await().atMost(LONGEST).untilAsserted(() -> {
                var _ = EmailMailboxes.look(mailbox, TAKER);
                assertThat(statuses.of(inbox.tenant(), inbox.id()))
                        .extracting(ChannelStatus::state, ChannelStatus::reason)
                        .containsExactly(state, reason);
            });
            server.goOn();
            await().atMost(LONGEST).untilAsserted(() -> {
                var _ = EmailMailboxes.look(mailbox, TAKER);
                assertThat(statuses.of(inbox.tenant(), inbox.id()).state()).isEqualTo(State.ONLINE);
            });
        }
    }

    @Test
    void whoLeavesWaitsForNoFarewellWithoutEnd() throws Exception {
        provider.mailbox("help@shop.example", "secret");
        try (SlowImap server = SlowImap.endless(provider.imapPort(), "LOGOUT")) {
            EmailMailbox mailbox = mailboxes.open("help", server.port(), SHORT);
            await().ignoreExceptions().until(() -> EmailMailboxes.look(mailbox, TAKER), EmailIdle.LONGEST::equals);

            assertThat(EmailMailboxes.leaving(mailbox).get(LONGEST.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();

            await().atMost(LONGEST).until(() -> server.left() > 0);
        }
    }

    @Test
    void whoListensIsFreedWhereTheServerDoesNotLetHimGo() throws Exception {
        provider.mailbox("help@shop.example", "secret");
        try (SlowImap listened = SlowImap.dripping(provider.imapPort(), "IDLE");
                SlowImap server = SlowImap.endless(listened.port(), "DONE")) {
            EmailMailbox mailbox = mailboxes.open("help", server.port(), SHORT);
            await().ignoreExceptions().until(() -> EmailMailboxes.look(mailbox, TAKER), EmailIdle.LONGEST::equals);
            FutureTask<Boolean> listening = EmailMailboxes.listening(mailbox);
            assertThat(listened.wasAsked()).isTrue();

            assertThat(EmailMailboxes.look(mailbox, TAKER)).isLessThan(EmailIdle.LONGEST);

            assertThat(listening.get(20, TimeUnit.SECONDS)).isTrue();
            await().atMost(LONGEST).until(() -> server.left() > 0);
        }
    }
}
