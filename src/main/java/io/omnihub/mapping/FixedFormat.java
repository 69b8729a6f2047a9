package io.omnihub.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Records whose fields stand at fixed places, which are counted in bytes as hosts count, not in characters.
///
/// @param columns the first and the last byte of each, from 1
/// @param length  of a record where they are not ended by lines; 0 where they are
record FixedFormat(Map<String, Span> columns, int length, TextOf text) implements Format {

    static final Set<String> KEYS = Set.of("columns", "length");
    private static final int LONGEST = 100_000;
    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,5})(?:-([1-9][0-9]{0,5}))?");

    /// From one byte to another, both within.
    record Span(int first, int last) {}

    static FixedFormat compile(Yaml yaml, @Nullable Yaml options, TextOf text) {
        Map<String, Span> columns = new LinkedHashMap<>();
        Map<String, Yaml> keys = options == null ? Map.of() : options.map(KEYS);
        Yaml declared = keys.get("columns");
        if (declared == null) {
            yaml.wrong("needs columns, such as {no: 1-10, name: 11-40}");
        } else {
            declared.map().forEach((name, span) -> columns.put(name, span(span)));
        }
        return new FixedFormat(columns, (int) Yaml.whole(keys.get("length"), 1, LONGEST, 0), text);
    }

    private static Span span(Yaml yaml) {
        Matcher matcher = SPAN.matcher(yaml.text());
        if (matcher.matches()) {
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            if (last >= first) {
                return new Span(first, last);
            }
        }
        yaml.wrong("must be the first and the last byte, from 1: 11-40");
        return new Span(1, 1);
    }

    @Override
    public List<Row> read(Input input, JsonNodeFactory nodes) {
        Records records = new Records(input);
        byte[] bytes = input.bytes();
        Charset stated = text.stated(input);
        Charset charset = stated != null ? stated : text.detects() ? Charsets.detected(bytes) : StandardCharsets.UTF_8;
        int at = charset.equals(StandardCharsets.UTF_8) && Charsets.isMarked(bytes) ? 3 : 0;
        long number = 0;
        while (at < bytes.length) {
            number++;
            int end = length > 0 ? Math.min(at + length, bytes.length) : end(bytes, at);
            int trimmed = length == 0 && end > at && bytes[end - 1] == '\r' ? end - 1 : end;
            if (trimmed > at) {
                records.add(number, record(bytes, at, trimmed, number, charset, nodes));
            }
            at = length > 0 ? end : end + 1;
        }
        return records.rows();
    }

    private static int end(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    private ObjectNode record(byte[] bytes, int from, int to, long line, Charset charset, JsonNodeFactory nodes) {
        ObjectNode record = nodes.objectNode();
        columns.forEach((name, span) -> {
            int first = from + span.first() - 1;
            int last = Math.min(from + span.last(), to);
            if (first >= last) {
                return;
            }
            try {
                String value = Charsets.exact(Arrays.copyOfRange(bytes, first, last), charset)
                        .strip();
                if (!value.isEmpty()) {
                    record.put(name, value);
                }
            } catch (IllegalArgumentException _) {
                throw new BadInputException(
                        "has no " + charset + " from byte " + span.first() + " to " + span.last() + " (" + name + ")",
                        "line " + line);
            }
        });
        return record;
    }

    @Override
    public String contentType() {
        return "text/plain";
    }
}
