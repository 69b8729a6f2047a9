package io.omnihub.channel.email;

import io.omnihub.channel.ChannelAccount;
import io.omnihub.channel.email.EmailProperties.Account;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.springframework.boot.ssl.SslBundles;

/// Whose certificates a mailbox takes: those that this machine trusts, or those of a bundle that it names. To a server
/// that proves nothing no password is said, and the inbox tells what is wrong with it.
final class EmailTrust {

    /// Of mailboxes that name no bundle.
    static final EmailTrust OF_MACHINE = new EmailTrust(Map.of());

    private static final int DEEPEST = 20;

    private final Map<String, SSLSocketFactory> bundles;

    private EmailTrust(Map<String, SSLSocketFactory> bundles) {
        this.bundles = bundles;
    }

    /// @throws IllegalArgumentException where there is no such bundle, or it can't be read
    static EmailTrust of(Map<String, Account> accounts, SslBundles bundles) {
        Map<String, SSLSocketFactory> read = new HashMap<>();
        accounts.forEach((id, account) -> {
            if (!account.sslBundle().isEmpty()) {
                read.computeIfAbsent(account.sslBundle(), name -> factory(id, name, bundles));
            }
        });
        return new EmailTrust(read);
    }

    private static SSLSocketFactory factory(String inbox, String name, SslBundles bundles) {
        String setting = "omnihub.channels.email.inboxes." + inbox + ".ssl-bundle";
        ChannelAccount.require(
                bundles.getBundleNames().contains(name), setting, "must be one of those below spring.ssl.bundle");
        try {
            return bundles.getBundle(name).createSslContext().getSocketFactory();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(setting + " names a bundle that can't be read", e);
        }
    }

    /// What a mailbox's connections are made with; empty where the machine's own does.
    Optional<SSLSocketFactory> sockets(Account account) {
        return Optional.ofNullable(bundles.get(account.sslBundle()));
    }

    /// What is wrong with a server that does not prove who it is, or wants to be spoken to in clear: empty where the
    /// failure is another one, or may pass by itself.
    static Optional<String> fault(Exception failure) {
        List<Throwable> causes = Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST)
                .toList();
        if (has(causes, CertificateExpiredException.class) || has(causes, CertificateNotYetValidException.class)) {
            return Optional.of("the mail server's certificate is not valid any more, or not yet");
        }
        if (has(causes, CertPathBuilderException.class) || has(causes, CertPathValidatorException.class)) {
            return Optional.of("the mail server's certificate is from nobody who is trusted here: if it is your own"
                    + " server, name its certificate by ssl-bundle");
        }
        if (has(causes, CertificateException.class)) {
            return Optional.of("the mail server's certificate is for another name than the setting of its host has");
        }
        if (says(causes, SSLException.class, "Unsupported or unrecognized SSL message")) {
            return Optional.of("the mail server does not speak TLS at this port: check port and security");
        }
        if (says(causes, Exception.class, "STARTTLS")) {
            return Optional.of("the mail server offers no STARTTLS, and no password is sent in clear: check port and"
                    + " security");
        }
        return Optional.empty();
    }

    private static boolean has(List<Throwable> causes, Class<? extends Throwable> kind) {
        return causes.stream().anyMatch(kind::isInstance);
    }

    private static boolean says(List<Throwable> causes, Class<? extends Throwable> kind, String words) {
        return causes.stream()
                .filter(kind::isInstance)
                .anyMatch(each ->
                        Objects.requireNonNullElse(each.getMessage(), "").startsWith(words));
    }
}
