package io.omnihub.channel.email;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.email.EmailProperties.Account;
import io.omnihub.channel.poll.PollPositions;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whose mails wait in the mailbox, since he has written more than one sender may: from which number on, and up to
/// which. They are taken later, in their order, as fast as he may write; those of all others don't wait for them.
final class EmailWaiting {

    /// Of more senders none waits.
    static final int MOST = 200;

    /// So much a sender has gathered before he is looked for again, or all that he may have.
    private static final int WORTHWHILE = 10;

    /// So many numbers of a folder are looked through for a sender at once.
    private static final int AT_ONCE = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(EmailWaiting.class);

    private final ChannelInbox<Account> inbox;
    private final PollPositions positions;
    private final EmailSenders senders;
    private final int most;
    private final Map<String, Span> spans = new LinkedHashMap<>();
    private String mailbox = "";
    private String written = "";

    /// Whose the mails are that were looked at last.
    private Map<Message, String> named = Map.of();

    EmailWaiting(ChannelInbox<Account> inbox, PollPositions positions, Clock clock) {
        this.inbox = inbox;
        this.positions = positions;
        this.most = inbox.account().mailsPerSender();
        this.senders = new EmailSenders(most, clock);
    }

    /// Before anything else is asked: the waiting of a folder. What waited in one that was made anew is found there
    /// again by itself.
    void of(IMAPFolder folder) throws MessagingException {
        Account account = inbox.account();
        String current = folder.getUIDValidity() + " " + EmailPrint.of(account.login()) + " "
                + EmailPrint.of(account.imapHost());
        if (current.equals(mailbox)) {
            return;
        }
        String found = positions.find(inbox.tenant(), inbox.id(), source()).orElse("");
        List<String> lines = found.lines().toList();
        Map<String, Span> waiting = new LinkedHashMap<>();
        if (!lines.isEmpty() && lines.getFirst().equals(current)) {
            for (String line : lines.subList(1, lines.size())) {
                String[] parts = line.split(" ", 3);
                String sender = new String(Base64.getUrlDecoder().decode(parts[2]), StandardCharsets.UTF_8);
                waiting.put(sender, new Span(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
            }
        }
        // Only now: where they could not be found they are looked for again.
        mailbox = current;
        written = found;
        spans.clear();
        spans.putAll(waiting);
    }

    /// Those of some new mails whose senders may have them taken now. The others wait from now on.
    ///
    /// @param folder it asks the mail server
    List<IMAPMessage> without(IMAPFolder folder, List<IMAPMessage> mails) throws MessagingException {
        named = EmailFrom.of(folder, mails);
        List<IMAPMessage> now = new ArrayList<>();
        Map<String, Long> together = new HashMap<>();
        for (IMAPMessage mail : mails) {
            String sender = sender(mail);
            long weight = senders.weight(mail.getSize());
            long with = weight + together.getOrDefault(sender, 0L);
            if (spans.containsKey(sender) || (with > senders.left(sender) && spans.size() < MOST)) {
                waits(sender, folder.getUID(mail));
            } else {
                together.put(sender, with);
                now.add(mail);
            }
        }
        return now;
    }

    private void waits(String sender, long uid) {
        Span span = spans.get(sender);
        if (span == null) {
            LOG.warn(
                    "A sender has written more than {} mails an hour to the inbox {}: his others wait in the mailbox",
                    most,
                    inbox.id());
        }
        spans.put(sender, span == null ? new Span(uid, uid) : span.until(uid));
    }

    /// Mails that were kept.
    void took(List<Message> mails) throws MessagingException {
        for (Message mail : mails) {
            senders.took(sender(mail), senders.weight(mail.getSize()));
        }
    }

    /// Somebody whose mails wait and may be taken now, some of them at least.
    Optional<Turn> next() {
        return spans.entrySet().stream()
                .filter(each -> senders.left(each.getKey()) >= Math.min(WORTHWHILE, most))
                .findFirst()
                .map(each -> new Turn(
                        each.getKey(), each.getValue().from(), each.getValue().to(AT_ONCE)));
    }

    /// Of the mails that lie in a turn, the first ones of its sender, as many as he may have.
    ///
    /// @param folder it asks the mail server
    List<IMAPMessage> first(IMAPFolder folder, Turn turn, List<IMAPMessage> mails, int atOnce)
            throws MessagingException {
        named = EmailFrom.of(folder, mails);
        List<IMAPMessage> first = new ArrayList<>();
        double left = senders.left(turn.sender());
        for (IMAPMessage mail : mails) {
            if (!sender(mail).equals(turn.sender())) {
                continue;
            }
            left -= senders.weight(mail.getSize());
            // One at least, also where that is more than has gathered: he waits longer for the next one.
            if (!first.isEmpty() && (left < 0 || first.size() == atOnce)) {
                break;
            }
            first.add(mail);
        }
        return first;
    }

    /// A turn has come to a number; the next one is another's.
    void passed(Turn turn, long uid) {
        Span span = spans.remove(turn.sender());
        if (span != null && uid < span.to()) {
            spans.put(turn.sender(), new Span(uid + 1, span.to()));
        }
    }

    /// Writes down who waits, before the mailbox counts his mails as looked at.
    ///
    /// @throws IllegalStateException where another node has done so since it was read here, which is so no more
    void keep() {
        StringBuilder now = new StringBuilder(mailbox);
        spans.forEach((sender, span) -> now.append('\n')
                .append(span.from())
                .append(' ')
                .append(span.to())
                .append(' ')
                .append(Base64.getUrlEncoder().encodeToString(sender.getBytes(StandardCharsets.UTF_8))));
        if (!now.toString().equals(written) && (!spans.isEmpty() || !written.isEmpty())) {
            if (!positions.move(inbox.tenant(), inbox.id(), source(), written, now.toString())) {
                mailbox = "";
                throw new IllegalStateException("another node reads the mailbox of the inbox " + inbox.id());
            }
            written = now.toString();
        }
    }

    /// A name that no folder has.
    private String source() {
        return inbox.account().folder() + "\nwaiting";
    }

    /// All that name nobody are one's.
    private String sender(Message mail) {
        return named.getOrDefault(mail, "");
    }

    /// A sender, and the numbers among which his mails are looked for.
    record Turn(String sender, long from, long to) {

        /// Without who it is.
        @Override
        public String toString() {
            return "Turn[" + from + "-" + to + "]";
        }
    }

    /// From the first to the last mail of a sender that waits.
    private record Span(long from, long to) {

        Span until(long uid) {
            return new Span(Math.min(from, uid), Math.max(to, uid));
        }

        long to(int many) {
            return Math.min(to, from + many - 1);
        }
    }
}
