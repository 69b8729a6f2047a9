package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.omnihub.simulator.email.EmailSimulator;
import io.omnihub.simulator.email.SelfSigned;
import io.omnihub.simulator.email.TlsFront;
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
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

/// Mail servers that speak TLS, with certificates that are taken and others; and those that do not.
final class EmailTlsTests {

    private static final String STRANGER = "from nobody who is trusted here";
    private static final String ELSEWHERE = "for another name than the setting of its host";
    private static final String IN_CLEAR = "offers no STARTTLS";

    private static EmailSimulator provider;
    private static TlsFront imaps;
    private static TlsFront smtps;
    private static TlsFront imapElsewhere;
    private static TlsFront smtpElsewhere;
    private static TlsFront imapAsked;
    private static TlsFront smtpAsked;
    private static TlsFront imapStripped;
    private static TlsFront smtpStripped;
    private static EmailDesk desk;

    private final String customer = "c" + UUID.randomUUID() + "@customer.example";

    @BeforeAll
    static void open(@TempDir Path data) {
        provider = new EmailSimulator();
        SelfSigned own = new SelfSigned(data, "ip:127.0.0.1");
        SelfSigned elsewhere = new SelfSigned(data, "dns:mail.other.example");
        int imap = provider.imapPort();
        int smtp = provider.smtpPort();
        imaps = TlsFront.fromTheBeginning(imap, own);
        smtps = TlsFront.fromTheBeginning(smtp, own);
        imapElsewhere = TlsFront.fromTheBeginning(imap, elsewhere);
        smtpElsewhere = TlsFront.fromTheBeginning(smtp, elsewhere);
        imapAsked = TlsFront.onceAsked(imap, own);
        smtpAsked = TlsFront.onceAsked(smtp, own);
        imapStripped = TlsFront.stripping(imap);
        smtpStripped = TlsFront.stripping(smtp);
        desk = new EmailDesk(data)
                .setting("spring.ssl.bundle.pem.own.truststore.certificate", "file:" + own.pem())
                .setting("spring.ssl.bundle.pem.elsewhere.truststore.certificate", "file:" + elsewhere.pem());
        Map<String, String> tls = Map.of("imap-security", "tls", "smtp-security", "tls", "ssl-bundle", "own");
        Map<String, String> asked =
                Map.of("imap-security", "starttls", "smtp-security", "starttls", "ssl-bundle", "own");
        inbox("trusted", imaps.port(), smtps.port(), tls);
        inbox("stranger", imaps.port(), smtps.port(), with(tls, "ssl-bundle", ""));
        inbox("elsewhere", imapElsewhere.port(), smtps.port(), with(tls, "ssl-bundle", "elsewhere"));
        inbox("asked", imapAsked.port(), smtpAsked.port(), asked);
        inbox("asked-stranger", imapAsked.port(), smtpAsked.port(), with(asked, "ssl-bundle", ""));
        inbox("stripped", imapStripped.port(), smtpStripped.port(), asked);
        inbox("no-tls", imapStripped.port(), smtpStripped.port(), tls);
        Map<String, String> inClear = Map.of("smtp-security", "tls");
        inbox("smtp-stranger", imap, smtps.port(), inClear);
        inbox("smtp-elsewhere", imap, smtpElsewhere.port(), with(inClear, "ssl-bundle", "elsewhere"));
        inbox("smtp-stripped", imap, smtpStripped.port(), with(inClear, "smtp-security", "starttls"));
        desk.start();
    }

    private static void inbox(String id, int imap, int smtp, Map<String, String> more) {
        provider.mailbox(address(id), "secret");
        desk.with(id, address(id), imap, smtp, more);
    }

    private static String address(String id) {
        return id + "@shop.example";
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(name, value);
        return more;
    }

    @AfterAll
    static void close() {
        desk.close();
        List.of(imaps, smtps, imapElsewhere, smtpElsewhere, imapAsked, smtpAsked, imapStripped, smtpStripped)
                .forEach(TlsFront::close);
        provider.close();
    }

    @Test
    void aMailboxIsReadAndAnsweredThroughTlsWhereItsCertificateIsNamed() {
        answers("trusted");

        assertThat(imaps.clear()).isEmpty();
        assertThat(smtps.clear()).isEmpty();
    }

    @Test
    void whereTlsBeginsLaterNothingIsSaidBeforeButTheWishForIt() {
        answers("asked");

        assertThat(imapAsked.clear())
                .isNotEmpty()
                .allSatisfy(said -> assertThat(said).matches("\\w+ (CAPABILITY|STARTTLS|LOGOUT)"));
        assertThat(smtpAsked.clear())
                .isNotEmpty()
                .allSatisfy(said -> assertThat(said).matches("EHLO .*|STARTTLS|QUIT"));
    }

    @Test
    void aCertificateOfAStrangerIsRefusedAndTheStatusSaysSo() {
        refused("stranger", STRANGER);
        refused("asked-stranger", STRANGER);
    }

    @Test
    void aCertificateForAnotherNameIsRefusedThoughItIsTrusted() {
        refused("elsewhere", ELSEWHERE);
    }

    @Test
    void aServerThatOffersNoTlsHearsNoPassword() {
        refused("stripped", IN_CLEAR);
        refused("no-tls", "does not speak TLS at this port");

        assertThat(imapStripped.clear()).isNotEmpty().noneMatch(EmailTlsTests::tellsSecrets);
    }

    @Test
    void noAnswerGoesToAServerOfAStrangerOrOfAnotherName() {
        keeps("smtp-stranger", STRANGER);
        keeps("smtp-elsewhere", ELSEWHERE);
    }

    @Test
    void noAnswerGoesOutInClear() {
        keeps("smtp-stripped", IN_CLEAR);

        assertThat(smtpStripped.clear())
                .isNotEmpty()
                .allSatisfy(said -> assertThat(said).matches("EHLO .*|QUIT"));
    }

    @Test
    void whoSaysNothingOfSecurityHasTls() {
        EmailProperties.Account account = new Binder(
                        new MapConfigurationPropertySource(Map.of("mail.inboxes.help.address", "help@shop.example")))
                .bind("mail", EmailProperties.class)
                .get()
                .inboxes()
                .get("help");

        assertThat(account.imapSecurity()).isEqualTo(EmailProperties.Security.TLS);
        assertThat(account.smtpSecurity()).isEqualTo(EmailProperties.Security.TLS);
    }

    @Test
    void aBundleThatIsNotThereIsToldByItsSetting() {
        var accounts = EmailInboxes.at(Map.of("help", 1), Map.of("ssl-bundle", "lost"));

        assertThatThrownBy(() ->
                        EmailTrust.of(Map.of("help", accounts.get("help").account()), new DefaultSslBundleRegistry()))
                .hasMessageContaining("omnihub.channels.email.inboxes.help.ssl-bundle must be one of those");
    }

    private void answers(String inbox) {
        String text = "through " + inbox;
        provider.deliver(address(inbox), customer, "secret", id(), "", text);
        String conversation = desk.awaited(text);
        desk.reply(conversation, EmailDesk.text("an answer"));
        desk.awaitDelivery(conversation, "sent");
        assertThat(provider.count(customer, "INBOX")).isEqualTo(1);
        assertThat(desk.status(inbox)).isEqualTo("online none");
    }

    private static void refused(String inbox, String sentence) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(desk.status(inbox))
                        .startsWith("offline unreachable")
                        .contains(sentence));
    }

    /// What is read by other ways says nothing of those that answers go.
    private void keeps(String inbox, String sentence) {
        String text = "kept by " + inbox;
        provider.deliver(address(inbox), customer, "secret", id(), "", text);
        String conversation = desk.awaited(text);
        desk.reply(conversation, EmailDesk.text("not for a stranger"));
        desk.awaitTried(conversation);
        refused(inbox, sentence);
        provider.deliver(address(inbox), customer, "more", id(), "", "more " + text);
        desk.awaited("more " + text);
        refused(inbox, sentence);
        assertThat(provider.count(customer, "INBOX")).isZero();
    }

    private static boolean tellsSecrets(String said) {
        return said.contains("LOGIN") || said.contains("AUTHENTICATE") || said.contains("secret");
    }

    private static String id() {
        return "<" + UUID.randomUUID() + "@customer.example>";
    }
}
