package io.omnihub.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.channel.email.EmailProperties.Quotes;
import io.omnihub.channel.thread.Earlier.Said;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What an answer repeats of what it answers.
final class EmailQuoteTests {

    private static final EmailReply ANSWER =
            new EmailReply("Yes", "<div>Yes</div>", List.of(), List.of("boss@shop.example"), List.of());
    private static final ZonedDateTime AT = ZonedDateTime.parse("2026-03-02T10:05:00+08:00[Asia/Shanghai]");

    @Test
    void whoWroteItAndWhenStandsBeforeItInTheInboxsLanguage() {
        Said said = new Said("Li\r\nBcc: x <li@customer.example>", AT, "Where <is> it?\n> asked before\n\nThanks");

        assertThat(EmailQuote.below(ANSWER, said, Quotes.EN))
                .isEqualTo(new EmailReply(
                        """
                        Yes

                        On 2 March 2026 at 10:05, Li Bcc: x <li@customer.example> wrote:
                        > Where <is> it?
                        >> asked before
                        >
                        > Thanks""",
                        "<div>Yes</div><br><div>On 2 March 2026 at 10:05, Li Bcc: x &lt;li@customer.example&gt; wrote:</div>"
                                + "<blockquote>Where &lt;is&gt; it?<br>&gt; asked before<br><br>Thanks</blockquote>",
                        List.of(),
                        List.of("boss@shop.example"),
                        List.of()));
        assertThat(EmailQuote.below(ANSWER, said, Quotes.ZH).plain())
                .contains("\n在 2026年3月2日 10:05，Li Bcc: x <li@customer.example> 写道：\n> Where");
        assertThat(EmailQuote.below(ANSWER, said, Quotes.NONE)).isEqualTo(ANSWER);
    }

    @ParameterizedTest
    @CsvSource({
        "Li, 我的包裹在哪里？, 写道：",
        "Li, Where is my parcel 包裹?, 写道：",
        "李雷, OK, 写道：",
        "Li, Where is my parcel?, wrote:",
        "Sato, 荷物はどこですか, wrote:",
        "Müller, Où est mon colis ?, wrote:"
    })
    void theLineIsInTheLanguageOfTheMailThatItTellsOf(String sender, String text, String word) {
        String answer = EmailQuote.below(ANSWER, new Said(sender, AT, text), Quotes.AUTO)
                .plain();

        assertThat(answer.lines().skip(2).findFirst().orElseThrow()).endsWith(word);
    }

    @ParameterizedTest
    @EnumSource(names = {"ZH", "EN"})
    void whatOurAnswersRepeatIsFoldedWhereItComesBack(Quotes language) {
        String sent = EmailQuote.below(ANSWER, new Said("Li <li@customer.example>", AT, "Where is it?"), language)
                .plain();

        assertThat(EmailFolding.of(sent, 1_000).said()).isEqualTo("Yes");
        assertThat(EmailFolding.of("Thank you\n\n" + sent.replaceFirst("Yes\\s+", ""), 1_000)
                        .said())
                .isEqualTo("Thank you");
    }

    @Test
    void whatIsRepeatedHasABound() {
        Said many = new Said("Li", AT, "line\n".repeat(1_000));
        Said wide = new Said("Li", AT, "x".repeat(100_000));

        assertThat(EmailQuote.below(ANSWER, many, Quotes.EN).plain().lines()).hasSize(EmailQuote.MOST_LINES + 4);
        assertThat(EmailQuote.below(ANSWER, wide, Quotes.EN).plain())
                .hasSizeLessThan(EmailQuote.LONGEST + 200)
                .endsWith("> […]");
    }
}
