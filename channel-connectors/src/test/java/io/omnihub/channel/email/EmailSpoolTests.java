package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.simulator.email.EmailSimulator;
import io.omnihub.simulator.email.SlowImap;
import jakarta.mail.Folder;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the bytes of a mail are while it is read, and how long they may take to come.
final class EmailSpoolTests {

    private static final String HELP = "help@shop.example";
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

    @TempDir
    private Path data;

    private Path folder;
    private EmailSimulator provider;

    @BeforeEach
    void open() {
        folder = data.resolve("email");
        provider = new EmailSimulator();
        provider.mailbox(HELP, "secret");
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void aLargeMailLiesInTheFolderAloneAndOnlyWhileItIsRead() throws Exception {
        deliver("x".repeat(76) + "\r\n", 5_000);
        try (Store store = store(provider.imapPort());
                EmailSpool spool = EmailSpool.of(mail(store), folder, 1 << 20, Duration.ofMinutes(1))) {
            assertThat(left())
                    .singleElement()
                    .satisfies(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
            assertThat(spool.open().readAllBytes()).hasSizeGreaterThan(5_000 * 78);
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void whatAHubThatWasKilledLeftIsRemovedAndNothingElse() throws Exception {
        EmailSpool.empty(folder);
        Files.createDirectories(folder);
        Files.createTempFile(folder, "mail", ".eml");
        Path other = Files.createFile(folder.resolve("notes.txt"));

        EmailSpool.empty(folder);

        assertThat(left()).containsExactly(other);
    }

    @Test
    void aServerThatGivesAMailByteByByteIsLeftAfterAWhileAndTheThreadIsFreeForOthers() throws Exception {
        deliver("never whole\r\n", 5_000);
        try (SlowImap slow = SlowImap.dripping(provider.imapPort(), "BODY.PEEK[]")) {
            Object failed = CompletableFuture.supplyAsync(() -> failure(slow.port()), VIRTUAL)
                    .get(30, TimeUnit.SECONDS);
            assertThat(failed).isInstanceOf(EmailMailbox.SourceException.class);
        }
        assertThat(left()).isEmpty();
    }

    private Object failure(int port) {
        try (Store store = store(port)) {
            try (EmailSpool spool = EmailSpool.of(mail(store), folder, 1 << 20, Duration.ofSeconds(1))) {
                return spool;
            } catch (EmailMailbox.SourceException e) {
                return Thread.currentThread().isInterrupted() ? "still interrupted" : e;
            }
        } catch (Exception e) {
            return e;
        }
    }

    private void deliver(String line, int times) {
        String mail = "From: a@customer.example\r\nSubject: large\r\n\r\n" + line.repeat(times);
        provider.deliver(HELP, "INBOX", mail.getBytes(StandardCharsets.US_ASCII));
    }

    private static Store store(int port) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.imap.peek", "true");
        properties.put("mail.imap.timeout", "20000");
        Store store = Session.getInstance(properties).getStore("imap");
        store.connect("127.0.0.1", port, HELP, "secret");
        return store;
    }

    private static IMAPMessage mail(Store store) throws Exception {
        Folder inbox = store.getFolder("INBOX");
        inbox.open(Folder.READ_ONLY);
        return (IMAPMessage) inbox.getMessage(1);
    }

    private List<Path> left() throws Exception {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
