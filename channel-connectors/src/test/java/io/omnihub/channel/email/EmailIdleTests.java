package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.channel.http.AccessTokens;
import io.omnihub.channel.http.TokensInMemory;
import io.omnihub.channel.poll.Fetched;
import io.omnihub.channel.poll.PollPositions;
import io.omnihub.channel.poll.PolledInbox;
import io.omnihub.simulator.email.EmailSimulator;
import io.omnihub.simulator.email.SlowImap;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a mailbox that can't be listened to although its mail server says so.
final class EmailIdleTests {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final String HELP = "help@shop.example";
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

    private final AtomicInteger wakes = new AtomicInteger();
    private final EmailSessions sessions =
            new EmailSessions(new AccessTokens(new TokensInMemory(CLOCK), CLOCK), EmailTrust.OF_MACHINE);

    @TempDir
    private Path directory;

    private Databases databases;
    private EmailSimulator provider;

    @BeforeEach
    void open() {
        databases = TestDatabases.open(Database.Kind.SQLITE, directory);
        provider = new EmailSimulator();
        provider.mailbox(HELP, "secret");
    }

    @AfterEach
    void close() {
        provider.close();
        sessions.close();
        databases.close();
    }

    @Test
    void aServerThatEndsTheListeningAtOnceIsPolled() throws Exception {
        try (SlowImap ending = SlowImap.ending(provider.imapPort(), "IDLE")) {
            EmailMailbox mailbox = mailbox(ending.port());
            assertThat(look(mailbox)).isEqualTo(EmailIdle.LONGEST);

            CompletableFuture.runAsync(mailbox::listen, VIRTUAL).get(20, TimeUnit.SECONDS);

            assertThat(wakes).hasValue(1);
            assertThat(look(mailbox)).isEqualTo(EVERY);
            mailbox.leave();
        }
    }

    @Test
    void aLineThatDiesWithoutAWordWhileItIsListenedToIsPolledFromThenOn() throws Exception {
        try (SlowImap silent = SlowImap.silent(provider.imapPort(), "IDLE")) {
            EmailMailbox mailbox = mailbox(silent.port());
            assertThat(look(mailbox)).isEqualTo(EmailIdle.LONGEST);
            CompletableFuture<Void> listening = CompletableFuture.runAsync(mailbox::listen, VIRTUAL);
            assertThat(silent.wasAsked()).isTrue();

            assertThat(look(mailbox)).isLessThan(EVERY);
            listening.get(20, TimeUnit.SECONDS);

            assertThat(look(mailbox)).isEqualTo(EVERY);
            mailbox.leave();
        }
    }

    private Duration look(EmailMailbox mailbox) throws Exception {
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return mailbox.look(new PolledInbox.Taker() {
                                    @Override
                                    public int take(List<Fetched> together) {
                                        throw new AssertionError("there is no mail");
                                    }

                                    @Override
                                    public void wake() {
                                        wakes.incrementAndGet();
                                    }
                                });
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        VIRTUAL)
                .get(20, TimeUnit.SECONDS);
    }

    private EmailMailbox mailbox(int port) {
        return new EmailMailbox(
                EmailInboxes.at(Map.of("help", port), Map.of("answer-within", "1s"))
                        .get("help"),
                sessions,
                new PollPositions(databases.database(), CLOCK),
                directory,
                CLOCK);
    }
}
