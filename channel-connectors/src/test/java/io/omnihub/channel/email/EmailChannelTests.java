package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.identity.Role;
import io.omnihub.simulator.email.EmailSimulator;
import io.omnihub.simulator.email.SlowImap;
import io.omnihub.simulator.email.StubbornServer;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import jakarta.mail.Message;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Mailboxes between a real mail server and a whole hub.
final class EmailChannelTests {

    private static final String HELP = "help@shop.example";
    private static final String SALES = "sales@shop.example";
    private static final String TOLD = "told@shop.example";
    private static final String LATE = "late@shop.example";
    private static final String KEPT = "kept@shop.example";
    private static final String IDLE = "idle@shop.example";
    private static final String CUT = "cut@shop.example";

    private static Path folder;
    private static EmailSimulator provider;
    private static StubbornServer stubborn;
    private static StubbornServer silent;
    private static SlowImap slow;
    private static SlowImap idling;
    private static SlowImap cutting;
    private static RunningHub hub;
    private static Api agent;

    /// Another one for each test.
    private final String customer = "c" + UUID.randomUUID() + "@customer.example";

    @BeforeAll
    static void open(@TempDir Path data) {
        folder = data;
        provider = new EmailSimulator();
        stubborn = new StubbornServer(false);
        silent = new StubbornServer(true);
        slow = SlowImap.holding(provider.imapPort(), "APPEND");
        idling = SlowImap.holding(provider.imapPort(), "IDLE");
        cutting = SlowImap.cutting(provider.imapPort(), "IDLE");
        for (String address : List.of(HELP, SALES, TOLD, LATE, KEPT, IDLE, CUT)) {
            provider.mailbox(address, "secret");
        }
        provider.folder(SALES, "Support");
        provider.folder(SALES, "Done");
        start();
    }

    private static void start() {
        List<String> settings = new ArrayList<>(List.of("--omnihub.delivery.first-retry=200ms"));
        inbox(settings, "help", HELP, "secret", provider.imapPort(), provider.smtpPort());
        settings.add("--omnihub.channels.email.inboxes.help.sent-folder=Sent");
        settings.add("--omnihub.channels.email.inboxes.help.from-name=Shop 客服");
        settings.add("--omnihub.channels.email.inboxes.help.trusted-server=mx.shop.example");
        inbox(settings, "sales", SALES, "secret", provider.imapPort(), stubborn.port());
        settings.add("--omnihub.channels.email.inboxes.sales.folder=Support");
        settings.add("--omnihub.channels.email.inboxes.sales.done-folder=Done");
        settings.add("--omnihub.channels.email.inboxes.sales.quotes=none");
        settings.add("--omnihub.channels.email.inboxes.sales.sends-per-second=1000");
        settings.add("--omnihub.channels.email.inboxes.sales.largest-mail=100KB");
        inbox(settings, "late", LATE, "another", provider.imapPort(), provider.smtpPort());
        inbox(settings, "hung", TOLD, "secret", silent.port(), provider.smtpPort());
        settings.add("--omnihub.channels.email.inboxes.hung.answer-within=1s");
        inbox(settings, "kept", KEPT, "secret", slow.port(), provider.smtpPort());
        settings.add("--omnihub.channels.email.inboxes.kept.sent-folder=Sent");
        settings.add("--omnihub.channels.email.inboxes.kept.answer-within=2m");
        inbox(settings, "idle", IDLE, "secret", idling.port(), provider.smtpPort());
        settings.replaceAll(each -> each.replace("idle.poll-every=200ms", "idle.poll-every=1h"));
        inbox(settings, "cut", CUT, "secret", cutting.port(), provider.smtpPort());
        hub = RunningHub.startBare(folder, settings.toArray(String[]::new));
        agent = hub.as(Role.AGENT);
    }

    private static void inbox(List<String> settings, String id, String address, String password, int imap, int smtp) {
        String prefix = "--omnihub.channels.email.inboxes." + id + ".";
        settings.add(prefix + "address=" + address);
        settings.add(prefix + "password=" + password);
        settings.add(prefix + "imap-host=127.0.0.1");
        settings.add(prefix + "imap-port=" + imap);
        settings.add(prefix + "imap-security=none");
        settings.add(prefix + "smtp-host=127.0.0.1");
        settings.add(prefix + "smtp-port=" + smtp);
        settings.add(prefix + "smtp-security=none");
        settings.add(prefix + "poll-every=200ms");
        settings.add(prefix + "take-existing=true");
    }

    @AfterAll
    static void close() {
        hub.close();
        provider.close();
        stubborn.close();
        silent.close();
        slow.close();
        idling.close();
        cutting.close();
    }

    @Test
    void aThreadIsOneConversationThatIsAnsweredInItAndAnotherSubjectIsAnother() throws Exception {
        String root = id();
        provider.deliver(
                HELP,
                "Han Meimei <" + customer + ">",
                "Order 1024",
                root,
                "Cc: Li Lei <lilei@customer.example>\r\n",
                "Where is it?");
        String conversation = await().until(() -> conversation("Where is it?"), id -> !id.isEmpty());
        assertThat(name(conversation)).isEqualTo("Han Meimei");

        reply(conversation, "{\"type\":\"text\",\"text\":\"在路上 on its way\"}");
        await().until(() -> provider.count(customer, "INBOX"), count -> count == 1);
        MimeMessage answer = provider.last(customer);
        assertThat(answer.getSubject()).isEqualTo("Re: Order 1024");
        assertThat(answer.getHeader("In-Reply-To")).containsExactly(root);
        assertThat(answer.getHeader("References")).containsExactly(root);
        assertThat(answer.getContent().toString().strip().replace("\r", ""))
                .matches("在路上 on its way\n\nOn \\d{1,2} \\w+ \\d{4} at \\d\\d:\\d\\d, Han Meimei <"
                        + Pattern.quote(customer) + "> wrote:\n> Where is it\\?");
        assertThat(answer.getFrom()).singleElement().asString().contains(HELP);
        assertThat(answer.getRecipients(Message.RecipientType.CC))
                .singleElement()
                .asString()
                .contains("lilei@customer.example");
        await().until(() -> provider.count(HELP, "Sent"), count -> count > 0);

        provider.deliver(
                HELP,
                customer,
                "anything",
                id(),
                "In-Reply-To: " + answer.getMessageID() + "\r\n",
                "Thank you\r\n\r\nOn Monday, Shop wrote:\r\n> on its way");
        await().untilAsserted(() -> assertThat(texts(conversation)).contains("Thank you"));
        assertThat(messages(conversation)
                        .getLast()
                        .path("change")
                        .path("replyTo")
                        .path("sequence")
                        .asInt())
                .isPositive();

        provider.deliver(HELP, customer, "Re: Order 1024", id(), "", "Another matter");
        String another = await().until(() -> conversation("Another matter"), id -> !id.isEmpty());
        assertThat(another).isNotEqualTo(conversation);
        await().untilAsserted(() -> assertThat(contact(another)).isEqualTo(contact(conversation)));
        assertThat(provider.unread(HELP, "INBOX")).isZero();
    }

    @Test
    void eachMailIsTakenOnceOverRestartsAndAFolderThatWasMadeAnew() throws IOException {
        List<byte[]> mails = new ArrayList<>();
        for (String text : List.of("first of three", "second of three", "third of three")) {
            mails.add(mail(customer, text, id(), text));
        }
        mails.forEach(mail -> provider.deliver(SALES, "Support", mail));
        await().until(() -> conversation("third of three"), id -> !id.isEmpty());
        await().until(() -> provider.count(SALES, "Support"), count -> count == 0);
        assertThat(provider.count(SALES, "Done")).isGreaterThanOrEqualTo(3);

        hub.close();
        Path left = Files.writeString(
                Files.createDirectories(folder.resolve("email")).resolve("mail1.eml"), "killed");
        provider.remove(SALES, "Support");
        provider.folder(SALES, "Support");
        mails.forEach(mail -> provider.deliver(SALES, "Support", mail));
        provider.deliver(SALES, "Support", mail(customer, "fourth", id(), "a fourth one"));
        start();

        assertThat(left).doesNotExist();
        await().until(() -> conversation("a fourth one"), id -> !id.isEmpty());
        provider.deliver(SALES, "Support", mail(customer, "fifth", id(), "one that comes while those are put away"));
        await().until(() -> conversation("one that comes while those are put away"), id -> !id.isEmpty());
        assertThat(all().stream().filter(text -> text.endsWith("of three"))).hasSize(3);
    }

    @Test
    void whatCanNotBeReadIsADeadLetterWithItsBytesAndThoseBehindItAreTaken() {
        int before = deadLetters();
        provider.deliver(HELP, "INBOX", "Subject: from nobody\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII));
        provider.deliver(HELP, customer, "behind", id(), "", "behind the broken one");

        await().until(() -> conversation("behind the broken one"), id -> !id.isEmpty());
        await().untilAsserted(() -> assertThat(deadLetters()).isEqualTo(before + 1));
    }

    @Test
    void mailsOfAThreadThatComeTogetherStayInTheirOrderAroundOneThatCanNotBeRead() {
        int before = deadLetters();
        hub.close();
        String root = id();
        String second = id();
        String third = id();
        provider.deliver(SALES, "Support", mail("Han Meimei <" + customer + ">", "hi", root, "1 of a thread"));
        provider.deliver(SALES, "Support", mail("other" + customer, "hi", second + answering(root), "2 of a thread"));
        provider.deliver(SALES, "Support", "Subject: of nobody\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII));
        provider.deliver(SALES, "Support", mail(customer, "hi", third + answering(second), "3 of a thread"));
        provider.deliver(SALES, "Support", mail(customer, "hi", id() + answering(third), "4 of a thread"));
        start();

        String conversation = await().until(() -> conversation("1 of a thread"), id -> !id.isEmpty());
        await().until(() -> texts(conversation), texts -> texts.contains("4 of a thread"));
        assertThat(texts(conversation))
                .containsExactly("1 of a thread", "2 of a thread", "3 of a thread", "4 of a thread");
        assertThat(name(conversation)).isEqualTo("Han Meimei");
        await().untilAsserted(() -> assertThat(deadLetters()).isEqualTo(before + 1));
        await().until(() -> provider.count(SALES, "Support"), count -> count == 0);
    }

    @Test
    void ofAMailThatIsTooLargeTheHeadersAreTaken() {
        String subject = "large " + UUID.randomUUID();
        provider.deliver(SALES, "Support", mail(customer, subject, id(), "x\r\n".repeat(100_000)));

        await().untilAsserted(() -> assertThat(items("/api/v1/conversations?limit=100"))
                .flatExtracting(each -> messages(each.path("id").asString()))
                .filteredOn(entry ->
                        entry.path("metadata").path("subject").asString("").equals(subject))
                .singleElement()
                .satisfies(entry -> assertThat(entry.path("change")
                                .path("parts")
                                .path(0)
                                .path("kind")
                                .asString(""))
                        .isEqualTo("mail too large")));
    }

    @Test
    void programsThatAnswerBeginNothingAndABounceIsTheReceiptOfWhatBounced() throws Exception {
        provider.deliver(HELP, customer, "question", id(), "Cc: other@customer.example\r\n", "a question");
        String conversation = await().until(() -> conversation("a question"), id -> !id.isEmpty());
        reply(conversation, "{\"type\":\"text\",\"text\":\"an answer\"}");
        await().until(() -> provider.count(customer, "INBOX"), count -> count == 1);
        String ours = provider.last(customer).getMessageID();

        provider.deliver(
                HELP,
                customer,
                "Out of office: hi",
                id(),
                "Auto-Submitted: auto-replied\r\n",
                "away, by nobody's leave");
        provider.deliver(
                HELP,
                customer,
                "Automatic reply: question",
                id(),
                "Auto-Submitted: auto-replied\r\nIn-Reply-To: " + ours + "\r\n",
                "away until Monday");
        bounces("other@customer.example", "5.1.1", ours);
        await().untilAsserted(() -> assertThat(events(conversation)).contains("copy-bounced"));
        reports("delayed", customer, "4.4.1", ours);
        await().untilAsserted(() -> assertThat(events(conversation)).contains("mail-late"));
        assertThat(states(conversation)).containsExactly("sent");
        bounces(customer, "5.2.2", ours);

        await().untilAsserted(() -> assertThat(entries(conversation)).anySatisfy(entry -> {
            assertThat(entry.path("change").path("state").asString("")).isEqualTo("failed");
            assertThat(entry.path("change").path("code").asString("")).isEqualTo("5.2.2");
        }));
        assertThat(events(conversation)).contains("auto-reply");
        assertThat(conversation("away, by nobody's leave")).isEmpty();
    }

    @Test
    void aServerThatRefusesThePasswordOrSaysNothingIsShownAndDisturbsNoOther() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(status("late")).isEqualTo("offline credentials");
            assertThat(status("hung")).isEqualTo("offline unreachable");
        });
        provider.deliver(HELP, customer, "works", id(), "", "works all the same");
        await().until(() -> conversation("works all the same"), id -> !id.isEmpty());
        await().untilAsserted(() -> assertThat(status("help")).isEqualTo("online none"));

        provider.mailbox(LATE, "another");
        provider.deliver(LATE, customer, "hello", id(), "", "now the password is right");
        await().until(() -> conversation("now the password is right"), id -> !id.isEmpty());
        await().untilAsserted(() -> assertThat(status("late")).isEqualTo("online none"));
    }

    @Test
    void aServerThatTellsOfMailsIsListenedToAndMissesNoneThatCameJustBefore() throws Exception {
        assertThat(idling.wasAsked()).isTrue();
        provider.deliver(IDLE, customer, "before", id(), "", "came before it listens");
        idling.goOn();
        await().until(() -> conversation("came before it listens"), id -> !id.isEmpty());

        for (String text : List.of("came while it listens", "came after that")) {
            provider.deliver(IDLE, customer, "then", id(), "", text);
            await().until(() -> conversation(text), id -> !id.isEmpty());
        }
        assertThat(status("idle")).isEqualTo("online none");
    }

    @Test
    void aServerThatCutsOffWhoListensIsPolled() throws Exception {
        assertThat(cutting.wasAsked()).isTrue();
        provider.deliver(CUT, customer, "cut", id(), "", "came though it was cut off");

        await().until(() -> conversation("came though it was cut off"), id -> !id.isEmpty());
        await().untilAsserted(() -> assertThat(status("cut")).isEqualTo("online none"));
    }

    @Test
    void whatTheServerAnswersIsOneOfTheThreeFailures() {
        provider.deliver(SALES, "Support", mail(customer, "hi", id(), "to be refused"));
        String conversation = await().until(() -> conversation("to be refused"), id -> !id.isEmpty());
        stubborn.answers(customer, "450 4.2.0 come again, grey list");
        reply(conversation, "{\"type\":\"text\",\"text\":\"one\"}");
        await().untilAsserted(() -> assertThat(deliveries(conversation))
                .singleElement()
                .satisfies(delivery -> {
                    assertThat(delivery.path("state").asString()).isEqualTo("pending");
                    assertThat(delivery.path("attempts").asInt()).isPositive();
                }));
        stubborn.answers(customer, "250 fine");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(states(conversation)).containsExactly("sent"));

        stubborn.answers(customer, "550 5.1.1 no such user");
        reply(conversation, "{\"type\":\"text\",\"text\":\"two\"}");
        await().untilAsserted(() -> assertThat(states(conversation)).contains("failed"));
        assertThat(deliveries(conversation))
                .anySatisfy(
                        delivery -> assertThat(delivery.path("code").asString()).isEqualTo("550"));
    }

    @Test
    void whomTheServerTakesNothingForGetsNoCopyAndTheOthersGetOne() {
        String gone = "gone" + customer;
        provider.deliver(
                SALES,
                "Support",
                ("From: " + customer + "\r\nTo: " + SALES + "\r\nCc: " + gone + ", ok" + customer
                                + "\r\nSubject: s\r\nMessage-ID: " + id() + "\r\n\r\nwith copies")
                        .getBytes(StandardCharsets.US_ASCII));
        String conversation = await().until(() -> conversation("with copies"), id -> !id.isEmpty());
        stubborn.answers(gone, "550 5.1.1 no such user");

        reply(conversation, "{\"type\":\"text\",\"text\":\"to most\"}");

        await().untilAsserted(() -> assertThat(states(conversation))
                .as(deliveries(conversation).toString())
                .containsExactly("sent"));
        assertThat(stubborn.taken())
                .filteredOn(mail -> mail.startsWith(customer))
                .singleElement()
                .satisfies(mail -> {
                    assertThat(mail.lines().limit(2)).containsExactly(customer, "ok" + customer);
                });
        assertThat(stubborn.envelopes())
                .contains("RCPT TO:<" + customer + "> NOTIFY=FAILURE,DELAY ORCPT=rfc822;" + customer)
                .anySatisfy(command -> assertThat(command)
                        .matches("MAIL FROM:<" + SALES + "> RET=HDRS ENVID=[\\w.-]+@shop\\.example"));
    }

    @Test
    void aServerThatRefusesWishesForReportsGetsTheMailWithoutThem() {
        stubborn.takesNoWishes(customer);
        provider.deliver(SALES, "Support", mail(customer, "hi", id(), "without wishes"));
        String conversation = await().until(() -> conversation("without wishes"), id -> !id.isEmpty());

        reply(conversation, "{\"type\":\"text\",\"text\":\"plainly\"}");

        await().untilAsserted(() -> assertThat(states(conversation)).containsExactly("sent"));
        assertThat(stubborn.envelopes()).contains("RCPT TO:<" + customer + ">");
    }

    @Test
    void anAnswerGoesToWhoWroteWhatItQuotesAndARetryToNobodyElse() {
        String root = id();
        String other = "other" + customer;
        provider.deliver(SALES, "Support", mail(customer, "hi", root, "what I ask"));
        String conversation = await().until(() -> conversation("what I ask"), id -> !id.isEmpty());
        stubborn.answers(customer, "450 4.2.0 come again");
        reply(conversation, "{\"type\":\"text\",\"text\":\"to the first, late\"}");
        await().untilAsserted(() -> assertThat(deliveries(conversation))
                .singleElement()
                .satisfies(delivery ->
                        assertThat(delivery.path("attempts").asInt()).isPositive()));
        provider.deliver(
                SALES, "Support", mail(other, "hi", id() + "\r\nIn-Reply-To: " + root, "what somebody else asks"));
        await().untilAsserted(() -> assertThat(texts(conversation)).contains("what somebody else asks"));
        stubborn.answers(customer, "250 fine");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(states(conversation)).containsExactly("sent"));

        reply(conversation, "{\"type\":\"text\",\"text\":\"to the last\"}");
        int asked = messages(conversation).getFirst().path("sequence").asInt();
        var quoting = agent.post(
                "/api/v1/conversations/" + conversation + "/replies",
                "{\"parts\":[{\"type\":\"text\",\"text\":\"to whom I quote\"}],\"replyTo\":{\"sequence\":" + asked
                        + "}}");
        assertThat(quoting.status()).as(quoting.text()).isEqualTo(201);
        await().untilAsserted(() ->
                assertThat(states(conversation)).containsOnly("sent").hasSize(3));
        assertThat(stubborn.taken())
                .filteredOn(mail -> mail.contains(customer + "\n"))
                .extracting(mail -> mail.lines().findFirst().orElseThrow())
                .containsExactly(customer, other, customer);
    }

    @Test
    void aFileThatIsGoneFailsItsAnswerAndIsNoFaultOfTheMailServer() throws IOException {
        provider.deliver(HELP, customer, "a file", id(), "", "send the file");
        String conversation = await().until(() -> conversation("send the file"), id -> !id.isEmpty());
        JsonNode media = agent.send(agent.request("/api/v1/media?fileName=gone.txt")
                        .POST(HttpRequest.BodyPublishers.ofString("of " + customer)))
                .json();
        String blob = media.path("blob").asString();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.getFileName().toString().equals(blob))
                    .toList()) {
                Files.delete(file);
            }
        }

        reply(conversation, "{\"type\":\"file\",\"media\":" + media + "}");

        await().untilAsserted(() -> assertThat(deliveries(conversation))
                .singleElement()
                .satisfies(delivery ->
                        assertThat(delivery.path("code").asString("")).isEqualTo("no-file")));
        assertThat(status("help")).isEqualTo("online none");
    }

    @Test
    void whatProgramsWriteSaysSoAndEndsWhereItIsALoop() {
        provider.deliver(SALES, "Support", mail(customer, "hi", id(), "a program answers"));
        String conversation = await().until(() -> conversation("a program answers"), id -> !id.isEmpty());
        for (int i = 0; i < EmailLoops.MOST; i++) {
            reply(conversation, "{\"type\":\"text\",\"text\":\"" + i + "\"}");
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(states(conversation)).containsOnly("sent"));

        reply(conversation, "{\"type\":\"text\",\"text\":\"one too many\"}");

        await().untilAsserted(() -> assertThat(deliveries(conversation))
                .extracting(delivery -> delivery.path("code").asString(""))
                .contains("loop"));
        assertThat(stubborn.taken())
                .filteredOn(mail -> mail.startsWith(customer))
                .hasSize(EmailLoops.MOST)
                .allMatch(mail -> mail.contains("Auto-Submitted: auto-replied"))
                .last()
                .satisfies(mail -> assertThat(decoded(mail)).isEqualTo(Integer.toString(EmailLoops.MOST - 1)));
    }

    @Test
    void mailboxesOfOneHubDoNotAnswerEachOther() throws Exception {
        provider.deliver(HELP, customer, "both", id(), "Cc: " + SALES + ", boss@shop.example\r\n", "to two mailboxes");
        String conversation = await().until(() -> conversation("to two mailboxes"), id -> !id.isEmpty());
        reply(conversation, "{\"type\":\"text\",\"text\":\"one answer\"}");
        await().until(() -> provider.count(customer, "INBOX"), count -> count == 1);
        assertThat(provider.last(customer).getRecipients(Message.RecipientType.CC))
                .singleElement()
                .asString()
                .contains("boss@shop.example");
    }

    @Test
    void aMailIsSentAtOnceHoweverLongItsCopyTakes() throws Exception {
        provider.deliver(KEPT, customer, "copy", id(), "", "keep a copy");
        String conversation = await().until(() -> conversation("keep a copy"), id -> !id.isEmpty());

        reply(conversation, "{\"type\":\"text\",\"text\":\"kept\"}");

        assertThat(slow.wasAsked()).isTrue();
        await().untilAsserted(() -> assertThat(states(conversation)).containsExactly("sent"));
        slow.goOn();
        await().until(() -> provider.has(KEPT, "Sent"));
        await().until(() -> provider.count(KEPT, "Sent"), count -> count == 1);
        assertThat(provider.count(customer, "INBOX")).isEqualTo(1);
    }

    @Test
    void filesAndFormsGoOutBesideThePlainText() throws Exception {
        provider.deliver(HELP, customer, "pictures", id(), "", "send pictures <1>");
        String conversation = await().until(() -> conversation("send pictures <1>"), id -> !id.isEmpty());
        byte[] pdf = "%PDF-1.4 and more".getBytes(StandardCharsets.US_ASCII);
        JsonNode media = agent.send(agent.request("/api/v1/media?fileName=offer.pdf")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(pdf)))
                .json();

        reply(
                conversation,
                "{\"type\":\"card\",\"title\":\"Offer <1>\",\"buttons\":[{\"label\":\"See\",\"url\":\"https://shop.example/1\"}]}",
                "{\"type\":\"file\",\"media\":" + media + "}");

        await().until(() -> provider.count(customer, "INBOX"), count -> count == 1);
        String mail = provider.mails(customer, "INBOX").getFirst();
        assertThat(mail).contains("multipart/alternative", "text/html", "application/pdf");
        Multipart forms = (Multipart) ((Multipart) provider.last(customer).getContent())
                .getBodyPart(0)
                .getContent();
        assertThat(forms.getBodyPart(1).getContent().toString())
                .contains("Offer &lt;1&gt;")
                .endsWith("wrote:</div><blockquote>send pictures &lt;1&gt;</blockquote>");
    }

    private static void bounces(String whom, String code, String target) {
        reports("failed", whom, code, target);
    }

    private static void reports(String action, String whom, String code, String target) {
        provider.deliver(
                HELP,
                "MAILER-DAEMON@mx.customer.example",
                "Undelivered Mail Returned to Sender",
                id(),
                "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n",
                "--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; " + whom
                        + "\r\nAction: " + action + "\r\nStatus: " + code
                        + "\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: " + target
                        + "\r\n\r\n--b--\r\n");
    }

    private static byte[] mail(String from, String subject, String id, String text) {
        return ("From: " + from + "\r\nTo: " + SALES + "\r\nSubject: " + subject + "\r\nMessage-ID: " + id
                        + "\r\nDate: Mon, 2 Mar 2026 10:00:00 +0800\r\n\r\n" + text)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String answering(String id) {
        return "\r\nIn-Reply-To: " + id;
    }

    private static String decoded(String mail) {
        String body = mail.substring(mail.indexOf("\n\n")).replaceAll("\\s", "");
        return new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8);
    }

    private static String id() {
        return "<" + UUID.randomUUID() + "@customer.example>";
    }

    private static void reply(String conversation, String... parts) {
        var answer = agent.post(
                "/api/v1/conversations/" + conversation + "/replies", "{\"parts\":[" + String.join(",", parts) + "]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private static String status(String inbox) {
        for (JsonNode each : items("/api/v1/inboxes")) {
            if (each.path("id").asString().equals(inbox)) {
                JsonNode status = each.path("status");
                return status.path("state").asString() + " "
                        + status.path("reason").asString("none");
            }
        }
        return "";
    }

    /// The conversation in which a text was said; empty where none is.
    private static String conversation(String text) {
        for (JsonNode each : items("/api/v1/conversations?limit=100")) {
            String id = each.path("id").asString();
            if (texts(id).contains(text)) {
                return id;
            }
        }
        return "";
    }

    private static List<String> all() {
        List<String> all = new ArrayList<>();
        items("/api/v1/conversations?limit=100")
                .forEach(each -> all.addAll(texts(each.path("id").asString())));
        return all;
    }

    private static List<String> texts(String conversation) {
        List<String> texts = new ArrayList<>();
        messages(conversation)
                .forEach(entry -> entry.path("change")
                        .path("parts")
                        .forEach(part -> texts.add(part.path("text").asString(""))));
        return texts;
    }

    private static List<JsonNode> messages(String conversation) {
        return entries(conversation).stream()
                .filter(entry -> entry.path("change").path("type").asString().equals("message"))
                .toList();
    }

    private static List<JsonNode> entries(String conversation) {
        return items("/api/v1/conversations/" + conversation + "/entries");
    }

    private static List<JsonNode> deliveries(String conversation) {
        return items("/api/v1/deliveries?conversation=" + conversation);
    }

    /// What the system tells in a conversation.
    private static List<String> events(String conversation) {
        return entries(conversation).stream()
                .map(entry ->
                        entry.path("change").path("parts").path(0).path("event").asString(""))
                .toList();
    }

    private static List<String> states(String conversation) {
        return deliveries(conversation).stream()
                .map(delivery -> delivery.path("state").asString())
                .toList();
    }

    private static String name(String conversation) {
        return agent.get("/api/v1/conversations/" + conversation)
                .json()
                .path("contact")
                .path("name")
                .asString();
    }

    private static String contact(String conversation) {
        return agent.get("/api/v1/conversations/" + conversation)
                .json()
                .path("contact")
                .path("id")
                .asString();
    }

    private static int deadLetters() {
        return items("/api/v1/dead-letters").size();
    }

    private static List<JsonNode> items(String path) {
        List<JsonNode> items = new ArrayList<>();
        hub.watcher().get(path).json().path("items").forEach(items::add);
        return items;
    }
}
