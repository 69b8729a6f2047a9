package io.omnihub.channel.email;

import io.omnihub.channel.email.EmailProperties.Account;
import io.omnihub.channel.thread.Threads;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// Finds the thread of a mail by the ids that it names, and remembers how to answer in it.
final class EmailThreads {

    private static final int MOST_PEOPLE = 50;
    private static final int MOST_REFERENCES = 20;
    private static final JsonMapper JSON = new JsonMapper();

    private final Threads threads;
    private final EmailTokens tokens;
    private final Collection<Account> accounts;

    /// @param accounts all that the hub reads
    EmailThreads(Threads threads, EmailTokens tokens, Collection<Account> accounts) {
        this.threads = threads;
        this.accounts = accounts;
        this.tokens = tokens;
    }

    /// Whether an id is one of a mail of ours.
    Predicate<String> ours(TenantId tenant, InboxId inbox) {
        return id -> tokens.ours(tenant, inbox, id).isPresent();
    }

    /// Gives each mail its thread, in their order.
    List<EmailMail> placed(TenantId tenant, InboxId inbox, Account account, List<EmailMail> mails) {
        List<EmailMail> placed = new ArrayList<>();
        List<EmailMail> said = new ArrayList<>();
        for (EmailMail mail : mails) {
            switch (mail.automatic()) {
                case NO, GENERATED -> said.add(mail);
                case OURS, BOUNCE, REPLIED -> {
                    // It may hang on those before it, and on none behind it.
                    placed.addAll(said(tenant, inbox, account, said));
                    said.clear();
                    placed.add(told(tenant, inbox, account, mail));
                }
            }
        }
        placed.addAll(said(tenant, inbox, account, said));
        return placed;
    }

    private List<EmailMail> said(TenantId tenant, InboxId inbox, Account account, List<EmailMail> mails) {
        if (mails.isEmpty()) {
            return List.of();
        }
        List<Threads.Place> places = threads.place(
                tenant,
                inbox,
                mails.stream()
                        .map(mail -> arrival(account, mail, signed(tenant, inbox, mail)))
                        .toList());
        List<EmailMail> placed = new ArrayList<>();
        for (int i = 0; i < mails.size(); i++) {
            EmailMail mail = mails.get(i);
            Threads.Place place = places.get(i);
            // What answers a mail of ours begins nothing.
            boolean begins = place.begins() && signed(tenant, inbox, mail).isEmpty();
            placed.add(mail.placed(new Threads.Place(place.thread(), begins, place.reused())));
        }
        return placed;
    }

    /// It may join a conversation, and begins none.
    private EmailMail told(TenantId tenant, InboxId inbox, Account account, EmailMail mail) {
        Optional<EmailTokens.Ours> ours = ours(tenant, inbox, mail);
        Optional<String> signed = ours.map(EmailTokens.Ours::thread);
        Optional<String> thread = mail.automatic() == EmailMail.Automatic.REPLIED
                ? signed.or(() -> threads.find(tenant, inbox, mail.named()))
                : signed;
        EmailMail placed = mail.placed(new Threads.Place(thread.orElse(""), false, false));
        EmailMail.Report report = mail.report();
        return report.outcome() == EmailMail.Outcome.FAILED
                        && ours.flatMap(answer -> note(tenant, inbox, answer.thread(), answer.call(), ""))
                                .filter(note -> isCopy(account, note, report.whom()))
                                .isPresent()
                ? placed.with(report.ofCopy())
                : placed;
    }

    /// The thread that a mail belongs to because it names a mail of ours.
    private Optional<String> signed(TenantId tenant, InboxId inbox, EmailMail mail) {
        return ours(tenant, inbox, mail).map(EmailTokens.Ours::thread);
    }

    /// The mail of ours that a mail names.
    private Optional<EmailTokens.Ours> ours(TenantId tenant, InboxId inbox, EmailMail mail) {
        return Stream.concat(mail.named().stream(), Stream.of(mail.report().target()))
                .flatMap(id -> tokens.ours(tenant, inbox, id).stream())
                .findFirst();
    }

    /// Whether somebody would only have got a copy of an answer.
    private static boolean isCopy(Account account, Note note, String whom) {
        return !whom.isEmpty()
                && note.to().stream().noneMatch(each -> is(each, whom))
                && Stream.of(note.cc(), note.copies(), account.cc(), account.bcc())
                        .flatMap(List::stream)
                        .anyMatch(each -> is(each.toLowerCase(Locale.ROOT), whom));
    }

    private static boolean is(String written, String address) {
        int name = written.endsWith(">") ? written.lastIndexOf('<') : -1;
        return EmailTransport.isSame(name < 0 ? written : written.substring(name + 1, written.length() - 1), address);
    }

    private Threads.Arrival arrival(Account account, EmailMail mail, Optional<String> signed) {
        Note note = note(account, mail);
        return new Threads.Arrival(
                mail.id().isEmpty() ? "#" + mail.print() : mail.id(),
                mail.print(),
                signed.isEmpty() ? mail.named() : List.of(),
                signed.orElseGet(mail::print),
                JSON.writeValueAsString(note),
                !mail.isDoubtful() && !note.to().isEmpty());
    }

    /// Mailboxes of one hub would write to each other without end, so none is answered where anybody else is.
    private Note note(Account account, EmailMail mail) {
        String from = named(account, mail);
        Note note = note(
                accounts.stream()
                        .filter(each -> each.tenant().equals(account.tenant()))
                        .flatMap(each -> each.all().stream())
                        .toList(),
                mail,
                from);
        return note.to().isEmpty() ? note(account.all(), mail, from) : note;
    }

    private static Note note(List<String> ours, EmailMail mail, String writtenTo) {
        Set<String> known = new LinkedHashSet<>(ours);
        // Lists and forms on pages have answers come to ourselves.
        List<EmailAddress> wanted = mail.replyTo().stream()
                .filter(each -> !known.contains(each.address()))
                .toList();
        // Nor are answers of our own people, by another program, answered to ourselves.
        List<EmailAddress> from = known.contains(mail.from().address())
                ? mail.to().stream()
                        .filter(each -> !known.contains(each.address()))
                        .toList()
                : List.of(mail.from());
        List<EmailAddress> to = (wanted.isEmpty() ? from : wanted)
                .stream().flatMap(each -> each.sendable().stream()).toList();
        to.forEach(each -> known.add(each.address()));
        List<String> others = new ArrayList<>();
        Stream.concat(mail.to().stream(), mail.cc().stream())
                .flatMap(each -> each.sendable().stream())
                .filter(each -> known.add(each.address()))
                .limit(MOST_PEOPLE)
                .forEach(each -> others.add(each.written()));
        List<String> references = new ArrayList<>(mail.named().reversed());
        if (references.size() > MOST_REFERENCES) {
            references = new ArrayList<>(references.subList(references.size() - MOST_REFERENCES, references.size()));
        }
        if (!mail.id().isEmpty()) {
            references.add(mail.id());
        }
        return new Note(
                mail.subject(),
                to.stream().limit(MOST_PEOPLE).map(EmailAddress::written).toList(),
                others,
                mail.id(),
                List.copyOf(references),
                writtenTo,
                List.of());
    }

    /// Which address of the inbox a mail was written to; empty where it names none of them.
    private static String named(Account account, EmailMail mail) {
        return Stream.concat(mail.to().stream(), mail.cc().stream())
                .map(EmailAddress::address)
                .filter(account.all()::contains)
                .findFirst()
                .orElse("");
    }

    /// How to answer in a thread; nothing where nothing is known of it any more.
    Optional<Note> note(TenantId tenant, InboxId inbox, String thread) {
        return threads.noted(tenant, inbox, thread).map(json -> JSON.readValue(json, Note.class));
    }

    /// How to give an answer, the same in each try; nothing where nothing is known of its thread any more.
    ///
    /// @param answer tells it from the others of its thread, as in its id
    /// @param quoted the id of the mail that it answers; empty for the thread's last one
    Optional<Note> note(TenantId tenant, InboxId inbox, String thread, String answer, String quoted) {
        return threads.noted(tenant, inbox, thread, answer, quoted).map(json -> JSON.readValue(json, Note.class));
    }

    /// Has all tries give an answer as the first one does.
    void settle(TenantId tenant, InboxId inbox, String answer, Note note) {
        threads.settle(tenant, inbox, answer, JSON.writeValueAsString(note));
    }

    /// The id of a mail of ours, the same in each attempt.
    String id(TenantId tenant, InboxId inbox, String thread, String call, String domain) {
        return tokens.write(tenant, inbox, thread, call, domain);
    }

    /// How to answer a mail, or in a thread: then its last one.
    ///
    /// @param subject    of the mail
    /// @param to         whom that wants to be answered
    /// @param cc         who else got it
    /// @param last       its Message-ID
    /// @param references what to put into the header of that name
    /// @param from       the address of ours that it was written to; empty where it names none
    /// @param copies     who gets one answer too, by its writer's choice, once it is settled how to give it
    record Note(
            String subject,
            List<String> to,
            List<String> cc,
            String last,
            List<String> references,
            String from,
            List<String> copies) {

        Note {
            // Those of earlier versions have none.
            from = Objects.requireNonNullElse(from, "");
            copies = Objects.requireNonNullElse(copies, List.of());
        }

        Note with(EmailReply answer) {
            List<String> all =
                    Stream.concat(answer.cc().stream(), answer.bcc().stream()).toList();
            return new Note(subject, to, cc, last, references, from, all);
        }
    }
}
