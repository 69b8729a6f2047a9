package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelStatus;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.email.EmailProperties.Account;
import io.omnihub.channel.email.EmailProperties.Security;
import io.omnihub.channel.http.AccessTokens;
import io.omnihub.channel.http.TokensInMemory;
import io.omnihub.simulator.email.StubbornServer;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/// How the hub logs in by OAuth 2.
final class EmailSessionsTests {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> granted = new CopyOnWriteArrayList<>();
    private final ChannelStatuses statuses = new ChannelStatuses(Clock.systemUTC());
    private HttpServer provider;
    private StubbornServer server;
    private EmailSessions sessions;

    @BeforeEach
    void open() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/token", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            String answer = granted.isEmpty()
                    ? "{\"error\":\"invalid_grant\"}"
                    : "{\"access_token\":\"" + granted.removeFirst() + "\",\"expires_in\":3600}";
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.contains("error") ? 400 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        provider.start();
        server = new StubbornServer(false);
        server.takesToken("right");
        sessions = new EmailSessions(
                new AccessTokens(new TokensInMemory(Clock.systemUTC()), Clock.systemUTC()), EmailTrust.OF_MACHINE);
    }

    @AfterEach
    void close() {
        sessions.close();
        server.close();
        provider.stop(0);
    }

    @Test
    void aTokenThatIsNoLongerTakenIsAskedForAnew() throws MessagingException {
        granted.addAll(List.of("over", "right"));

        connect("refresh");
        connect("refresh");

        assertThat(asked)
                .hasSize(2)
                .allSatisfy(form -> assertThat(form)
                        .contains("grant_type=refresh_token", "refresh_token=refresh", "client_id=app", "scope=a+b"));
    }

    @Test
    void withoutAnOwnersGrantTheAppAsksInItsOwnName() throws MessagingException {
        granted.add("right");

        connect("");

        assertThat(asked)
                .singleElement()
                .asString()
                .contains("grant_type=client_credentials")
                .doesNotContain("refresh");
    }

    @Test
    void whereNoTokenIsGrantedTheInboxIsOfflineAndSaysSo() {
        ChannelInbox<Account> inbox = inbox("refresh");

        assertThatThrownBy(() -> connect(inbox))
                .isInstanceOf(ChannelUnavailableException.class)
                .hasMessageContaining("invalid_grant");
        assertThat(statuses.of(inbox.tenant(), inbox.id()).reason()).isEqualTo(ChannelStatus.Reason.CREDENTIALS);
    }

    private void connect(String refreshToken) throws MessagingException {
        connect(inbox(refreshToken));
    }

    private void connect(ChannelInbox<Account> inbox) throws MessagingException {
        try (Transport transport = sessions.writing(inbox.account(), "smtp").getTransport("smtp")) {
            sessions.connect(inbox, transport, Duration.ofSeconds(20));
        }
    }

    private ChannelInbox<Account> inbox(String refreshToken) {
        Account account = new Account(
                "default",
                "",
                "help@shop.example",
                List.of(),
                "",
                "",
                "",
                "http://127.0.0.1:" + provider.getAddress().getPort() + "/token",
                "app",
                "app-secret",
                refreshToken,
                "a b",
                "127.0.0.1",
                1,
                Security.NONE,
                "127.0.0.1",
                server.port(),
                Security.NONE,
                "",
                "INBOX",
                "",
                "",
                Duration.ofSeconds(30),
                true,
                Duration.ofSeconds(5),
                false,
                true,
                List.of(),
                List.of(),
                EmailProperties.Quotes.ZH,
                true,
                "",
                "GB18030",
                DataSize.ofMegabytes(50),
                300,
                Duration.ofHours(24),
                2);
        return new ChannelInboxes<>(
                        EmailInboundAdapter.CHANNEL,
                        Map.of("help", account),
                        EmailOutboundAdapter.CAPABILITIES,
                        statuses)
                .get("help");
    }
}
