package io.omnihub.channel.email;

import io.omnihub.channel.MalformedMessageException;
import io.omnihub.channel.email.EmailMail.Automatic;
import io.omnihub.channel.poll.Fetched;
import io.omnihub.channel.poll.PollAdapter;
import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.ChannelId;
import io.omnihub.message.ContactChange;
import io.omnihub.message.Content;
import io.omnihub.message.Direction;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Receipt;
import io.omnihub.message.Sender;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Translates mails into unified events.
///
/// A thread of mails is one conversation; whose it is, is who began it, known by his address in all his threads. Each
/// mail has the address of whoever wrote it.
final class EmailInboundAdapter implements PollAdapter<EmailMail> {

    static final ChannelId CHANNEL = new ChannelId("email");

    private static final int MOST_PEOPLE = 50;

    @Override
    public List<InboundEvent> adapt(EmailMail mail, Fetched fetched) {
        return toUnified(mail, fetched);
    }

    /// @return empty for what nobody needs to know of: mails of our own, and those of programs that answer something
    ///         else than ours
    static List<InboundEvent> toUnified(EmailMail mail, Fetched fetched) {
        try {
            return switch (mail.automatic()) {
                case OURS -> List.of();
                case BOUNCE -> bounced(mail, fetched);
                case REPLIED -> mail.place().thread().isEmpty() ? List.of() : List.of(replied(mail, fetched));
                case NO, GENERATED -> said(mail, fetched);
            };
        } catch (InvalidMessageException e) {
            throw new MalformedMessageException(e.field() + ": " + e.problem(), e);
        }
    }

    private static List<InboundEvent> said(EmailMail mail, Fetched fetched) {
        List<InboundEvent> events = new ArrayList<>();
        String id = mail.externalId();
        // Whoever may be another is not taken for that contact.
        if (mail.place().begins() && !mail.isDoubtful()) {
            events.add(new InboundEvent(
                    header(mail, fetched, Keys.event(id + ":contact"), Map.of()),
                    new ContactChange(
                            mail.from().name(),
                            "",
                            Map.of(
                                    ContactChange.UNION_ID, mail.from().address(),
                                    KnownBy.EMAIL, mail.from().address()))));
        }
        MessageRef answered =
                mail.named().isEmpty() ? null : MessageRef.external(mail.named().getFirst());
        events.add(new InboundEvent(
                header(mail, fetched, Keys.message(id), metadata(mail)),
                new Message(id, EmailContentAdapter.parts(mail), answered)));
        return events;
    }

    /// Of what nobody needs to answer: it opens no session.
    private static InboundEvent replied(EmailMail mail, Fetched fetched) {
        Map<String, String> data = new LinkedHashMap<>();
        put(data, "subject", mail.subject());
        put(data, "text", EmailContentAdapter.said(mail));
        return new InboundEvent(
                header(mail, fetched, Keys.event("auto-reply:" + mail.print()), metadata(mail)),
                new Message("", List.of(new Content.SystemEvent("auto-reply", data)), null));
    }

    private static List<InboundEvent> bounced(EmailMail mail, Fetched fetched) {
        EmailMail.Report report = mail.report();
        if (report.target().isEmpty()) {
            return List.of();
        }
        return switch (report.outcome()) {
            case FAILED -> List.of(failed(mail, fetched));
            case COPY_FAILED -> List.of(told("copy-bounced", mail, fetched));
            case LATE -> List.of(told("mail-late", mail, fetched));
            case OTHER -> List.of();
        };
    }

    private static InboundEvent failed(EmailMail mail, Fetched fetched) {
        EmailMail.Report report = mail.report();
        return new InboundEvent(
                header(mail, fetched, Keys.receipt(report.target(), Receipt.State.FAILED), Map.of()),
                new Receipt(
                        MessageRef.external(report.target()),
                        Receipt.State.FAILED,
                        "",
                        report.code(),
                        report.reason()));
    }

    /// What leaves the mail's own state as it is.
    private static InboundEvent told(String event, EmailMail mail, Fetched fetched) {
        Map<String, String> data = new LinkedHashMap<>();
        put(data, "address", mail.report().whom());
        put(data, "code", mail.report().code());
        put(data, "reason", mail.report().reason());
        return new InboundEvent(
                header(mail, fetched, Keys.event(event + ":" + mail.print()), Map.of()),
                new Message("", List.of(new Content.SystemEvent(event, data)), null));
    }

    private static Header header(EmailMail mail, Fetched fetched, String key, Map<String, String> metadata) {
        return new Header(
                fetched.tenant(),
                CHANNEL,
                fetched.inbox(),
                Direction.INBOUND,
                mail.place().thread(),
                // A mail may come before the one that it answers, and bounces have no thread.
                fetched.inbox().value(),
                key,
                new Sender(
                        Sender.Kind.CONTACT, mail.from().address(), mail.from().name()),
                mail.sentAt().truncatedTo(ChronoUnit.MILLIS),
                fetched.receivedAt().truncatedTo(ChronoUnit.MILLIS),
                metadata,
                null);
    }

    private static Map<String, String> metadata(EmailMail mail) {
        Map<String, String> metadata = new LinkedHashMap<>();
        put(metadata, "subject", mail.subject());
        put(metadata, "from", mail.from().written());
        put(metadata, "replyTo", people(mail.replyTo()));
        put(metadata, "to", people(mail.to()));
        put(metadata, "cc", people(mail.cc()));
        put(metadata, "bcc", people(mail.bcc()));
        put(metadata, "claims", mail.from().claimed());
        mail.authentication().forEach((method, result) -> put(metadata, method, result));
        if (mail.automatic() != Automatic.NO) {
            metadata.put("automatic", mail.automatic() == Automatic.REPLIED ? "replied" : "generated");
        }
        return metadata;
    }

    private static String people(List<EmailAddress> people) {
        return people.stream().limit(MOST_PEOPLE).map(EmailAddress::written).collect(Collectors.joining(", "));
    }

    private static void put(Map<String, String> facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.put(name, value);
        }
    }
}
