package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.simulator.email.EmailSimulator;
import io.omnihub.simulator.email.StubbornServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What becomes of an answer by what the mail server says to it, at each step of the hand-over.
final class EmailAnswersTests {

    private static final List<String> INBOXES = List.of("later", "never", "password", "broken", "none");

    private static final Map<String, StubbornServer> SERVERS = new HashMap<>();
    private static EmailSimulator provider;
    private static EmailDesk desk;

    private final String customer = "c" + UUID.randomUUID() + "@customer.example";

    @BeforeAll
    static void open(@TempDir Path data) {
        provider = new EmailSimulator();
        desk = new EmailDesk(data);
        for (String id : INBOXES) {
            StubbornServer server = new StubbornServer(false);
            SERVERS.put(id, server);
            provider.mailbox(address(id), "secret");
            desk.with(id, address(id), provider.imapPort(), server.port(), Map.of());
        }
        desk.start();
    }

    @AfterAll
    static void close() {
        desk.close();
        SERVERS.values().forEach(StubbornServer::close);
        provider.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 421 4.3.2 not now",
        "AUTH, 454 4.7.0 Temporary authentication failure",
        "AUTH, 421 4.7.0 too many of you",
        "MAIL, 421 4.3.2 shutting down",
        "MAIL, 451 4.7.1 come again",
        "DATA, 452 4.3.1 no room",
        "., 451 4.3.0 not now"
    })
    void whatTheServerMayTakeLaterIsTriedAgainAndArrives(String command, String answer) {
        StubbornServer server = SERVERS.get("later");
        server.answersTo(command, answer);
        String conversation = answered("later");
        desk.awaitTried(conversation);
        assertThat(desk.status("later")).doesNotContain("credentials");

        server.answersWell(command);

        desk.awaitDelivery(conversation, "sent");
        await().untilAsserted(() -> assertThat(desk.status("later")).isEqualTo("online none"));
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 550 5.7.1 not from you, 550",
        "MAIL, 552 5.3.4 too large, 552",
        "DATA, 554 5.5.1 no, 554",
        "., 552 5.3.4 too large, 552",
        "., 554 5.7.1 spam, 554"
    })
    void whatTheServerNeverTakesHasFailedWithItsCodeAndHoldsNothingUp(String command, String answer, String code) {
        StubbornServer server = SERVERS.get("never");
        server.answersTo(command, answer);
        String conversation = answered("never");

        JsonNode failed = desk.awaitDelivery(conversation, "failed");

        assertThat(failed.path("code").asString()).isEqualTo(code);
        server.answersWell(command);
        desk.reply(conversation, EmailDesk.text("the next one"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(desk.deliveries(conversation))
                        .extracting(each -> each.path("state").asString())
                        .containsExactlyInAnyOrder("failed", "sent"));
    }

    @ParameterizedTest
    @CsvSource({"AUTH, 535 5.7.8 no", "AUTH, 534 5.7.9 too weak", "AUTH, 538 5.7.11 no", "MAIL, 530 5.7.0 who are you?"
    })
    void whereTheServerRefusesThePasswordTheInboxIsOfflineUntilItIsRight(String command, String answer) {
        StubbornServer server = SERVERS.get("password");
        server.answersTo(command, answer);
        String conversation = answered("password");
        desk.awaitTried(conversation);
        assertThat(desk.status("password")).startsWith("offline credentials");

        // That mails come in says nothing of those that go out.
        provider.deliver(address("password"), customer, "more", id(), "", "more of " + customer);
        desk.awaited("more of " + customer);
        assertThat(desk.status("password")).startsWith("offline credentials");

        server.answersWell(command);
        desk.awaitDelivery(conversation, "sent");
        await().untilAsserted(() -> assertThat(desk.status("password")).isEqualTo("online none"));
    }

    @Test
    void anAnswerWhoseLineBreaksAfterItWasHandedOverIsMarkedAsMaybeRepeatedUnderTheSameId() {
        StubbornServer server = SERVERS.get("broken");
        server.answersTo(".", "");
        String conversation = answered("broken");
        desk.awaitTried(conversation);

        server.answersWell(".");

        JsonNode sent = desk.awaitDelivery(conversation, "sent");
        assertThat(sent.path("maybeRepeated").asBoolean()).isTrue();
        List<String> ids = server.taken().stream()
                .filter(mail -> mail.startsWith(customer))
                .map(mail -> mail.lines()
                        .filter(line -> line.startsWith("Message-ID: "))
                        .findFirst()
                        .orElseThrow())
                .toList();
        assertThat(ids).hasSizeGreaterThan(1);
        assertThat(ids.stream().distinct()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"MAIL", "RCPT"})
    void anAnswerWhoseLineBreaksBeforeThatIsTriedAgain(String command) {
        StubbornServer server = SERVERS.get("none");
        server.answersTo(command, "");
        String conversation = answered("none");
        desk.awaitTried(conversation);

        server.answersWell(command);

        desk.awaitDelivery(conversation, "sent");
        assertThat(server.taken()).filteredOn(mail -> mail.startsWith(customer)).hasSize(1);
    }

    /// A conversation that an agent has answered.
    private String answered(String inbox) {
        String text = "a question of " + customer;
        provider.deliver(address(inbox), customer, "hi", id(), "", text);
        String conversation = desk.awaited(text);
        desk.reply(conversation, EmailDesk.text("an answer"));
        return conversation;
    }

    private static String address(String inbox) {
        return inbox + "@shop.example";
    }

    private static String id() {
        return "<" + UUID.randomUUID() + "@customer.example>";
    }
}
