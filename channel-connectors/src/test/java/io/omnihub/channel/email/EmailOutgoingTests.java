package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.omnihub.message.TenantId;
import io.omnihub.simulator.email.EmailSimulator;
import io.omnihub.simulator.email.StubbornServer;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.Api;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whom an answer is from, whom it goes to, and what is in it.
final class EmailOutgoingTests {

    private static final String HELP = "help@shop.example";
    private static final String SERVICE = "Service@shop.example";
    private static final String ALONE = "alone@shop.example";
    private static final String WHOLE = "whole@shop.example";
    private static final String LOST = "lost@shop.example";
    private static final String TEAM = "team@company.example";
    private static final String ARCHIVE = "archive@company.example";

    private static EmailSimulator provider;
    private static StubbornServer stubborn;
    private static EmailDesk desk;
    private static Path folder;

    private final String customer = "c" + UUID.randomUUID() + "@customer.example";

    @BeforeAll
    static void open(@TempDir Path data) {
        folder = data;
        provider = new EmailSimulator();
        stubborn = new StubbornServer(false);
        List.of(HELP, ALONE, WHOLE, LOST).forEach(each -> provider.mailbox(each, "secret"));
        int imap = provider.imapPort();
        desk = new EmailDesk(data)
                .with("help", HELP, imap, stubborn.port(), Map.of("aliases", SERVICE, "cc", TEAM, "bcc", ARCHIVE))
                .with("alone", ALONE, imap, stubborn.port(), Map.of("reply-to-all", "false"))
                .with("whole", WHOLE, imap, provider.smtpPort(), Map.of("from-name", "客服 Shop", "quotes", "none"))
                .with("lost", LOST, imap, stubborn.port(), Map.of("folder", "Nowhere"))
                .start();
    }

    @AfterAll
    static void close() {
        desk.close();
        stubborn.close();
        provider.close();
    }

    @Test
    void anAnswerIsFromTheAddressThatTheCustomerWroteToAndSentByTheMailbox() {
        String toAlias = answered(HELP, "To: Service <service@SHOP.example>\r\n", "to the alias");
        String toMain = answered(HELP, "To: x@y.example, " + HELP + "\r\n", "to the main address");
        String toBoth = answered(HELP, "To: x@y.example\r\nCc: " + SERVICE + ", " + HELP + "\r\n", "to both");
        String toNone = answered(HELP, "To: undisclosed-recipients:;\r\n", "to none of them");

        assertThat(List.of(from(toAlias), from(toMain), from(toBoth), from(toNone)))
                .containsExactly("service@shop.example", HELP, "service@shop.example", HELP);
        assertThat(stubborn.envelopes()).noneMatch(each -> each.startsWith("MAIL") && each.contains("service@"));
        assertThat(recipients(toAlias)).doesNotContain(SERVICE, SERVICE.toLowerCase(Locale.ROOT));
    }

    @Test
    void whoGetsABlindCopyIsToldToTheMailServerAndToNobodyElse() {
        String mail = answered(HELP, "To: " + HELP + "\r\n", "with copies");

        assertThat(recipients(mail)).containsExactly(customer, TEAM, ARCHIVE);
        assertThat(mail.lines().skip(3)).noneMatch(line -> line.contains(ARCHIVE));
        assertThat(mail).contains("Cc: " + TEAM).doesNotContainIgnoringCase("bcc:");
    }

    @Test
    void anAgentNamesWhoElseGetsOneAnswer() {
        stubborn.answers("gone@company.example", "550 5.1.1 gone");
        write(HELP, "To: " + HELP + "\r\n", "who else?");
        String conversation = desk.awaited("who else?");
        String answer = "answer " + UUID.randomUUID();
        desk.say(
                conversation,
                "{\"parts\":[" + EmailDesk.text(answer) + "], \"cc\":[\"sales@company.example\", \"" + TEAM
                        + "\", \"gone@company.example\", \"" + customer + "\"], \"bcc\":[\"boss@company.example\"]}");
        desk.awaitDelivery(conversation, "sent");
        String mail = taken(answer);
        String later = answer(conversation, "to nobody else");

        assertThat(recipients(mail))
                .containsExactly(customer, TEAM, "sales@company.example", ARCHIVE, "boss@company.example");
        assertThat(header(mail, "Cc")).contains("sales@company.example");
        assertThat(mail.lines().skip(5)).noneMatch(line -> line.contains("boss@"));
        JsonNode facts = desk.messages(conversation).get(1).path("metadata");
        assertThat(facts.path("cc").asString()).startsWith("sales@company.example, " + TEAM);
        assertThat(facts.path("bcc").asString()).isEqualTo("boss@company.example");
        assertThat(recipients(later)).containsExactly(customer, TEAM, ARCHIVE);

        awaitCopyBounced(conversation, mail, "boss@company.example");
        assertThat(desk.deliveries(conversation))
                .extracting(each -> each.path("state").asString())
                .containsOnly("sent");
    }

    @Test
    void anAnswerToWhatIsNoAddressIsRefused() {
        write(HELP, "To: " + HELP + "\r\n", "no address");
        String replies = "/api/v1/conversations/" + desk.awaited("no address") + "/replies";

        Api.Answer answer =
                desk.agent().post(replies, "{\"parts\":[" + EmailDesk.text("x") + "], \"cc\":[\"a@b\\r\\nX:y\"]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").asString()).startsWith("cc");
    }

    @Test
    void whoIsOnTheThreadAlreadyGetsOneMail() {
        String mail = answered(
                HELP, "To: " + HELP + "\r\nCc: Team <TEAM@company.example>, " + ARCHIVE + "\r\n", "they have it");

        assertThat(recipients(mail))
                .extracting(each -> each.toLowerCase(Locale.ROOT))
                .containsExactlyInAnyOrder(customer, TEAM, ARCHIVE);
    }

    @Test
    void anArchiveThatIsRefusedHoldsUpNoAnswerAndOneThatBouncesHasNotFailedIt() {
        stubborn.answers(ARCHIVE, "550 5.1.1 gone");
        try {
            String mail = answered(HELP, "To: " + HELP + "\r\n", "without the archive");
            assertThat(recipients(mail)).containsExactly(customer, TEAM);
        } finally {
            stubborn.answers(ARCHIVE, "250 fine");
        }
        String mail = answered(HELP, "To: " + HELP + "\r\n", "the archive is full");
        String conversation = desk.conversation("the archive is full");
        awaitCopyBounced(conversation, mail, ARCHIVE);
        assertThat(desk.deliveries(conversation))
                .singleElement()
                .satisfies(each -> assertThat(each.path("state").asString()).isEqualTo("sent"));
    }

    /// The mail server tells later that somebody did not get his copy.
    private void awaitCopyBounced(String conversation, String mail, String whom) {
        String bounce = "From: MAILER-DAEMON@company.example\r\nTo: " + HELP
                + "\r\nSubject: Undelivered\r\nMessage-ID: " + id()
                + "\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
                + "--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; " + whom
                + "\r\nAction: failed\r\nStatus: 5.2.2\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
                + "Message-ID: " + header(mail, "Message-ID") + "\r\n\r\n--b--\r\n";
        provider.deliver(HELP, "INBOX", bounce.getBytes(StandardCharsets.US_ASCII));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(desk.messages(conversation))
                        .anySatisfy(entry -> assertThat(part(entry, "event")).isEqualTo("copy-bounced")));
    }

    @Test
    void theOthersOnAThreadGetNothingWhereOnlyItsWriterIsAnswered() {
        String mail = answered(ALONE, "To: " + ALONE + "\r\nCc: boss@customer.example\r\n", "only to me");

        assertThat(recipients(mail)).containsExactly(customer);
        assertThat(mail).doesNotContain("boss@customer.example");
    }

    @Test
    void aMailThatNamesTheInboxNowhereSaysSo() {
        answered(HELP, "To: undisclosed-recipients:;\r\n", "blind");
        answered(HELP, "To: friend@customer.example\r\nBcc: " + SERVICE + "\r\n", "with its header");
        answered(HELP, "To: " + SERVICE + "\r\n", "openly");

        assertThat(bcc("blind")).isEqualTo(HELP);
        assertThat(bcc("with its header")).isEqualTo("service@shop.example");
        assertThat(bcc("openly")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bcc, help, must be e-mail addresses",
        "cc, a b@x.example, must be e-mail addresses",
        "aliases, @shop.example, must be e-mail addresses",
        "bcc, HELP@shop.example, must not be an address of the inbox itself"
    })
    void addressesThatCanNotBeAreToldByTheirSetting(String setting, String value, String problem) {
        assertThatThrownBy(() -> EmailInboxes.at(Map.of("help", 1), Map.of(setting, value)))
                .hasMessageContaining("omnihub.channels.email.inboxes.help.%s %s", setting, problem);
    }

    @Test
    void aFileArrivesByteByByteUnderItsChineseNameAndTheMailUnderTheNameOfTheShop() throws Exception {
        byte[] bytes = bytes(300_000);
        write(WHOLE, "To: " + WHOLE + "\r\n", "send the offer");
        String conversation = desk.awaited("send the offer");

        desk.reply(conversation, EmailDesk.text("报价单见附件"), file("%E6%8A%A5%E4%BB%B7%E5%8D%95%20%282026%29.pdf", bytes));

        desk.awaitDelivery(conversation, "sent");
        MimeMessage mail = provider.last(customer);
        assertThat(mail.getFrom()).containsExactly(new InternetAddress(WHOLE));
        assertThat(((InternetAddress) mail.getFrom()[0]).getPersonal()).isEqualTo("客服 Shop");
        Multipart mixed = (Multipart) mail.getContent();
        assertThat(mixed.getBodyPart(0).getContent()).asString().contains("报价单见附件");
        Part file = mixed.getBodyPart(1);
        assertThat(MimeUtility.decodeText(file.getFileName())).isEqualTo("报价单 (2026).pdf");
        assertThat(file.getDisposition()).isEqualTo(Part.ATTACHMENT);
        assertThat(file.getInputStream().readAllBytes()).isEqualTo(bytes);
    }

    @Test
    void aFileThatIsNotWholeAnyMoreFailsItsAnswerAndNothingOfItArrives() throws IOException {
        write(HELP, "To: " + HELP + "\r\n", "send what is damaged");
        String conversation = desk.awaited("send what is damaged");
        byte[] bytes = bytes(300_001);
        String file = file("offer.pdf", bytes);
        Files.write(stored(file), Arrays.copyOf(bytes, 200_000));

        desk.reply(conversation, EmailDesk.text("see the file"), file);

        JsonNode failed = desk.awaitDelivery(conversation, "failed");
        assertThat(failed.path("code").asString()).isEqualTo("no-file");
        assertThat(failed.path("reason").asString()).contains("damaged");
        assertThat(stubborn.taken()).noneMatch(mail -> mail.startsWith(customer));
        assertThat(desk.status("help")).isEqualTo("online none");
    }

    @Test
    void aFileThatCanNotBeReadWhileItIsSentIsNoFaultOfTheMailServerAndIsSentOnce() throws IOException {
        write(HELP, "To: " + HELP + "\r\n", "send what can't be read");
        String conversation = desk.awaited("send what can't be read");
        byte[] bytes = bytes(300_002);
        String file = file("offer.pdf", bytes);
        Path stored = stored(file);
        Files.delete(stored);
        // It is opened, and fails when it is read.
        Files.createDirectory(stored);

        desk.reply(conversation, EmailDesk.text("see the file"), file);

        desk.awaitTried(conversation);
        assertThat(desk.deliveries(conversation).getFirst().path("reason").asString())
                .contains("a file of the answer can't be read");
        assertThat(desk.status("help")).doesNotContain("mail server");
        assertThat(stubborn.taken()).noneMatch(mail -> mail.startsWith(customer));

        Files.delete(stored);
        Files.write(stored, bytes);

        assertThat(desk.awaitDelivery(conversation, "sent")
                        .path("maybeRepeated")
                        .asBoolean())
                .isFalse();
        assertThat(stubborn.taken())
                .filteredOn(mail -> mail.startsWith(customer))
                .singleElement()
                .asString()
                .contains("offer.pdf");
    }

    @Test
    void filesBeyond25MegabytesTogetherAreNoMail() {
        write(WHOLE, "To: " + WHOLE + "\r\n", "send it all");
        String conversation = desk.awaited("send it all");
        String file = file("half.bin", new byte[13 << 20]);

        desk.reply(conversation, file, file);

        assertThat(desk.awaitDelivery(conversation, "failed").path("code").asString())
                .isEqualTo("too-large");
        assertThat(provider.count(customer, "INBOX")).isZero();
    }

    @Test
    void inAThreadOfWhichNothingIsKnownAnyMoreAnAnswerFails() {
        write(HELP, "To: " + HELP + "\r\n", "long ago");
        String conversation = desk.awaited("long ago");
        var _ = desk.bean(Database.class)
                .write(
                        Tenants.of(TenantId.DEFAULT),
                        tx -> tx.sql()
                                .sql("delete from thread_note where inbox = 'help' and note like ?")
                                .params("%" + customer + "%")
                                .update());

        desk.reply(conversation, EmailDesk.text("400 days later"));

        assertThat(desk.awaitDelivery(conversation, "failed").path("code").asString())
                .isEqualTo("no-thread");
    }

    @Test
    void aFolderThatIsNotThereIsTold() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(desk.status("lost"))
                        .isEqualTo("offline permission the mail server has no folder Nowhere: make it, or name"
                                + " another one"));

        provider.folder(LOST, "Nowhere");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(desk.status("lost")).isEqualTo("online none"));
    }

    /// A mail comes, and an agent answers it.
    ///
    /// @return what the mail server took for it: whom it goes to, each on a line, and the mail
    private String answered(String mailbox, String headers, String text) {
        write(mailbox, headers, text);
        return answer(desk.awaited(text), "answer " + UUID.randomUUID());
    }

    /// @return what the mail server took
    private String answer(String conversation, String answer) {
        desk.reply(conversation, EmailDesk.text(answer));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> desk.deliveries(conversation).stream()
                        .allMatch(each -> each.path("state").asString().equals("sent")));
        return taken(answer);
    }

    private String taken(String answer) {
        return stubborn.taken().stream()
                .filter(mail -> mail.startsWith(customer) && decoded(mail).contains(answer))
                .findFirst()
                .orElseThrow();
    }

    private void write(String mailbox, String headers, String text) {
        String mail = "From: " + customer + "\r\n" + headers + "Subject: s\r\nMessage-ID: " + id() + "\r\n\r\n" + text;
        provider.deliver(mailbox, "INBOX", mail.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    /// A file of an answer, as JSON.
    private static String file(String name, byte[] bytes) {
        return "{\"type\":\"file\",\"media\":"
                + desk.agent()
                        .send(desk.agent()
                                .request("/api/v1/media?fileName=" + name)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes)))
                        .json()
                + "}";
    }

    /// Where its bytes lie.
    private static Path stored(String file) throws IOException {
        String blob = new JsonMapper().readTree(file).path("media").path("blob").asString();
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(each -> each.getFileName().toString().equals(blob))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<String> recipients(String mail) {
        return mail.lines().takeWhile(line -> line.matches("\\S+@\\S+")).toList();
    }

    private static String from(String mail) {
        return header(mail, "From");
    }

    private static String header(String mail, String name) {
        return mail.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    private static String decoded(String mail) {
        String body = mail.substring(mail.indexOf("\n\n")).replaceAll("\\s", "");
        return new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8);
    }

    private static String bcc(String text) {
        return desk.messages(desk.conversation(text))
                .getFirst()
                .path("metadata")
                .path("bcc")
                .asString("");
    }

    private static String part(JsonNode entry, String field) {
        return entry.path("change").path("parts").path(0).path(field).asString("");
    }

    private static String id() {
        return "<" + UUID.randomUUID() + "@customer.example>";
    }
}
