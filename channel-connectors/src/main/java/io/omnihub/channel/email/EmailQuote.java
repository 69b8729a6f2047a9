package io.omnihub.channel.email;

import io.omnihub.channel.email.EmailProperties.Quotes;
import io.omnihub.channel.thread.Earlier.Said;
import java.lang.Character.UnicodeScript;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;

/// Puts what an answer answers below it, as programs for mails do.
final class EmailQuote {

    static final int LONGEST = 10_000;
    static final int MOST_LINES = 200;

    private static final String MORE = "[…]";

    private EmailQuote() {}

    static EmailReply below(EmailReply reply, Said said, Quotes language) {
        if (language == Quotes.NONE || said.text().isBlank()) {
            return reply;
        }
        String head = head(said, language == Quotes.AUTO ? spoken(said) : language);
        String text = bounded(said.text().strip());
        String plain = text.lines()
                .map(line -> line.isEmpty() || line.startsWith(">") ? ">" + line : "> " + line)
                .collect(Collectors.joining("\n"));
        String html = reply.html().isEmpty()
                ? ""
                : reply.html() + "<br><div>" + Entities.escape(head) + "</div>" + EmailHtml.quoted(text);
        return reply.with((reply.plain() + "\n\n" + head + "\n" + plain).strip(), html);
    }

    /// Chinese where its writer's name or words have Chinese characters, and no Japanese ones.
    private static Quotes spoken(Said said) {
        Set<UnicodeScript> scripts = (said.sender() + said.text())
                .codePoints()
                .mapToObj(UnicodeScript::of)
                .collect(Collectors.toSet());
        boolean japanese = scripts.contains(UnicodeScript.HIRAGANA) || scripts.contains(UnicodeScript.KATAKANA);
        return scripts.contains(UnicodeScript.HAN) && !japanese ? Quotes.ZH : Quotes.EN;
    }

    /// In a form by which programs, and this hub, know what only follows.
    private static String head(Said said, Quotes language) {
        ZonedDateTime at = said.at();
        String who = EmailText.clean(said.sender()).replaceAll("\\s+", " ").strip();
        String name = EmailText.cut(who, 100);
        return language == Quotes.ZH
                ? "在 " + written(at, "yyyy年M月d日 HH:mm") + "，" + name + " 写道："
                : "On " + written(at, "d MMMM yyyy") + " at " + written(at, "HH:mm") + ", " + name + " wrote:";
    }

    private static String written(ZonedDateTime at, String form) {
        return DateTimeFormatter.ofPattern(form, Locale.ENGLISH).format(at);
    }

    private static String bounded(String text) {
        List<String> lines =
                EmailText.cut(text, LONGEST).lines().limit(MOST_LINES).toList();
        String begun = String.join("\n", lines);
        return begun.length() < text.length() ? begun + "\n" + MORE : begun;
    }
}
