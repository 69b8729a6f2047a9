package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.MalformedMessageException;
import io.omnihub.channel.email.EmailProperties.Account;
import io.omnihub.channel.email.EmailProperties.Security;
import io.omnihub.channel.poll.Fetched;
import io.omnihub.channel.thread.Threads;
import io.omnihub.message.Content;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.Message;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.TestDatabases;
import io.omnihub.wire.JsonCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// What becomes of mails, with the threads in a real database.
final class EmailInboundAdapterTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant NOW = Instant.parse("2026-03-02T02:00:05Z");
    private static final InboxId HELP = new InboxId("help");
    private static final InboxId DAMAGED = new InboxId("damaged");

    private static Databases databases;
    private static ShelvedBlobs blobs;
    private static EmailReader reader;

    @BeforeAll
    static void open(@TempDir Path directory) {
        databases = TestDatabases.open(Database.Kind.SQLITE, directory);
        blobs = new ShelvedBlobs();
        reader = new EmailReader(
                new ChannelInboxes<>(
                        EmailInboundAdapter.CHANNEL,
                        Map.of(HELP.value(), account(), DAMAGED.value(), account()),
                        EmailOutboundAdapter.CAPABILITIES,
                        new ChannelStatuses(Clock.systemUTC())),
                blobs,
                new EmailThreads(
                        new Threads(databases.database(), Clock.systemUTC()),
                        new EmailTokens((_, _) -> new byte[32]),
                        List.of()));
    }

    @AfterAll
    static void close() {
        databases.close();
    }

    static Account account() {
        return new Account(
                "default",
                "",
                "help@shop.example",
                List.of(),
                "",
                "",
                "secret",
                "",
                "",
                "",
                "",
                "",
                "127.0.0.1",
                993,
                Security.TLS,
                "127.0.0.1",
                465,
                Security.TLS,
                "",
                "INBOX",
                "",
                "",
                Duration.ofSeconds(30),
                true,
                Duration.ofSeconds(30),
                false,
                true,
                List.of(),
                List.of(),
                EmailProperties.Quotes.ZH,
                true,
                "mx.shop.example",
                "GB18030",
                DataSize.ofMegabytes(50),
                300,
                Duration.ofHours(24),
                2);
    }

    /// Each beside what is to become of it, in the folder `unified`.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text.eml",
                "gbk_text.eml",
                "gb18030_raw_headers.eml",
                "big5_mislabelled.eml",
                "split_words.eml",
                "file_names.eml",
                "winmail.eml",
                "html_inline.eml",
                "nested.eml",
                "calendar.eml",
                "broken_multipart.eml",
                "empty.eml",
                "unknown_type.eml",
                "quoted_qq.eml",
                "quoted_outlook.eml",
                "quoted_gmail.eml",
                "quoted_163.eml",
                "quoted_163_master.eml",
                "quoted_163_forwarded.eml",
                "forwarded_without_a_word.eml",
                "quoted_foxmail.eml",
                "quoted_aliyun.eml",
                "quoted_original.eml",
                "quoted_iphone_chinese.eml",
                "quoted_gmail_chinese.eml",
                "quoted_gmail_traditional.eml",
                "signature_iphone.eml",
                "signature_iphone_traditional.eml",
                "signature_huawei.eml",
                "signature_outlook_ios.eml",
                "answers_between_quotes.eml",
                "auto_reply.eml",
                "auto_reply_to_nothing.eml",
                "auto_reply_by_subject.eml",
                "auto_reply_by_subject_traditional.eml",
                "auto_reply_by_subject_to_nothing.eml",
                "bounce.eml",
                "bounce_delayed.eml",
                "bounce_qq.eml",
                "bounce_163.eml",
                "bounce_126.eml",
                "bounce_exmail.eml",
                "bounce_aliyun.eml",
                "bounce_outlook_china.eml",
                "bounce_late_chinese.eml",
                "spoofed.eml",
                "authenticated.eml",
                "newsletter.eml",
                "odd_addresses_and_2099.eml"
            })
    void becomesWhatStandsBesideIt(String fixture) throws IOException {
        JsonNode unified = json(unified(bytes(fixture)));

        assertThat(unified).isEqualTo(JSON.readTree(bytes("unified/" + fixture.replace(".eml", ".json"))));
    }

    /// What can't be read becomes a dead letter with this reason, which repeats nothing of the mail.
    @ParameterizedTest
    @CsvSource({
        "malformed_from_nobody.eml, the mail names nobody who has sent it",
        "malformed_nested_too_deeply.eml, its parts are nested too deeply",
    })
    void whatIsBeyondAllBoundsSaysWhy(String fixture, String reason) {
        assertThatThrownBy(() -> unified(bytes(fixture)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage(reason);
    }

    @Test
    void partsWithoutNumberAndHeadersWithoutEndAreDeadLetters() {
        StringBuilder parts =
                new StringBuilder("From: a@customer.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (int i = 0; i < 10_000; i++) {
            parts.append("--b\r\nContent-Type: text/plain\r\n\r\nx\r\n");
        }
        assertThatThrownBy(() -> unified(parts.toString().getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("it has more than 1000 parts");
        String line = "From: a@customer.example\r\nX-Long: " + "x".repeat(1 << 20) + "\r\n\r\nbody";
        assertThatThrownBy(() -> unified(line.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageStartingWith("its headers or lines are beyond all bounds");
        String many = "From: a@customer.example\r\n" + "X-Many: x\r\n".repeat(2_000) + "\r\nbody";
        assertThatThrownBy(() -> unified(many.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void headersThatAreTooLongTogetherAreADeadLetter() {
        String header = "X-Long: " + "x".repeat(200 << 10) + "\r\n";
        String from = "From: a@customer.example\r\n";

        assertThat(parts(unified((from + header.repeat(10) + "\r\nbody").getBytes(StandardCharsets.US_ASCII))))
                .containsExactly(new Content.Text("body"));
        assertThatThrownBy(() -> unified((from + header.repeat(11) + "\r\nbody").getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("its headers are beyond all bounds");
    }

    @Test
    void ofMoreThanNinetyFilesItIsSaidHowManyThereAreBeside() {
        StringBuilder mail =
                new StringBuilder("From: a@customer.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (int i = 0; i < 95; i++) {
            mail.append("--b\r\nContent-Type: application/pdf; name=").append(i).append(".pdf\r\n\r\n%PDF-1.4\r\n");
        }
        List<Content> parts = parts(unified(mail.append("--b--\r\n").toString().getBytes(StandardCharsets.US_ASCII)));

        assertThat(parts).hasSize(91);
        assertThat(parts.subList(0, 90)).allMatch(Content.File.class::isInstance);
        assertThat(((Content.File) parts.get(89)).media().fileName()).isEqualTo("89.pdf");
        assertThat(parts.getLast()).isEqualTo(new Content.Unsupported("further files of the mail: 5", ""));
    }

    @Test
    void aLongTextIsCutAndStaysWholeAsAFile() throws IOException {
        String text = "一二三四五六七八九十\n".repeat(20_000);
        byte[] mail = ("From: a@customer.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text)
                .getBytes(StandardCharsets.UTF_8);

        List<Content> parts = parts(unified(mail));

        assertThat(parts.getFirst()).isInstanceOf(Content.Text.class);
        Content.File whole = (Content.File) parts.getLast();
        assertThat(whole.media().fileName()).isEqualTo("mail.txt");
        assertThat(new String(blobs.bytes(whole.media().blob()), StandardCharsets.UTF_8))
                .contains(text.strip());
    }

    @Test
    void nobodyProvesHimselfByWhatHeWritesIntoTheServersOwnHeader() {
        for (String forged : List.of(
                "mx.shop.example; spf=pass smtp.mailfrom=dmarc=pass@evil.example; dmarc=fail",
                "mx.shop.example; spf=pass smtp.mailfrom=\"a; dmarc=pass\"@evil.example; dmarc=fail",
                "mx.shop.example; spf=pass (x (y); dmarc=pass); dmarc=fail")) {
            assertThat(EmailAuthentication.read(List.of(forged), "mx.shop.example"))
                    .as(forged)
                    .containsEntry("dmarc", "fail");
        }
    }

    @Test
    void anAddressIsAnsweredAsMailServersTakeItOrNotAtAll() {
        assertThat(new EmailAddress("x@bücher.example", "")
                        .sendable()
                        .orElseThrow()
                        .address())
                .isEqualTo("x@xn--bcher-kva.example");
        assertThat(new EmailAddress("a..b@docomo.ne.jp", "").sendable()).isPresent();
        for (String never : List.of("用户@例子.公司", "ţ\u0165@bank.example", "a b@x.example", "a@x\u010d.example\n")) {
            assertThat(new EmailAddress(never, "").sendable()).as(never).isEmpty();
        }
    }

    /// Each took minutes where lines were looked at again for each line.
    @Test
    void textsThatAreMadeToTakeLongAreReadAtOnce() {
        for (String bomb : List.of(
                "Content-Type: text/plain\r\n\r\n" + ">\n".repeat(500_000) + "x",
                "Content-Type: text/plain\r\n\r\nsee\n" + (" ".repeat(999) + "\n").repeat(1_000),
                "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n"
                        + "Content-Type: text/html\r\n\r\n" + "<".repeat(1_000_000) + "\r\n--b--\r\n")) {
            byte[] mail = ("From: a@customer.example\r\n" + bomb).getBytes(StandardCharsets.US_ASCII);
            assertTimeoutPreemptively(Duration.ofSeconds(30), () -> unified(mail, DAMAGED));
        }
    }

    @Test
    void whatASubjectSaysOfAnAutomaticAnswerHidesNothing() {
        InboundEvent said =
                last("From: a@customer.example\r\nSubject: Automatic reply is broken\r\n\r\nHow do I stop it?"
                        .getBytes(StandardCharsets.US_ASCII));

        assertThat(said.header().metadata()).containsEntry("automatic", "generated");
        assertThat(said.body()).isInstanceOf(Message.class);
    }

    /// Also without the report that most mail servers send.
    @Test
    void thatAMailIsLateIsToldByASubjectInEitherScriptWhereAMailServerWroteIt() {
        String ours = "<AAAAAAAAAAAAAAAAAAAAAA.bbbbbbbbbbbbbbbb.AAAAAAAAAAAAAAAA@shop.example>";
        for (String subject : List.of(
                "邮件投递延迟", "【系统】投递延迟", "延迟: Re: order", "郵件傳送延遲通知", "您的邮件暂未送达", "您的郵件暫時無法送達", "Delivery delayed")) {
            String rest = "Subject: " + subject + "\r\nIn-Reply-To: " + ours + "\r\n\r\n请稍候 " + subject.hashCode();
            List<InboundEvent> told =
                    unified(("From: postmaster@customer.example\r\n" + rest).getBytes(StandardCharsets.UTF_8));
            List<InboundEvent> said = unified(("From: a@customer.example\r\n" + rest).getBytes(StandardCharsets.UTF_8));

            assertThat(parts(told))
                    .as(subject)
                    .first()
                    .isInstanceOfSatisfying(
                            Content.SystemEvent.class,
                            event -> assertThat(event.event()).isEqualTo("mail-late"));
            assertThat(parts(said)).as(subject).first().isInstanceOf(Content.Text.class);
        }
    }

    @Test
    void aLongInvitationIsCutBetweenCharacters() {
        for (int i = 0; i < 3; i++) {
            String calendar = "BEGIN:VEVENT\r\nSUMMARY:验收会议\r\nDESCRIPTION:" + "x".repeat(i) + "长".repeat(3_000);
            byte[] mail = ("From: a@customer.example\r\nContent-Type: text/calendar; charset=utf-8\r\n\r\n" + calendar)
                    .getBytes(StandardCharsets.UTF_8);

            assertThat(((Content.Card) parts(unified(mail)).getLast()).title()).isEqualTo("验收会议");
        }
    }

    @Test
    void htmlThatIsNestedWithoutEndIsRead() {
        byte[] mail = ("From: a@customer.example\r\nContent-Type: text/html\r\n\r\nbegin" + "<div><b>".repeat(60_000)
                        + "deep")
                .getBytes(StandardCharsets.US_ASCII);

        assertThat(parts(unified(mail)).getFirst()).isInstanceOf(Content.Text.class);
    }

    @Test
    void attachmentsArriveByteByByte() throws IOException {
        byte[] file = new byte[3 << 20];
        new Random(7).nextBytes(file);
        ByteArrayOutputStream mail = new ByteArrayOutputStream();
        mail.writeBytes("From: a@customer.example\r\nContent-Type: application/zip; name=a.zip\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        mail.writeBytes("Content-Transfer-Encoding: base64\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        mail.writeBytes(Base64.getMimeEncoder().encode(file));

        Content.File part = (Content.File) parts(unified(mail.toByteArray())).getFirst();

        assertThat(blobs.bytes(part.media().blob())).isEqualTo(file);
    }

    @Test
    void whateverIsDamagedIsReadOrRefusedForAReason() {
        Random random = new Random(20_260_302);
        List<String> fixtures =
                List.of("html_inline.eml", "bounce.eml", "file_names.eml", "split_words.eml", "calendar.eml");
        for (int i = 0; i < 2_000; i++) {
            byte[] mail = bytes(fixtures.get(i % fixtures.size())).clone();
            for (int hits = random.nextInt(1, 20); hits > 0; hits--) {
                mail[random.nextInt(mail.length)] = (byte) random.nextInt(256);
            }
            try {
                unified(mail, DAMAGED).forEach(JsonCodec::encode);
            } catch (MalformedMessageException _) {
                // A dead letter.
            }
        }
    }

    @Test
    void aThreadIsFoundByWhatAMailNamesAndNeverByItsSubject() {
        String root = thread(mail("<r@x>", "", "price", "1"));
        assertThat(thread(mail("<a@x>", "<r@x>", "Re: price", "2"))).isEqualTo(root);
        assertThat(thread(mail("<b@x>", "<gone@x> <a@x>", "anything", "3"))).isEqualTo(root);
        assertThat(thread(mail("<c@x>", "<gone@x>", "by a gone one", "4"))).isEqualTo(root);
        assertThat(thread(mail("<d@x>", "", "Re: price", "5"))).isNotEqualTo(root);
    }

    @Test
    void aMailThatComesBeforeTheOneThatItAnswersIsInItsThread() {
        String answer = thread(mail("<late-b@x>", "<late-a@x>", "Re: late", "1"));

        assertThat(thread(mail("<late-a@x>", "", "late", "2"))).isEqualTo(answer);
    }

    @Test
    void ofAnIdThatIsUsedAgainEachMailIsOneOfItsOwn() {
        InboundEvent first = last(mail("<same@x>", "", "one", "1"));
        InboundEvent second = last(mail("<same@x>", "", "two", "2"));
        InboundEvent again = last(mail("<same@x>", "", "one", "1"));

        assertThat(second.header().key()).isNotEqualTo(first.header().key());
        assertThat(second.header().thread()).isNotEqualTo(first.header().thread());
        assertThat(again.header().key()).isEqualTo(first.header().key());
        assertThat(first.header().key()).isEqualTo("message:<same@x>");
    }

    @Test
    void aMailWithoutAnIdIsKnownByItself() {
        InboundEvent first = last(mail("", "", "one", "1"));

        assertThat(last(mail("", "", "one", "1")).header().key())
                .isEqualTo(first.header().key());
        assertThat(last(mail("", "", "one", "2")).header().key())
                .isNotEqualTo(first.header().key());
    }

    @Test
    void nobodyWritesHimselfIntoAThreadByAnIdThatWeHaveNotSigned() {
        assertThat(thread(mail(
                        "<f@x>", "<AAAAAAAAAAAAAAAAAAAAAA.bbbbbbbbbbbbbbbb.AAAAAAAAAAAAAAAB@shop.example>", "x", "1")))
                .isNotEqualTo("AAAAAAAAAAAAAAAAAAAAAA");
        assertThat(thread(mail(
                        "<g@x>", "<AAAAAAAAAAAAAAAAAAAAAA.bbbbbbbbbbbbbbbb.AAAAAAAAAAAAAAAA@shop.example>", "x", "1")))
                .isEqualTo("AAAAAAAAAAAAAAAAAAAAAA");
    }

    private static byte[] mail(String id, String references, String subject, String body) {
        return ("From: a@customer.example\r\n" + (id.isEmpty() ? "" : "Message-ID: " + id + "\r\n")
                        + (references.isEmpty() ? "" : "References: " + references + "\r\n") + "Subject: " + subject
                        + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String thread(byte[] mail) {
        return last(mail).header().thread();
    }

    private static InboundEvent last(byte[] mail) {
        return unified(mail).getLast();
    }

    private static List<Content> parts(List<InboundEvent> events) {
        return ((Message) events.getLast().body()).parts();
    }

    private static List<InboundEvent> unified(byte[] mail) {
        return unified(mail, HELP);
    }

    private static List<InboundEvent> unified(byte[] mail, InboxId inbox) {
        Fetched fetched = new Fetched(TenantId.DEFAULT, inbox, NOW, Fetched.Bytes.of(mail));
        try {
            List<EmailMail> mails = reader.placed(List.of(fetched), List.of(reader.read(fetched)));
            return EmailInboundAdapter.toUnified(mails.getFirst(), fetched);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(List<InboundEvent> events) {
        ArrayNode all = JSON.createArrayNode();
        events.forEach(event -> all.add(JSON.readTree(JsonCodec.encode(event))));
        return all;
    }

    private static byte[] bytes(String fixture) {
        try (InputStream file = EmailInboundAdapterTests.class.getResourceAsStream("/email/" + fixture)) {
            return Objects.requireNonNull(file, fixture).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
