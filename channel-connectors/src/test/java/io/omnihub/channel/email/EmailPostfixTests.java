package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.simulator.email.EmailSimulator;
import io.omnihub.simulator.email.Postfix;
import io.omnihub.simulator.email.StubbornServer;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Answers that go out through Postfix, the mail server of many who run their own, and what it reports of them.
@EnabledIf(
        value = "io.omnihub.simulator.email.Postfix#isInstalled",
        disabledReason = "Postfix 3.6 or later is not installed here, or this is not root: apt-get install postfix")
final class EmailPostfixTests {

    private static final String HELP = "help@shop.example";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static EmailSimulator provider;
    private static StubbornServer further;
    private static Postfix postfix;
    private static EmailDesk desk;
    private static int carried;

    private final String name = "c" + UUID.randomUUID();
    private final String customer = name + "@customer.example";

    @BeforeAll
    static void open(@TempDir Path data) {
        provider = new EmailSimulator();
        provider.mailbox(HELP, "secret");
        further = new StubbornServer(false);
        postfix = new Postfix(
                Map.of("far.example", "smtp:[127.0.0.1]:" + further.port(), "gone.example", "error:5.1.1 no such user"),
                Map.of("moved@customer.example", "nobody@gone.example"));
        postfix.mailbox(HELP);
        desk = new EmailDesk(data)
                .with("help", HELP, provider.imapPort(), postfix.port(), Map.of("quotes", "none"))
                .start();
    }

    @AfterAll
    static void close() {
        desk.close();
        postfix.close();
        further.close();
        provider.close();
    }

    @Test
    void anAnswerLiesInTheMailboxWithItsThreadItsChineseSubjectAndItsFile() throws Exception {
        postfix.mailbox(customer);
        byte[] bytes = new byte[50_000];
        new Random(7).nextBytes(bytes);
        String first = id();
        String second = id();
        write(customer, "References: " + first + "\r\nMessage-ID: " + second + "\r\n", "订单 1024 在哪里？", "where is it?");
        String conversation = desk.awaited("where is it?");

        desk.reply(conversation, EmailDesk.text(".\\n.. 在路上\\n.\\nQUIT"), file("报价单.pdf", bytes));

        desk.awaitDelivery(conversation, "sent");
        byte[] lies = arrived(customer);
        String raw = new String(lies, StandardCharsets.ISO_8859_1);
        assertThat(raw).matches("(?s)\\p{ASCII}*").startsWith("Return-Path: <" + HELP + ">\n");
        assertThat(raw.lines().mapToInt(String::length).max().orElseThrow()).isLessThanOrEqualTo(998);
        assertThat(raw).containsPattern("(?m)^Subject: =\\?UTF-8\\?");
        MimeMessage mail = read(lies);
        assertThat(mail.getSubject()).isEqualTo("Re: 订单 1024 在哪里？");
        assertThat(mail.getHeader("In-Reply-To")).containsExactly(second);
        assertThat(mail.getHeader("References", null).split("\\s+")).containsExactly(first, second);
        assertThat(mail.getHeader("Message-ID")).singleElement().asString().endsWith("@shop.example>");
        assertThat(mail.getHeader("Date")).hasSize(1);
        Multipart mixed = (Multipart) mail.getContent();
        assertThat(mixed.getBodyPart(0).getContent().toString().replace("\r", ""))
                .isEqualTo(".\n.. 在路上\n.\nQUIT");
        Part file = mixed.getBodyPart(1);
        assertThat(MimeUtility.decodeText(file.getFileName())).isEqualTo("报价单.pdf");
        assertThat(file.getInputStream().readAllBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"'', 550", "553 5.7.1 not for him, 553", "554 5.7.1 never, 554"})
    void whomItRefusesIsAFailureWithItsCode(String answer, String code) {
        if (!answer.isEmpty()) {
            postfix.mailbox(customer);
            postfix.answers(customer, answer);
        }
        String conversation = asked("");

        desk.reply(conversation, EmailDesk.text("an answer"));

        assertThat(desk.awaitDelivery(conversation, "failed").path("code").asString())
                .isEqualTo(code);
        assertThat(postfix.mails(customer)).isEmpty();
    }

    @Test
    void whatItRefusesForTheTimeBeingIsTriedAgainAndArrivesOnce() throws Exception {
        postfix.mailbox(customer);
        postfix.answers(customer, "450 4.2.0 come again, grey list");
        String conversation = asked("");
        desk.reply(conversation, EmailDesk.text("an answer"));
        desk.awaitTried(conversation);

        postfix.answersWell(customer);

        assertThat(desk.awaitDelivery(conversation, "sent")
                        .path("maybeRepeated")
                        .asBoolean())
                .isFalse();
        assertThat(read(arrived(customer)).getContent()).asString().contains("an answer");
        arrivedOnce(customer);
    }

    @Test
    void whoWouldGetACopyAndIsUnknownGetsNoneAndTheOthersGetOne() {
        String other = "other" + customer;
        postfix.mailbox(customer);
        postfix.mailbox(other);
        String conversation = asked("Cc: unknown" + customer + ", " + other + "\r\n");

        desk.reply(conversation, EmailDesk.text("to most"));

        desk.awaitDelivery(conversation, "sent");
        arrivedOnce(customer, other);
    }

    @Test
    void nobodyGetsAMailWhileItRefusesOneForTheTimeBeingAndThenEachGetsOne() {
        String other = "other" + customer;
        postfix.mailbox(customer);
        postfix.mailbox(other);
        postfix.answers(other, "451 4.3.0 not now");
        String conversation = asked("Cc: " + other + "\r\n");
        desk.reply(conversation, EmailDesk.text("to both"));
        desk.awaitTried(conversation);
        await().until(postfix::waiting, waiting -> waiting == 0);
        assertThat(postfix.mails(customer)).isEmpty();

        postfix.answersWell(other);

        desk.awaitDelivery(conversation, "sent");
        arrivedOnce(customer, other);
    }

    @Test
    void aMailThatIsTooLargeIsAFailureAndTheNextOneArrives() {
        postfix.mailbox(customer);
        String conversation = asked("");

        desk.reply(conversation, file("large.bin", new byte[Postfix.LARGEST_MAIL]));

        assertThat(desk.awaitDelivery(conversation, "failed").path("code").asString())
                .isEqualTo("552");
        desk.reply(conversation, EmailDesk.text("a small one"));
        arrived(customer);
    }

    @Test
    void whatItReportsOfAMailThatItTookAndCanNotDeliverIsTheFailedReceipt() {
        String mail = "moved@customer.example";
        String conversation = asked(mail, "");

        desk.reply(conversation, EmailDesk.text("to one who moved"));

        desk.awaitDelivery(conversation, "sent");
        failed(conversation, "5.1.1");
    }

    @Test
    void whatAServerFurtherOnRefusesIsTheFailedReceiptOfItsAnswerAlone() {
        String far = name + "@far.example";
        String conversation = asked(far, "");
        desk.reply(conversation, EmailDesk.text("one that arrives"));
        desk.awaitDelivery(conversation, "sent");
        await().atMost(PATIENCE).until(() -> further.taken().stream().anyMatch(each -> each.startsWith(far)));
        further.answers(far, "552 5.2.2 the mailbox is full");

        desk.reply(conversation, EmailDesk.text("one that does not"));

        failed(conversation, "5.2.2");
        List<Integer> ours = desk.messages(conversation).stream()
                .map(entry -> entry.path("sequence").asInt())
                .toList();
        assertThat(failures(conversation)).singleElement().satisfies(receipt -> {
            assertThat(receipt.toString()).contains("the mailbox is full");
            assertThat(receipt.path("change").path("target").path("sequence").asInt())
                    .as(receipt.toString())
                    .isEqualTo(ours.getLast());
        });
    }

    @Test
    void aCopyThatComesBackAndAMailThatIsLateAreToldAndHaveNotFailed() {
        String far = name + "@far.example";
        postfix.mailbox(customer);
        further.answers(far, "550 5.1.1 gone");
        String copied = asked("Cc: " + far + "\r\n");
        desk.reply(copied, EmailDesk.text("with a copy"));
        told(copied, "copy-bounced");
        arrived(customer);

        String slow = "slow" + far;
        further.answers(slow, "450 4.2.0 come again");
        String late = asked(slow, "");
        desk.reply(late, EmailDesk.text("a late one"));
        told(late, "mail-late");
        further.answers(slow, "250 fine");

        await().atMost(PATIENCE).until(() -> further.taken().stream().anyMatch(each -> each.startsWith(slow)));
        for (String each : List.of(copied, late)) {
            desk.awaitDelivery(each, "sent");
            assertThat(failures(each)).isEmpty();
        }
    }

    /// The conversation of a mail that the customer wrote.
    private String asked(String headers) {
        return asked(customer, headers);
    }

    private String asked(String from, String headers) {
        String text = "a question " + UUID.randomUUID();
        write(from, "Message-ID: " + id() + "\r\n" + headers, "a question", text);
        return desk.awaited(text);
    }

    private static void write(String from, String headers, String subject, String text) {
        String mail =
                "From: " + from + "\r\nTo: " + HELP + "\r\nSubject: " + subject + "\r\n" + headers + "\r\n" + text;
        provider.deliver(HELP, "INBOX", mail.getBytes(StandardCharsets.UTF_8));
    }

    /// A file of an answer, as JSON.
    private static String file(String name, byte[] bytes) {
        String path = "/api/v1/media?fileName=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        return "{\"type\":\"file\",\"media\":"
                + desk.agent()
                        .send(desk.agent().request(path).POST(HttpRequest.BodyPublishers.ofByteArray(bytes)))
                        .json()
                + "}";
    }

    /// Waits for the first mail of somebody.
    private static byte[] arrived(String address) {
        return await("a mail of " + address)
                .atMost(PATIENCE)
                .until(() -> postfix.mails(address), mails -> !mails.isEmpty())
                .getFirst();
    }

    /// Each of them gets one mail, and no more come.
    private static void arrivedOnce(String... addresses) {
        List.of(addresses).forEach(EmailPostfixTests::arrived);
        await().until(postfix::waiting, waiting -> waiting == 0);
        assertThat(addresses).allSatisfy(each -> assertThat(postfix.mails(each)).hasSize(1));
    }

    private static MimeMessage read(byte[] mail) throws Exception {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail));
    }

    /// Puts the reports that came for the mailbox into it, as the server that keeps it would.
    private static void carry() {
        List<byte[]> reports = postfix.mails(HELP);
        for (; carried < reports.size(); carried++) {
            String report = new String(reports.get(carried), StandardCharsets.ISO_8859_1).replace("\n", "\r\n");
            provider.deliver(HELP, "INBOX", report.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static void failed(String conversation, String code) {
        await("a failed receipt").atMost(PATIENCE).untilAsserted(() -> {
            carry();
            assertThat(failures(conversation))
                    .extracting(each -> each.path("change").path("code").asString(""))
                    .containsExactly(code);
        });
    }

    private static void told(String conversation, String event) {
        await("the event " + event).atMost(PATIENCE).untilAsserted(() -> {
            carry();
            assertThat(entries(conversation))
                    .extracting(each -> each.path("change")
                            .path("parts")
                            .path(0)
                            .path("event")
                            .asString(""))
                    .contains(event);
        });
    }

    private static List<JsonNode> failures(String conversation) {
        return entries(conversation).stream()
                .filter(each -> each.path("change").path("state").asString("").equals("failed"))
                .toList();
    }

    private static List<JsonNode> entries(String conversation) {
        List<JsonNode> entries = new ArrayList<>();
        desk.agent()
                .get("/api/v1/conversations/" + conversation + "/entries")
                .json()
                .path("items")
                .forEach(entries::add);
        return entries;
    }

    private static String id() {
        return "<" + UUID.randomUUID() + "@customer.example>";
    }
}
