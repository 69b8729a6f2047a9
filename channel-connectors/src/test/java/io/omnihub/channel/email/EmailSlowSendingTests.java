package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.simulator.email.EmailSimulator;
import io.omnihub.simulator.email.StubbornServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of an answer where the mail server gives a byte from time to time, and never an answer.
final class EmailSlowSendingTests {

    /// What is dripped, by the inbox.
    private static final Map<String, String> COMMANDS = Map.of(
            "connected", "",
            "greeted", "EHLO",
            "password", "AUTH",
            "sender", "MAIL",
            "recipient", "RCPT",
            "data", "DATA",
            "ending", ".");

    private final Map<String, StubbornServer> servers = new HashMap<>();
    private EmailSimulator provider;
    private EmailDesk desk;

    @BeforeEach
    void open(@TempDir Path data) {
        provider = new EmailSimulator();
        desk = new EmailDesk(data).setting("omnihub.delivery.claim", "12s");
        COMMANDS.forEach((id, command) -> {
            StubbornServer server = new StubbornServer(false);
            servers.put(id, server);
            provider.mailbox(id + "@shop.example", "secret");
            desk.with(id, id + "@shop.example", provider.imapPort(), server.port(), Map.of());
        });
        desk.start();
    }

    @AfterEach
    void close() {
        desk.close();
        servers.values().forEach(StubbornServer::close);
        provider.close();
    }

    /// All at once, each within three quarters of its claim, so that nobody else repeats it meanwhile.
    @Test
    void itIsLeftInTimeAndTheAnswerTriedAgain() {
        Map<String, String> conversations = new HashMap<>();
        COMMANDS.forEach((id, command) -> {
            servers.get(id).dripsTo(command);
            String customer = id + "@customer.example";
            String text = "a question of " + customer;
            String message = "<" + UUID.randomUUID() + "@customer.example>";
            provider.deliver(id + "@shop.example", customer, "hi", message, "", text);
            conversations.put(id, desk.awaited(text));
        });
        conversations.values().forEach(each -> desk.reply(each, EmailDesk.text("an answer")));

        servers.forEach((id, server) -> await(id).atMost(Duration.ofSeconds(30)).until(() -> server.left() > 0));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(desk.status("password"))
                        .as("it said nothing of the password")
                        .startsWith("degraded unreachable"));
        COMMANDS.forEach((id, command) -> servers.get(id).answersWell(command));
        conversations.forEach((id, conversation) -> assertThat(desk.awaitDelivery(conversation, "sent")
                        .path("maybeRepeated")
                        .asBoolean())
                .as(id)
                .isEqualTo(id.equals("ending")));
    }
}
