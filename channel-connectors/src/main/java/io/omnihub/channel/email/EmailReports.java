package io.omnihub.channel.email;

import io.omnihub.channel.email.EmailMail.Automatic;
import io.omnihub.channel.email.EmailMail.Outcome;
import io.omnihub.channel.email.EmailMail.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/// Tells what programs wrote from what people write (RFC 3834), and reads what mail servers tell of mails that did not
/// arrive (RFC 3464), also in the forms that providers have made up.
final class EmailReports {

    private static final int LONGEST_REASON = 500;

    private static final Pattern DAEMON =
            Pattern.compile("(?i)(mailer-?daemon|postmaster|mail-?delivery|mdaemon)[^@\\s]*@");

    private static final Pattern BOUNCED =
            Pattern.compile("(?i)退信|投递失败|投遞失敗|无法投递|無法投遞|发送失败|未送达|undeliver|delivery (status|fail|notif|has failed)"
                    + "|returned mail|mail delivery|failure notice|message not delivered|delivery incomplete");

    private static final Pattern AWAY = Pattern.compile(
            "(?i)^\\s*\\[?(自动回复|自動回覆|自动答复|自动应答|auto(matic|mated)?[ -]?(reply|response|antwort)|out of (the )?office"
                    + "|réponse automatique|respuesta automática|abwesenheits)");

    private static final Pattern LATE =
            Pattern.compile("(?i)^\\s*((delivery )?delayed\\b|(mail )?delivery (status notification )?\\(?delay"
                    + "|warning: could not send|warning: message .{0,100} delayed|(延迟|延遲)[:：]"
                    + "|([\\[【].{1,20}[】\\]]\\s*)?(系统|系統|邮件|郵件|投递|投遞|发送|傳送|传递){1,3}已?(延迟|延遲|推迟)"
                    + "|.{0,20}(暂时?|暫時?|尚)(未能?|无法|無法)(送达|送達|投递|投遞|发送|傳送))");

    private static final Pattern ACTION = Pattern.compile("(?im)^action:\\s*([a-z]+)");
    private static final Pattern RECIPIENT =
            Pattern.compile("(?im)^final-recipient:\\s*(?:[a-z0-9-]+;)?\\s*<?([^<>\\s]+@[^<>\\s]+)");

    /// As we wrote it, where the mail was sent on to another address.
    private static final Pattern WRITTEN =
            Pattern.compile("(?im)^original-recipient:\\s*rfc822;\\s*<?([^<>\\s]+@[^<>\\s]+)");

    private static final Pattern ENVELOPE = Pattern.compile("(?im)^original-envelope-id:\\s*<?([^<>\\s]{1,300})");

    private static final Pattern STATUS = Pattern.compile("(?im)^status:\\s*([45]\\.\\d{1,3}\\.\\d{1,3})");
    private static final Pattern DIAGNOSTIC =
            Pattern.compile("(?im)^diagnostic-code:\\s*(?:[a-z0-9-]+;)?\\s*(.*(?:\\r?\\n[ \\t].*)*)");
    private static final Pattern ENHANCED = Pattern.compile("\\b([45]\\.\\d{1,3}\\.\\d{1,3})\\b");
    private static final Pattern BASIC = Pattern.compile("\\b(5[0-9]{2})\\b");

    /// What Chinese providers call the reason in forms of their own, and what stands behind it there.
    private static final Pattern WHY = Pattern.compile("(?s)退信原因[\\s:：]*(\\S.{0,999})");

    private static final Pattern THEN = Pattern.compile("(建议|推荐)?解决方案|推荐方案|远程响应|\\n\\s*\\n");

    /// Whom they name in them.
    private static final Pattern WHOM =
            Pattern.compile("(?:无法发送到|收件人)[\\s:：]*<?([^<>\\s,;，；。、]{1,100}@[^<>\\s,;，；。、]{1,200})");

    private static final Pattern MESSAGE_ID = Pattern.compile("(?im)^message-id:\\s*(?:\\r?\\n[ \\t]+)?(<[^<>\\s]+>)");

    private final EmailHeaders headers;
    private final EmailParts parts;
    private final Predicate<String> ours;

    /// @param ours whether an id is one of a mail of ours
    EmailReports(EmailHeaders headers, EmailParts parts, Predicate<String> ours) {
        this.headers = headers;
        this.parts = parts;
        this.ours = ours;
    }

    /// @param from who says that he has sent it, as it stands there
    Automatic automatic(String from) {
        EmailParameters type = headers.parameters("content-type");
        String submitted = headers.raw("auto-submitted").strip().toLowerCase(Locale.ROOT);
        String precedence = headers.raw("precedence").strip().toLowerCase(Locale.ROOT);
        String subject = headers.text("subject");
        // People write about such answers too: alone it hides nothing.
        boolean away = AWAY.matcher(subject).find();
        boolean report = type.value().equals("multipart/report");
        boolean daemon = DAEMON.matcher(from).find()
                || headers.raw("return-path").strip().equals("<>");
        if (!parts.status().isEmpty()
                || (report && type.get("report-type").equalsIgnoreCase("delivery-status"))
                || (daemon
                        && (BOUNCED.matcher(subject).find()
                                || LATE.matcher(subject).find()
                                || !parts.returned().isEmpty()))) {
            return Automatic.BOUNCE;
        }
        if (report
                || submitted.startsWith("auto-replied")
                || precedence.equals("auto_reply")
                || headers.has("x-autoreply")
                || headers.has("x-autorespond")
                || headers.has("x-autoresponse")
                || (away && named().stream().anyMatch(ours))) {
            return Automatic.REPLIED;
        }
        boolean generated = away
                || (!submitted.isEmpty() && !submitted.startsWith("no"))
                || List.of("bulk", "junk", "list").contains(precedence)
                || headers.has("list-id");
        return generated ? Automatic.GENERATED : Automatic.NO;
    }

    /// What a bounce says.
    Report report() {
        // One group for each recipient.
        List<String> groups = List.of(parts.status().split("\\r?\\n[ \\t]*\\r?\\n", -1));
        String text = text();
        Outcome outcome = outcome(groups, text);
        List<String> over =
                groups.stream().filter(group -> said(group) == outcome).toList();
        String status = String.join("\n", over.isEmpty() ? groups : over);
        String code = code(status, text).orElse("bounced");
        String reason = first(DIAGNOSTIC, status)
                .orElseGet(() -> why(text).orElse(text))
                .replaceAll("\\s+", " ")
                .strip();
        Stream<String> named = parts.status().isBlank()
                ? WHOM.matcher(text).results().map(found -> found.group(1))
                : over.stream().flatMap(group -> first(WRITTEN, group).or(() -> first(RECIPIENT, group)).stream());
        List<String> recipients = named.map(each -> each.strip().toLowerCase(Locale.ROOT))
                .distinct()
                .limit(2)
                .toList();
        // Of several one may be whom it was written to.
        String whom = recipients.size() == 1 ? recipients.getFirst() : "";
        return new Report(
                target(text),
                outcome,
                code,
                EmailText.cut(EmailText.clean(reason), LONGEST_REASON),
                EmailText.cut(EmailText.clean(whom), LONGEST_REASON));
    }

    /// As people read it: forms of providers are mostly HTML, which hides what it has no use for.
    private String text() {
        if (!parts.plain().isBlank()) {
            return parts.plain();
        }
        Document page = Jsoup.parse(parts.html());
        page.select("head, script, style, template").remove();
        page.getElementsByAttributeValueMatching("style", "(?i)display\\s*:\\s*none")
                .remove();
        return page.text();
    }

    private static Optional<String> why(String text) {
        return first(WHY, text).map(told -> THEN.split(told, 2)[0].strip()).filter(told -> !told.isEmpty());
    }

    /// Of several recipients the worst; where nothing tells it, what the subject says.
    private Outcome outcome(List<String> groups, String text) {
        if (groups.stream().noneMatch(group -> first(ACTION, group).isPresent())) {
            boolean over = code(parts.status(), text)
                    .filter(code -> code.startsWith("5"))
                    .isPresent();
            return !over && LATE.matcher(headers.text("subject")).find() ? Outcome.LATE : Outcome.FAILED;
        }
        List<Outcome> said = groups.stream().map(EmailReports::said).toList();
        return said.contains(Outcome.FAILED)
                ? Outcome.FAILED
                : said.contains(Outcome.LATE) ? Outcome.LATE : Outcome.OTHER;
    }

    /// What became of the mail to one recipient.
    private static Outcome said(String group) {
        return switch (first(ACTION, group).orElse("").toLowerCase(Locale.ROOT)) {
            case "failed" -> Outcome.FAILED;
            case "delayed" -> Outcome.LATE;
            default -> Outcome.OTHER;
        };
    }

    private static Optional<String> code(String status, String text) {
        String why = why(text).orElse("");
        return first(STATUS, status)
                .or(() -> first(ENHANCED, why))
                .or(() -> first(BASIC, why))
                .or(() -> first(ENHANCED, text))
                .or(() -> first(BASIC, text));
    }

    /// The mail that did not arrive: by its own headers where they came back, else by whatever names one of ours.
    private String target(String said) {
        List<String> candidates = new ArrayList<>();
        first(MESSAGE_ID, parts.returned()).ifPresent(candidates::add);
        first(ENVELOPE, parts.status()).map(EmailTransport::id).ifPresent(candidates::add);
        candidates.addAll(named());
        first(MESSAGE_ID, said).ifPresent(candidates::add);
        candidates.addAll(EmailReader.ids(said));
        return candidates.stream().filter(ours).findFirst().orElse("");
    }

    private List<String> named() {
        List<String> named = new ArrayList<>(EmailReader.ids(headers.raw("in-reply-to")));
        named.addAll(EmailReader.ids(headers.raw("references")));
        return named;
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
