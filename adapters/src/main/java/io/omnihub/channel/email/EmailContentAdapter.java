package io.omnihub.channel.email;

import io.omnihub.channel.ContentTypes;
import io.omnihub.message.Content;
import io.omnihub.message.Media;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes parts of a mail: what its writer said, without what he quotes; the whole of it where that is more; its files.
final class EmailContentAdapter {

    private static final int MOST_FILES = 90;

    /// Where plain text has less than a third of what the HTML says, it only says that there is HTML.
    private static final int STUB = 3;

    /// In characters, of what was said; the whole of a longer mail is a file beside it.
    private static final int LONGEST = Content.LONGEST_TEXT / 4;

    private EmailContentAdapter() {}

    static List<Content> parts(EmailMail mail) {
        List<Content> parts = new ArrayList<>();
        EmailFolding folded = folded(mail);
        if (!folded.said().isBlank()) {
            parts.add(new Content.Text(folded.said()));
        }
        List<Content> attached = files(mail);
        whole(mail, folded, attached, parts.size() + 1).ifPresent(parts::add);
        parts.addAll(attached);
        mail.files().stream()
                .map(EmailMail.File::calendar)
                .filter(each -> !each.isEmpty())
                .findFirst()
                .flatMap(EmailCalendarAdapter::card)
                .ifPresent(parts::add);
        if (parts.isEmpty()) {
            parts.add(empty(mail));
        }
        return parts;
    }

    private static Content empty(EmailMail mail) {
        return mail.subject().isBlank() ? new Content.Unsupported("empty mail", "") : new Content.Text(mail.subject());
    }

    /// What its writer said, in short.
    static String said(EmailMail mail) {
        return folded(mail).said();
    }

    private static EmailFolding folded(EmailMail mail) {
        String plain = mail.plain();
        if (!mail.html().isEmpty()) {
            String text = EmailHtml.text(mail.html());
            if (plain.strip().length() * STUB < text.length()) {
                plain = text;
            }
        }
        return EmailFolding.of(plain, LONGEST);
    }

    /// The mail as it was sent, where it is more than what was said.
    private static Optional<Content> whole(EmailMail mail, EmailFolding folded, List<Content> attached, int first) {
        if (!mail.html().isEmpty()) {
            Map<String, Integer> shown = new LinkedHashMap<>();
            for (int i = 0; i < mail.files().size() && i < attached.size(); i++) {
                EmailMail.File file = mail.files().get(i);
                if (!file.contentId().isEmpty() && attached.get(i) instanceof Content.Image) {
                    shown.put(file.contentId(), first + i);
                }
            }
            EmailHtml html = EmailHtml.of(mail.html(), shown);
            return html.isRich() || !folded.rest().isBlank() ? fitting(html.html()) : Optional.empty();
        }
        return folded.rest().isBlank() ? Optional.empty() : fitting(EmailHtml.quoted(folded.rest()));
    }

    /// What is too long lies beside it as a file.
    private static Optional<Content> fitting(String html) {
        boolean fits = !html.isBlank() && html.getBytes(StandardCharsets.UTF_8).length <= Content.LONGEST_TEXT;
        return fits ? Optional.of(new Content.RichText(html)) : Optional.empty();
    }

    private static List<Content> files(EmailMail mail) {
        List<Content> parts = new ArrayList<>();
        for (EmailMail.File file : mail.files()) {
            if (parts.size() == MOST_FILES) {
                parts.add(new Content.Unsupported(
                        "further files of the mail: " + (mail.files().size() - MOST_FILES), ""));
                break;
            }
            parts.add(file(file));
        }
        return parts;
    }

    private static Content file(EmailMail.File file) {
        Media media = file.media();
        if (media == null) {
            return new Content.Unsupported(file.refused(), file.fileName());
        }
        return ContentTypes.isPicture(media.contentType()) ? new Content.Image(media) : new Content.File(media);
    }
}
