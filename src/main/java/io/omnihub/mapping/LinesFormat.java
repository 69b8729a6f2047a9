package io.omnihub.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lines of a name and a value; an empty line ends a record.
record LinesFormat(String separator, TextOf text) implements Format {

    static final Set<String> KEYS = Set.of("separator");
    private static final int LONGEST = 10;

    static LinesFormat compile(@Nullable Yaml options, TextOf text) {
        Map<String, Yaml> keys = options == null ? Map.of() : options.map(KEYS);
        Yaml given = keys.get("separator");
        String separator = Yaml.text(given, "=");
        if (given != null && (separator.isEmpty() || separator.length() > LONGEST)) {
            given.wrong("must be 1 to " + LONGEST + " signs");
        }
        return new LinesFormat(separator, text);
    }

    @Override
    public List<Row> read(Input input, JsonNodeFactory nodes) {
        Records records = new Records(input);
        ObjectNode record = nodes.objectNode();
        int begun = 1;
        int number = 0;
        for (String line : (Iterable<String>) text.of(input).lines()::iterator) {
            number++;
            if (line.isBlank()) {
                flush(records, begun, record);
                record = nodes.objectNode();
                begun = number + 1;
                continue;
            }
            int end = line.indexOf(separator);
            if (end < 1) {
                throw new BadInputException("has no name and value, with " + separator + " between", "line " + number);
            }
            Records.put(
                    record,
                    line.substring(0, end).strip(),
                    nodes.textNode(line.substring(end + separator.length()).strip()));
        }
        flush(records, begun, record);
        return records.rows();
    }

    private static void flush(Records records, int begun, ObjectNode record) {
        if (!record.isEmpty()) {
            records.add(begun, record);
        }
    }

    @Override
    public String contentType() {
        return "text/plain";
    }
}
