package io.omnihub.channel.email;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.email.EmailProperties.Account;
import io.omnihub.channel.http.AccessTokens;
import io.omnihub.channel.http.TokensInMemory;
import io.omnihub.channel.poll.PollPositions;
import io.omnihub.channel.poll.PolledInbox.Taker;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.FaultyDatabase;
import io.omnihub.store.TestDatabases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// Mailboxes as a hub has them, without the rest of it: they are looked into by the test, on virtual threads.
final class EmailMailboxes implements AutoCloseable {

    static final Clock CLOCK = Clock.systemUTC();

    private final Path directory;
    private final Databases databases;
    private final FaultyDatabase database;
    private final PollPositions positions;
    private final EmailSessions sessions =
            new EmailSessions(new AccessTokens(new TokensInMemory(CLOCK), CLOCK), EmailTrust.OF_MACHINE);
    private final List<EmailMailbox> opened = new CopyOnWriteArrayList<>();

    /// @param directory for their positions, and for large mails
    EmailMailboxes(Path directory) {
        this.directory = directory;
        this.databases = TestDatabases.open(Database.Kind.SQLITE, directory);
        this.database = new FaultyDatabase(databases.database());
        this.positions = new PollPositions(database, CLOCK);
    }

    /// One as a hub has it that has just started.
    ///
    /// @param id   of the inbox, which is the address's local part at shop.example
    /// @param port of its IMAP server
    /// @param more its other settings
    EmailMailbox open(String id, int port, Map<String, String> more) {
        return open(EmailInboxes.at(Map.of(id, port), more).get(id));
    }

    EmailMailbox open(ChannelInbox<Account> inbox) {
        return open(inbox, CLOCK);
    }

    EmailMailbox open(ChannelInbox<Account> inbox, Clock clock) {
        EmailMailbox mailbox = new EmailMailbox(inbox, sessions, positions, directory, clock);
        opened.add(mailbox);
        return mailbox;
    }

    EmailSessions sessions() {
        return sessions;
    }

    /// Where the positions are.
    FaultyDatabase database() {
        return database;
    }

    PollPositions positions() {
        return positions;
    }

    static Duration look(EmailMailbox mailbox, Taker taker) throws Exception {
        return ended(looking(mailbox, taker));
    }

    static FutureTask<Duration> looking(EmailMailbox mailbox, Taker taker) {
        return begun(() -> mailbox.look(taker));
    }

    static FutureTask<Boolean> listening(EmailMailbox mailbox) {
        return begun(() -> {
            mailbox.listen();
            return true;
        });
    }

    static FutureTask<Boolean> leaving(EmailMailbox mailbox) {
        return begun(() -> {
            mailbox.leave();
            return true;
        });
    }

    /// What came of it within a while.
    static <T> T ended(FutureTask<T> task) throws Exception {
        try {
            return task.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failed ? failed : e;
        }
    }

    private static <T> FutureTask<T> begun(Callable<T> task) {
        FutureTask<T> begun = new FutureTask<>(task);
        Thread.ofVirtual().start(begun);
        return begun;
    }

    @Override
    public void close() {
        opened.forEach(EmailMailbox::leave);
        sessions.close();
        databases.close();
    }
}
