package io.omnihub.channel.email;

import io.omnihub.message.Content;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Shows an invitation (RFC 5545) as a card.
final class EmailCalendarAdapter {

    private static final int LONGEST = 500;
    private static final Pattern LINE = Pattern.compile(
            "(?m)^(SUMMARY|DTSTART|DTEND|LOCATION|ORGANIZER|METHOD)((?:;[^:\\n\"]*(?:\"[^\"\\n]*\")?)*):(.*)$");
    private static final Pattern TIME = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(?:T(\\d{2})(\\d{2})\\d{2}(Z?))?");
    private static final Pattern ZONE = Pattern.compile("TZID=\"?([^;\":]{1,60})");

    private EmailCalendarAdapter() {}

    static Optional<Content> card(String calendar) {
        String unfolded = calendar.replace("\r", "").replaceAll("\\n[ \\t]", "");
        int event = unfolded.indexOf("BEGIN:VEVENT");
        Map<String, String> found = new LinkedHashMap<>();
        Matcher line = LINE.matcher(unfolded.substring(Math.max(0, event)));
        while (line.find()) {
            String value = line.group(1).startsWith("DT") ? time(line.group(2), line.group(3)) : plain(line.group(3));
            if (!value.isBlank()) {
                found.putIfAbsent(line.group(1), value);
            }
        }
        String title = found.getOrDefault("SUMMARY", "");
        if (title.isBlank()) {
            return Optional.empty();
        }
        List<Content.Card.Field> fields = new ArrayList<>();
        add(fields, "start_time", found.get("DTSTART"));
        add(fields, "end_time", found.get("DTEND"));
        add(fields, "place", found.get("LOCATION"));
        add(fields, "organizer", found.get("ORGANIZER"));
        return Optional.of(new Content.Card(title, fields, List.of(), null));
    }

    private static void add(List<Content.Card.Field> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.add(new Content.Card.Field(name, value));
        }
    }

    private static String plain(String value) {
        String text = value.replaceFirst("(?i)^mailto:", "")
                .replaceAll("\\\\[nN]", " ")
                .replaceAll("\\\\(.)", "$1");
        return EmailText.cut(EmailText.clean(text).strip(), LONGEST);
    }

    private static String time(String parameters, String value) {
        Matcher time = TIME.matcher(value.strip());
        if (!time.matches()) {
            return "";
        }
        String day = time.group(1) + "-" + time.group(2) + "-" + time.group(3);
        if (time.group(4) == null) {
            return day;
        }
        Matcher zone = ZONE.matcher(parameters);
        String where = time.group(6).equals("Z") ? " UTC" : zone.find() ? " " + zone.group(1) : "";
        return day + " " + time.group(4) + ":" + time.group(5) + where;
    }
}
