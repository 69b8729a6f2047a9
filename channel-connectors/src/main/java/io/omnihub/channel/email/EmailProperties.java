package io.omnihub.channel.email;

import static io.omnihub.channel.ChannelAccount.require;

import io.omnihub.channel.ChannelAccount;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// The mailboxes of this installation.
///
/// @param inboxes mailboxes by the id of their inbox
@ConfigurationProperties("omnihub.channels.email")
record EmailProperties(@DefaultValue Map<String, Account> inboxes) {

    /// How a connection is kept from others' eyes.
    enum Security {
        /// From its beginning.
        TLS,
        /// After its beginning; without it nothing is said.
        STARTTLS,
        /// Not at all: for servers on this machine, and for tests.
        NONE
    }

    /// Whether an answer repeats what it answers, and in which language it says whose words these are.
    enum Quotes {
        /// In that of the mail that is repeated.
        AUTO,
        ZH,
        EN,
        /// It does not.
        NONE
    }

    /// One mailbox.
    ///
    /// @param tenant          the tenant it belongs to
    /// @param name            the name to show; the inbox's id where empty
    /// @param address         from which answers are sent
    /// @param aliases         further addresses whose mails come here
    /// @param fromName        the name beside the address; empty for none
    /// @param user            by which the hub logs in; the address where empty
    /// @param password        the password, or what the provider gives for programs
    /// @param tokenUrl        where OAuth 2 gives access tokens, in the place of a password; empty for a password
    /// @param clientId        of the hub as an app there
    /// @param clientSecret    of the hub as an app there
    /// @param refreshToken    what the owner of the mailbox has granted; empty where the app has the right itself
    /// @param scope           what the app asks for
    /// @param imapHost        where mails are fetched
    /// @param imapPort        its port
    /// @param imapSecurity    `tls`, `starttls` or `none`
    /// @param smtpHost        where mails are sent
    /// @param smtpPort        its port
    /// @param smtpSecurity    `tls`, `starttls` or `none`
    /// @param sslBundle       the one of `spring.ssl.bundle` whose certificates both servers may have; empty for
    ///                        those that this machine trusts
    /// @param folder          where mails come
    /// @param doneFolder      where they go once they are kept; where empty they stay and are marked as read
    /// @param sentFolder      where copies of answers are put; empty for nowhere
    /// @param pollEvery       how often the hub looks
    /// @param idle            whether the mail server is listened to where it tells of mails by itself
    /// @param answerWithin    how long the hub waits for the mail server's answers
    /// @param takeExisting    whether mails are taken that were there before the hub looked first
    /// @param replyToAll      whether answers go to the others on the thread too
    /// @param cc              who gets a copy of each answer
    /// @param bcc             who gets one that nobody else sees
    /// @param quotes          `auto`, `zh` or `en` where answers repeat what they answer, else `none`
    /// @param deliveryReports whether the mail server is asked to report what does not arrive or is late
    /// @param trustedServer   the name by which your own mail server begins the headers Authentication-Results
    /// @param fallbackCharset what text is that does not say it and can't be told by looking
    /// @param largestMail     of a larger one only the headers are taken
    /// @param mailsPerSender  so many mails of one sender are taken in an hour; 0 where that has no bound
    /// @param reopenWindow    a mail within this time after a session ended reopens it
    /// @param sendsPerSecond  most mails sent in a second
    record Account(
            @DefaultValue("default") String tenant,
            @DefaultValue("") String name,
            @DefaultValue("") String address,
            @DefaultValue List<String> aliases,
            @DefaultValue("") String fromName,
            @DefaultValue("") String user,
            @DefaultValue("") String password,
            @DefaultValue("") String tokenUrl,
            @DefaultValue("") String clientId,
            @DefaultValue("") String clientSecret,
            @DefaultValue("") String refreshToken,
            @DefaultValue("") String scope,
            @DefaultValue("") String imapHost,
            @DefaultValue("993") int imapPort,
            @DefaultValue("tls") Security imapSecurity,
            @DefaultValue("") String smtpHost,
            @DefaultValue("465") int smtpPort,
            @DefaultValue("tls") Security smtpSecurity,
            @DefaultValue("") String sslBundle,
            @DefaultValue("INBOX") String folder,
            @DefaultValue("") String doneFolder,
            @DefaultValue("") String sentFolder,
            @DefaultValue("30s") Duration pollEvery,
            @DefaultValue("true") boolean idle,
            @DefaultValue("30s") Duration answerWithin,
            @DefaultValue("false") boolean takeExisting,
            @DefaultValue("true") boolean replyToAll,
            @DefaultValue List<String> cc,
            @DefaultValue List<String> bcc,
            @DefaultValue("auto") Quotes quotes,
            @DefaultValue("true") boolean deliveryReports,
            @DefaultValue("") String trustedServer,
            @DefaultValue("GB18030") String fallbackCharset,
            @DefaultValue("50MB") DataSize largestMail,
            @DefaultValue("300") int mailsPerSender,
            @DefaultValue("24h") Duration reopenWindow,
            @DefaultValue("2") int sendsPerSecond)
            implements ChannelAccount {

        private static final int MOST_ADDRESSES = 50;
        private static final int MOST_MAILS = 1_000_000;

        /// A conversation has that of so many answers.
        private static final int ANSWERS = 6;

        @Override
        public void check(String prefix) {
            require(address.matches("[^\\s@<>]+@[^\\s@<>]+"), prefix + "address", "must be an e-mail address");
            addresses(aliases, prefix + "aliases");
            copies(cc, prefix + "cc");
            copies(bcc, prefix + "bcc");
            require(
                    !password.isEmpty() || !tokenUrl.isEmpty(),
                    prefix + "password",
                    "must be given, or token-url with what belongs to it");
            require(
                    tokenUrl.isEmpty() || tokenUrl.matches("https?://[^?#]+"),
                    prefix + "token-url",
                    "must be an address like https://login.example.com/token");
            require(tokenUrl.isEmpty() || !clientId.isBlank(), prefix + "client-id", "must be given with token-url");
            require(!imapHost.isBlank(), prefix + "imap-host", "must be given");
            require(!smtpHost.isBlank(), prefix + "smtp-host", "must be given");
            require(port(imapPort), prefix + "imap-port", "must be between 1 and 65535");
            require(port(smtpPort), prefix + "smtp-port", "must be between 1 and 65535");
            require(!folder.isBlank(), prefix + "folder", "must be given");
            require(
                    !doneFolder.equals(folder),
                    prefix + "done-folder",
                    "must be another one than folder, or mails would come again");
            require(
                    pollEvery.compareTo(Duration.ofMillis(100)) >= 0 && pollEvery.compareTo(Duration.ofHours(1)) <= 0,
                    prefix + "poll-every",
                    "must be between 100ms and 1h");
            require(
                    answerWithin.compareTo(Duration.ofSeconds(1)) >= 0
                            && answerWithin.compareTo(Duration.ofMinutes(5)) <= 0,
                    prefix + "answer-within",
                    "must be between 1s and 5m");
            require(
                    EmailText.named(fallbackCharset).isPresent(),
                    prefix + "fallback-charset",
                    "must be a charset like GB18030 or windows-1252");
            require(
                    largestMail.toBytes() > 0 && largestMail.toMegabytes() <= 64,
                    prefix + "largest-mail",
                    "must be between 1B and 64MB");
            require(
                    mailsPerSender >= 0 && mailsPerSender <= MOST_MAILS,
                    prefix + "mails-per-sender",
                    "must be between 1 and " + MOST_MAILS + ", or 0 for no bound");
        }

        private static void addresses(List<String> all, String setting) {
            require(
                    all.size() <= MOST_ADDRESSES
                            && all.stream()
                                    .allMatch(each -> new EmailAddress(each, "")
                                            .sendable()
                                            .isPresent()),
                    setting,
                    "must be e-mail addresses like a@example.com, " + MOST_ADDRESSES + " at most");
        }

        /// A copy to the mailbox itself would come in again.
        private void copies(List<String> to, String setting) {
            addresses(to, setting);
            require(
                    to.stream().noneMatch(each -> all().contains(each.toLowerCase(Locale.ROOT))),
                    setting,
                    "must not be an address of the inbox itself");
        }

        private static boolean port(int number) {
            return number > 0 && number <= 65_535;
        }

        /// How long a conversation with one of the servers may take as a whole, beside the mails in it.
        Duration talkWithin() {
            return answerWithin.multipliedBy(ANSWERS);
        }

        /// By which the hub logs in.
        String login() {
            return user.isEmpty() ? address : user;
        }

        boolean hasTokens() {
            return !tokenUrl.isEmpty();
        }

        Charset fallback() {
            return EmailText.named(fallbackCharset).orElseThrow();
        }

        /// All of its addresses, in small letters.
        List<String> all() {
            return Stream.concat(Stream.of(address), aliases.stream())
                    .map(each -> each.toLowerCase(Locale.ROOT))
                    .toList();
        }

        String domain() {
            return address.substring(address.indexOf('@') + 1);
        }

        Optional<String> moved() {
            return doneFolder.isEmpty() ? Optional.empty() : Optional.of(doneFolder);
        }

        /// Without the secrets.
        @Override
        public String toString() {
            return "Account[" + tenant + ", " + name + ", " + address + "]";
        }
    }
}
