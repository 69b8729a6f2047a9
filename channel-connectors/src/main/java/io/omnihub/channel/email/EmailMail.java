package io.omnihub.channel.email;

import io.omnihub.channel.thread.Threads;
import io.omnihub.message.Media;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A mail as it came, read and with its files stored.
///
/// @param id             its Message-ID with its brackets; empty where it has none
/// @param print          tells it from all others, the same each time it comes
/// @param named          the Message-IDs that it answers, the last one first
/// @param bcc            who got it and is not shown to the others: whom its header names, or the inbox itself where it
///                       is named nowhere
/// @param sentAt         by its sender's clock where that can be, else when it came
/// @param plain          its text; empty where it has none
/// @param html           its text as HTML; empty where it has none
/// @param files          all other parts, in their order
/// @param report         what it says of a mail that did not arrive; [Report#NONE] where it says nothing such
/// @param automatic      what wrote it, where no person did
/// @param authentication what our own mail server found out of its sender, by the name of the method
/// @param place          which thread it belongs to
record EmailMail(
        String id,
        String print,
        List<String> named,
        EmailAddress from,
        List<EmailAddress> replyTo,
        List<EmailAddress> to,
        List<EmailAddress> cc,
        List<EmailAddress> bcc,
        String subject,
        Instant sentAt,
        Instant receivedAt,
        String plain,
        String html,
        List<File> files,
        Report report,
        Automatic automatic,
        Map<String, String> authentication,
        Threads.Place place) {

    /// What wrote a mail.
    enum Automatic {
        /// A person, as far as one can see.
        NO,
        /// A program that nobody has asked, such as a shop's form or a newsletter.
        GENERATED,
        /// A program that answers whatever comes.
        REPLIED,
        /// A mail server that could not deliver.
        BOUNCE,
        /// This hub itself.
        OURS
    }

    /// A part that is no text of the mail.
    ///
    /// @param media     as stored; null in the place of one that may not be kept
    /// @param refused   why it may not be kept; empty where it is
    /// @param contentId by which the HTML shows it; empty where it does not
    /// @param calendar  the beginning of an invitation; empty for anything else
    record File(@Nullable Media media, String fileName, String refused, String contentId, String calendar) {}

    /// What became of a mail, as a mail server says.
    enum Outcome {
        /// It is over: the mail does not arrive.
        FAILED,
        /// Only somebody who would have got a copy does not get it.
        COPY_FAILED,
        /// It has not arrived yet, and is tried further.
        LATE,
        /// Nothing that anybody needs to know.
        OTHER
    }

    /// A mail server's word on a mail that it got.
    ///
    /// @param target the Message-ID of that mail, where it is told; else empty
    /// @param whom   who does not get it, where that is told; else empty
    record Report(String target, Outcome outcome, String code, String reason, String whom) {

        static final Report NONE = new Report("", Outcome.OTHER, "", "", "");

        /// The same where only somebody does not get it who would have got a copy.
        Report ofCopy() {
            return new Report(target, Outcome.COPY_FAILED, code, reason, whom);
        }
    }

    EmailMail with(Report other) {
        return with(other, place);
    }

    /// Whether it may be of somebody else than it says.
    boolean isDoubtful() {
        String dmarc = authentication.getOrDefault("dmarc", "");
        return dmarc.equals("fail")
                || (!dmarc.equals("pass")
                        && (authentication.getOrDefault("spf", "").equals("fail")
                                || authentication.getOrDefault("dkim", "").equals("fail")));
    }

    EmailMail placed(Threads.Place where) {
        return with(report, where);
    }

    private EmailMail with(Report known, Threads.Place where) {
        return new EmailMail(
                id,
                print,
                named,
                from,
                replyTo,
                to,
                cc,
                bcc,
                subject,
                sentAt,
                receivedAt,
                plain,
                html,
                files,
                known,
                automatic,
                authentication,
                where);
    }

    /// By which the hub and its mails name it.
    String externalId() {
        return id.isEmpty() || place.reused() ? id + "#" + print : id;
    }

    @Override
    public String toString() {
        return "EmailMail[" + print + "]";
    }
}
