package io.omnihub.channel.email;

import jakarta.mail.internet.MailDateFormat;
import java.text.ParsePosition;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/// Reads the date of a mail.
final class EmailDate {

    private EmailDate() {}

    /// @return null where it is none
    static @Nullable Instant read(String header) {
        String text = header.replaceAll("\\s+", " ").strip();
        if (text.isEmpty() || text.length() > 200) {
            return null;
        }
        Date date = new MailDateFormat().parse(text, new ParsePosition(0));
        return date == null ? null : date.toInstant();
    }
}
