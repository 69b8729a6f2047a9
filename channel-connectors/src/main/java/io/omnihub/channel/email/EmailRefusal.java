package io.omnihub.channel.email;

import jakarta.mail.AuthenticationFailedException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Why a mail server lets nobody in: its own words, by a code of SMTP (RFC 4954, 4.7) or of IMAP (RFC 5530).
final class EmailRefusal {

    private static final Pattern FOR_NOW =
            Pattern.compile("(?i)\\s*(?:(4\\d\\d)\\b.*|\\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG)].*)", Pattern.DOTALL);

    /// What the library has for an answer where the line broke, or nothing came, while it let the hub in.
    private static final Pattern NOTHING = Pattern.compile("\\s*(?:\\[EOF])?\\s*");

    private EmailRefusal() {}

    /// Whether it may let the hub in later by the same user and password.
    static boolean isForNow(AuthenticationFailedException refused) {
        return isUnanswered(refused) || matched(refused).matches();
    }

    /// Whether it said nothing of user and password.
    static boolean isUnanswered(AuthenticationFailedException refused) {
        return NOTHING.matcher(Objects.requireNonNullElse(refused.getMessage(), ""))
                .matches();
    }

    /// With what code it did so; 0 where it gave none, or refuses user and password.
    static int code(AuthenticationFailedException refused) {
        Matcher said = matched(refused);
        return said.matches() && said.group(1) != null ? Integer.parseInt(said.group(1)) : 0;
    }

    private static Matcher matched(AuthenticationFailedException refused) {
        return FOR_NOW.matcher(Objects.requireNonNullElse(refused.getMessage(), ""));
    }
}
