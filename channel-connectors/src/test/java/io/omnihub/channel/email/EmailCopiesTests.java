package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.email.EmailProperties.Account;
import io.omnihub.channel.http.AccessTokens;
import io.omnihub.channel.http.TokensInMemory;
import io.omnihub.channel.send.Afterwards;
import io.omnihub.loop.Loops;
import io.omnihub.simulator.email.EmailSimulator;
import io.omnihub.simulator.email.SlowImap;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/// What becomes of copies where a mailbox takes none.
final class EmailCopiesTests {

    private static final String HELP = "help@shop.example";
    private static final String OTHER = "other@shop.example";
    private static final int MOST = 3;

    @Test
    void whileAMailboxHangsSoManyWaitForItAndAnotherOneGetsItsOwn() throws Exception {
        Clock clock = Clock.systemUTC();
        try (EmailSimulator provider = new EmailSimulator();
                SlowImap slow = SlowImap.holding(provider.imapPort(), "APPEND");
                EmailSessions sessions =
                        new EmailSessions(new AccessTokens(new TokensInMemory(clock), clock), EmailTrust.OF_MACHINE);
                Afterwards afterwards = new Afterwards(Loops.unobserved(), MOST)) {
            EmailCopies copies = new EmailCopies(sessions, afterwards);
            provider.mailbox(HELP, "secret");
            provider.mailbox(OTHER, "secret");
            ChannelInboxes<Account> inboxes = EmailInboxes.at(
                    Map.of("help", slow.port(), "other", provider.imapPort()), Map.of("sent-folder", "Sent"));
            ChannelInbox<Account> help = inboxes.get("help");
            copies.keep(help, mail());
            assertThat(slow.wasAsked()).isTrue();

            for (int i = 0; i < MOST + 5; i++) {
                copies.keep(help, mail());
            }
            copies.keep(inboxes.get("other"), mail());

            await().until(() -> count(provider, OTHER), count -> count == 1);
            assertThat(count(provider, HELP)).isZero();
            slow.goOn();
            await().until(() -> count(provider, HELP), count -> count == MOST + 1);
        }
    }

    private static int count(EmailSimulator provider, String address) {
        return provider.has(address, "Sent") ? provider.count(address, "Sent") : 0;
    }

    private static MimeMessage mail() throws MessagingException {
        MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()));
        mail.setFrom(HELP);
        mail.setText("hello");
        mail.saveChanges();
        return mail;
    }
}
