package io.omnihub.channel.email;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.MalformedMessageException;
import io.omnihub.channel.email.EmailMail.Automatic;
import io.omnihub.channel.email.EmailProperties.Account;
import io.omnihub.channel.poll.Fetched;
import io.omnihub.channel.thread.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads the bytes of a mail: its headers here, its parts by [EmailParts].
final class EmailReader implements Fetched.Reader<EmailMail> {

    private static final int MOST_NAMED = 30;
    private static final int LONGEST_ID = 300;
    private static final int LONGEST_SUBJECT = 500;
    private static final Duration AHEAD = Duration.ofDays(1);
    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
    private static final Pattern ID = Pattern.compile("<[^<>\\s]{1,2000}>");
    private static final Threads.Place NOWHERE = new Threads.Place("", false, false);

    private final ChannelInboxes<Account> inboxes;
    private final Blobs blobs;
    private final EmailThreads threads;

    EmailReader(ChannelInboxes<Account> inboxes, Blobs blobs, EmailThreads threads) {
        this.inboxes = inboxes;
        this.blobs = blobs;
        this.threads = threads;
    }

    /// @throws MalformedMessageException where it is beyond all bounds, or nobody has sent it
    @Override
    public EmailMail read(Fetched fetched) throws IOException {
        Account account = account(fetched);
        EmailParts parts = new EmailParts(new EmailText(account.fallback()), blobs);
        try (InputStream bytes = fetched.bytes().open()) {
            parts.read(bytes);
        }
        return mail(fetched, account, parts);
    }

    @Override
    public List<EmailMail> placed(List<Fetched> together, List<EmailMail> read) {
        Fetched any = together.getFirst();
        return threads.placed(any.tenant(), any.inbox(), account(any), read);
    }

    private Account account(Fetched fetched) {
        return inboxes.get(fetched.inbox().value()).account();
    }

    private EmailMail mail(Fetched fetched, Account account, EmailParts parts) throws IOException {
        EmailHeaders headers = parts.headers();
        String id = ids(headers.raw("message-id")).stream().findFirst().orElse("");
        EmailAddress from = from(headers);
        String report = headers.raw("return-path") + " " + headers.raw("from");
        EmailReports reports = new EmailReports(headers, parts, threads.ours(fetched.tenant(), fetched.inbox()));
        Automatic automatic =
                threads.ours(fetched.tenant(), fetched.inbox()).test(id) ? Automatic.OURS : reports.automatic(report);
        return new EmailMail(
                id,
                EmailPrint.of(fetched, headers, from),
                named(headers),
                from,
                headers.addresses("reply-to"),
                headers.addresses("to"),
                headers.addresses("cc"),
                bcc(headers, account),
                EmailText.cut(headers.text("subject").strip(), LONGEST_SUBJECT),
                sentAt(headers, fetched.receivedAt()),
                fetched.receivedAt(),
                parts.plain(),
                parts.html(),
                files(headers, parts),
                automatic == Automatic.BOUNCE ? reports.report() : EmailMail.Report.NONE,
                automatic,
                authentication(headers, account),
                NOWHERE);
    }

    /// A mail that names no address of the inbox came by Bcc, or by a list.
    private static List<EmailAddress> bcc(EmailHeaders headers, Account account) {
        List<EmailAddress> bcc = headers.addresses("bcc");
        boolean named = Stream.of("to", "cc", "from", "resent-to")
                .flatMap(each -> headers.addresses(each).stream())
                .anyMatch(each -> account.all().contains(each.address()));
        return bcc.isEmpty() && !named
                ? List.of(new EmailAddress(account.address().toLowerCase(Locale.ROOT), ""))
                : bcc;
    }

    private static List<EmailMail.File> files(EmailHeaders headers, EmailParts parts) {
        String size = EmailSpool.tooLarge(headers);
        return size.isEmpty() ? parts.files() : List.of(new EmailMail.File(null, size, "mail too large", "", ""));
    }

    private static EmailAddress from(EmailHeaders headers) {
        for (String name : List.of("from", "sender", "return-path")) {
            List<EmailAddress> found = headers.addresses(name);
            if (!found.isEmpty()) {
                return found.getFirst();
            }
        }
        // Some bounces are from nobody.
        if (headers.raw("return-path").contains("<>") || headers.has("auto-submitted")) {
            return new EmailAddress("mailer-daemon@localhost", "");
        }
        throw new MalformedMessageException("the mail names nobody who has sent it", null);
    }

    /// The last reference is what it answers, the first one where it all began.
    private static List<String> named(EmailHeaders headers) {
        Set<String> named = new LinkedHashSet<>(ids(headers.raw("in-reply-to")));
        List<String> references = ids(headers.raw("references"));
        named.addAll(references.reversed());
        List<String> all = new ArrayList<>(named);
        if (all.size() > MOST_NAMED) {
            String root = all.getLast();
            all = new ArrayList<>(all.subList(0, MOST_NAMED - 1));
            all.add(root);
        }
        return List.copyOf(all);
    }

    static List<String> ids(String header) {
        List<String> ids = new ArrayList<>();
        Matcher id = ID.matcher(header.replaceAll("\\r?\\n[ \\t]+", " "));
        while (id.find() && ids.size() < 1_000) {
            String found = EmailText.clean(id.group());
            ids.add(found.length() <= LONGEST_ID ? found : "<" + EmailPrint.of(found) + "@long>");
        }
        return ids;
    }

    /// Clocks are wrong, and so are those who want to stand above all others.
    private static Instant sentAt(EmailHeaders headers, Instant receivedAt) {
        Instant sent = EmailDate.read(headers.raw("date"));
        return sent == null || sent.isAfter(receivedAt.plus(AHEAD)) || sent.isBefore(EARLIEST) ? receivedAt : sent;
    }

    /// What the mail server says that is trusted; anybody may write such a header, so others say nothing.
    private static Map<String, String> authentication(EmailHeaders headers, Account account) {
        return account.trustedServer().isEmpty()
                ? Map.of()
                : EmailAuthentication.read(headers.all("authentication-results"), account.trustedServer());
    }
}
