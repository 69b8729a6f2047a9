package io.omnihub.channel.email;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.ContentUtil;

/// The headers of a mail or of a part of one, with their bytes.
final class EmailHeaders {

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final EmailText text;

    EmailHeaders(EmailText text) {
        this.text = text;
    }

    void add(Field field) {
        String body;
        ByteSequence raw = field.getRaw();
        if (raw == null) {
            body = field.getBody();
        } else {
            String whole = ContentUtil.decode(raw);
            body = whole.substring(whole.indexOf(':') + 1);
        }
        add(field.getName(), body == null ? "" : body);
    }

    void add(String name, String value) {
        values.computeIfAbsent(name.strip().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                .add(value.strip());
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /// All of one name, from the top.
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /// Its bytes, one in each character; empty where it is not there.
    String raw(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? "" : all.getFirst();
    }

    /// As people read it.
    String text(String name) {
        return text.header(raw(name));
    }

    List<EmailAddress> addresses(String name) {
        return EmailAddress.list(raw(name), text);
    }

    EmailParameters parameters(String name) {
        String raw = raw(name);
        return raw.isEmpty() ? EmailParameters.NONE : EmailParameters.read(raw, text);
    }
}
