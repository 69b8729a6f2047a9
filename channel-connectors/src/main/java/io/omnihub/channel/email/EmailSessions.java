package io.omnihub.channel.email;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelStatus.Reason;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.email.EmailProperties.Account;
import io.omnihub.channel.email.EmailProperties.Security;
import io.omnihub.channel.http.AccessToken;
import io.omnihub.channel.http.AccessTokens;
import io.omnihub.channel.http.PlatformHttp;
import io.omnihub.channel.http.PlatformJson;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/// Connects to mail servers, by a password or by the tokens of OAuth 2.
final class EmailSessions implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final AccessTokens tokens;
    private final EmailTrust trust;
    private final PlatformHttp http = new PlatformHttp("the mail provider", DEADLINE);

    EmailSessions(AccessTokens tokens, EmailTrust trust) {
        this.tokens = tokens;
        this.trust = trust;
    }

    /// For mails that go out, or are put into a folder: writing has a limit of time, which costs a thread.
    ///
    /// @param protocol `imap` or `smtp`
    Session writing(Account account, String protocol) {
        return session(account, protocol, true);
    }

    /// For mails that are fetched.
    Session reading(Account account) {
        return session(account, "imap", false);
    }

    private Session session(Account account, String protocol, boolean writes) {
        boolean imap = protocol.equals("imap");
        Security security = imap ? account.imapSecurity() : account.smtpSecurity();
        String prefix = "mail." + protocol + ".";
        Properties properties = new Properties();
        // What is sent to is checked where it is read.
        properties.put("mail.mime.address.strict", "false");
        properties.put(prefix + "host", imap ? account.imapHost() : account.smtpHost());
        properties.put(prefix + "port", Integer.toString(imap ? account.imapPort() : account.smtpPort()));
        String answer = Long.toString(account.answerWithin().toMillis());
        for (String timeout : List.of("connectiontimeout", "timeout")) {
            properties.put(prefix + timeout, answer);
        }
        if (writes) {
            properties.put(prefix + "writetimeout", answer);
        }
        properties.put(prefix + "ssl.enable", Boolean.toString(security == Security.TLS));
        properties.put(prefix + "ssl.checkserveridentity", "true");
        trust.sockets(account).ifPresent(sockets -> {
            properties.put(prefix + "ssl.socketFactory", sockets);
            properties.put(prefix + "socketFactory.fallback", "false");
        });
        properties.put(prefix + "starttls.enable", Boolean.toString(security == Security.STARTTLS));
        properties.put(prefix + "starttls.required", Boolean.toString(security == Security.STARTTLS));
        if (account.hasTokens()) {
            properties.put(prefix + "auth.mechanisms", "XOAUTH2");
        }
        if (imap) {
            properties.put("mail.imap.folder.class", EmailFolder.class.getName());
            properties.put("mail.imap.peek", "true");
            properties.put("mail.imap.fetchsize", Integer.toString(256 << 10));
            properties.put("mail.imap.connectionpoolsize", "1");
            properties.put("mail.imap.separatestoreconnection", "false");
        } else {
            properties.put("mail.smtp.auth", "true");
            properties.put("mail.smtp.sendpartial", "false");
            properties.put("mail.smtp.localhost", account.domain());
            // Many servers take mails only of whom they have let in, whatever address the mail itself is from.
            properties.put("mail.smtp.from", account.address());
            properties.put("mail.smtp.quitwait", "false");
        }
        return Session.getInstance(properties);
    }

    /// Logs in. Where the provider no longer takes a token, with another one.
    ///
    /// @param longest for the mail server to let the hub in, or to refuse it
    void connect(ChannelInbox<Account> inbox, Service service, Duration longest) throws MessagingException {
        Account account = inbox.account();
        if (!account.hasTokens()) {
            login(account, service, account.password(), longest);
            return;
        }
        AccessToken token = tokens.of(inbox.tenant(), "email/" + inbox.id(), _ -> grant(inbox));
        String first = token.get();
        try {
            login(account, service, first, longest);
        } catch (AuthenticationFailedException e) {
            if (EmailRefusal.isForNow(e)) {
                throw e;
            }
            login(account, service, token.insteadOf(first), longest);
        }
    }

    private static void login(Account account, Service service, String secret, Duration longest)
            throws MessagingException {
        try (var _ = EmailDeadline.in(longest)) {
            service.connect(account.login(), secret);
        }
    }

    private AccessToken.Granted grant(ChannelInbox<Account> inbox) {
        Account account = inbox.account();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", account.clientId());
        put(form, "client_secret", account.clientSecret());
        put(form, "scope", account.scope());
        if (account.refreshToken().isEmpty()) {
            form.put("grant_type", "client_credentials");
        } else {
            form.put("grant_type", "refresh_token");
            form.put("refresh_token", account.refreshToken());
        }
        String body = form.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(account.tokenUrl()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        PlatformJson answer = ChannelUnavailableException.preparing(() -> http.json(inbox, request));
        String token = answer.json().path("access_token").asString("");
        if (token.isEmpty()) {
            String error = answer.json().path("error").asString("");
            inbox.offline(
                    Reason.CREDENTIALS,
                    "the mail provider grants no access token: check client-id, client-secret and refresh-token");
            throw ChannelUnavailableException.later("the mail provider grants no access token ("
                    + EmailText.cut(error.replaceAll("[^a-z_]", ""), 40) + ")");
        }
        return new AccessToken.Granted(
                token, Duration.ofSeconds(answer.json().path("expires_in").asLong(3600)));
    }

    private static void put(Map<String, String> form, String name, String value) {
        if (!value.isEmpty()) {
            form.put(name, value);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
