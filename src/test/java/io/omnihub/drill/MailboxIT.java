package io.omnihub.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.buffer.BrokerProcess;
import io.omnihub.simulator.email.EmailSimulator;
import io.omnihub.simulator.email.SlowImap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Hubs that read a mailbox are killed: each mail of a thread is taken once, and in its order.
final class MailboxIT {

    private static final String HELP = "help@shop.example";
    private static final String CUSTOMER = "li@customer.example";
    private static final String ROOT = "<root@customer.example>";

    @TempDir
    private Path directory;

    private EmailSimulator provider;

    @BeforeEach
    void open() {
        provider = new EmailSimulator();
        provider.mailbox(HELP, "secret");
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void whatWasKeptAndNotMarkedWhenAHubIsKilledIsTakenOnce() throws InterruptedException {
        try (SlowImap unmarked = SlowImap.endless(provider.imapPort(), "STORE");
                HubProcess killed = new HubProcess(directory, mailbox(unmarked.port()));
                HubProcess next = new HubProcess(directory, mailbox(provider.imapPort()))) {
            killed.start();
            deliver(0, 20);
            assertThat(unmarked.wasAsked()).isTrue();
            killed.kill();
            assertThat(provider.unread(HELP, "INBOX")).isEqualTo(20);

            next.startBeside(killed);
            deliver(20, 25);

            awaitTexts(next, 25);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(provider.unread(HELP, "INBOX")).isZero());
            assertThat(texts(next)).isEqualTo(written(25));
        }
    }

    @Test
    void ofTwoNodesOneReadsAndTheOtherGoesOnWhereItIsKilled() {
        try (PostgresServer postgres = new PostgresServer(directory);
                BrokerProcess broker = new BrokerProcess(directory);
                HubProcess one = node("one", postgres, broker);
                HubProcess two = node("two", postgres, broker)) {
            one.start();
            two.startBeside(one);
            HubProcess reads = Awaitility.await("a node that reads")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> Stream.of(one, two).filter(MailboxIT::reads).toList(), found -> found.size() == 1)
                    .getFirst();
            HubProcess other = reads.equals(one) ? two : one;
            deliver(0, 10);
            awaitTexts(other, 10);

            deliver(10, 60);
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> provider.unread(HELP, "INBOX") < 50);
            reads.kill();
            deliver(60, 70);
            awaitTexts(other, 70);
            assertThat(reads(other)).isTrue();

            reads.launch();
            reads.awaitReady();
            deliver(70, 80);
            awaitTexts(other, 80);
            assertThat(reads(reads)).isFalse();
            assertThat(texts(reads)).isEqualTo(written(80));
            Awaitility.await().until(() -> provider.unread(HELP, "INBOX") == 0);
        }
    }

    private HubProcess node(String name, PostgresServer postgres, BrokerProcess broker) {
        Map<String, String> settings = new HashMap<>(mailbox(provider.imapPort()));
        settings.putAll(postgres.settings());
        settings.put("omnihub.buffer.url", broker.url());
        settings.put("omnihub.buffer.user", "hub");
        settings.put("omnihub.buffer.password", "secret");
        settings.put("omnihub.keys.secret", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
        return new HubProcess(directory.resolve(name), settings);
    }

    private Map<String, String> mailbox(int imap) {
        Map<String, String> settings = new HashMap<>();
        Map.of(
                        "address", HELP,
                        "password", "secret",
                        "imap-host", "127.0.0.1",
                        "imap-port", Integer.toString(imap),
                        "imap-security", "none",
                        "smtp-host", "127.0.0.1",
                        "smtp-port", Integer.toString(provider.smtpPort()),
                        "smtp-security", "none",
                        "poll-every", "200ms",
                        "take-existing", "true")
                .forEach((name, value) -> settings.put("omnihub.channels.email.inboxes.help." + name, value));
        return settings;
    }

    /// Mails of one thread, by their numbers.
    private void deliver(int from, int to) {
        for (int i = from; i < to; i++) {
            String id = i == 0 ? ROOT : "<" + i + "@customer.example>";
            provider.deliver(HELP, CUSTOMER, "hi", id, i == 0 ? "" : "In-Reply-To: " + ROOT + "\r\n", "mail " + i);
        }
    }

    private static List<String> written(int mails) {
        return IntStream.range(0, mails).mapToObj(i -> "mail " + i).toList();
    }

    private static void awaitTexts(HubProcess asked, int mails) {
        Awaitility.await("mail " + (mails - 1))
                .atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(texts(asked)).isEqualTo(written(mails)));
    }

    private static boolean reads(HubProcess node) {
        List<String> told = node.lines().stream()
                .filter(line -> line.endsWith("This node leads poll-email")
                        || line.endsWith("This node does not lead poll-email any more"))
                .toList();
        return node.isAlive() && !told.isEmpty() && told.getLast().endsWith("This node leads poll-email");
    }

    private static List<String> texts(HubProcess node) {
        HubApi api = new HubApi(node.api());
        return api.conversations().values().stream()
                .flatMap(conversation -> api.entries(conversation).stream())
                .filter(entry -> entry.path("change").path("type").asString("").equals("message"))
                .map(MailboxIT::text)
                .toList();
    }

    private static String text(JsonNode entry) {
        return entry.path("change").path("parts").path(0).path("text").asString("");
    }
}
