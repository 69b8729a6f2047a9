package io.omnihub.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/// CSV and other delimited rows, each a record. All values are texts: phones and order numbers keep their zeros.
///
/// @param columns the columns' names where there is no heading; empty where there is
/// @param names   the names that headings are given, all of which must be there; those that are not in it keep their
/// own
/// @param skip    how many lines stand before the heading or the first row
record CsvFormat(CSVFormat form, List<String> columns, Map<String, String> names, int skip, TextOf text)
        implements Format {

    static final Set<String> KEYS = Set.of("delimiter", "quote", "columns", "skip");
    private static final int MOST_COLUMNS = 1_000;
    private static final int MOST_SKIPPED = 1_000;

    static CsvFormat compile(@Nullable Yaml options, TextOf text) {
        Map<String, Yaml> keys = options == null ? Map.of() : options.map(KEYS);
        CSVFormat form = CSVFormat.RFC4180
                .builder()
                .setDelimiter(sign(keys.get("delimiter"), ","))
                .setQuote(quote(keys.get("quote")))
                .setIgnoreEmptyLines(true)
                .get();
        List<String> columns = new ArrayList<>();
        Map<String, String> names = new LinkedHashMap<>();
        Yaml declared = keys.get("columns");
        if (declared != null && declared.isMap()) {
            declared.map()
                    .forEach((heading, name) -> once(names.values(), name, () -> names.put(heading, name.text())));
        } else if (declared != null) {
            declared.list().forEach(name -> once(columns, name, () -> columns.add(name.text())));
        }
        return new CsvFormat(form, columns, names, (int) Yaml.whole(keys.get("skip"), 0, MOST_SKIPPED, 0), text);
    }

    private static void once(Collection<String> names, Yaml name, Runnable adding) {
        if (names.contains(name.text())) {
            name.wrong("stands there twice");
        } else {
            adding.run();
        }
    }

    private static String sign(@Nullable Yaml yaml, String otherwise) {
        String sign = Yaml.text(yaml, otherwise);
        if (sign.equals("tab")) {
            return "\t";
        }
        if (yaml != null && (sign.length() != 1 || "\"\r\n".contains(sign))) {
            yaml.wrong("must be one sign, or tab");
            return otherwise;
        }
        return sign;
    }

    private static @Nullable Character quote(@Nullable Yaml yaml) {
        return Yaml.text(yaml, "").equals("none") ? null : sign(yaml, "\"").charAt(0);
    }

    @Override
    public List<Row> read(Input input, JsonNodeFactory nodes) {
        Records records = new Records(input);
        StringReader reader = new StringReader(text.of(input));
        try {
            pass(reader);
            try (CSVParser parser = form.parse(reader)) {
                List<String> heads = columns;
                long line = 1;
                for (CSVRecord row : parser) {
                    line = parser.getCurrentLineNumber() + skip;
                    if (heads.isEmpty()) {
                        heads = heads(row, line);
                    } else {
                        records.add(line, record(row, heads, line, nodes));
                    }
                }
            } catch (UncheckedIOException e) {
                throw new BadInputException("is no CSV: a quotation mark is wrong", "after " + last(records));
            }
        } catch (IOException e) {
            throw new BadInputException("is no CSV", "after " + last(records));
        }
        return records.rows();
    }

    private void pass(StringReader reader) throws IOException {
        int left = skip;
        while (left > 0) {
            int c = reader.read();
            if (c == -1) {
                return;
            }
            left -= c == '\n' ? 1 : 0;
        }
    }

    private List<String> heads(CSVRecord row, long line) {
        List<String> heads = new ArrayList<>();
        for (String head : row) {
            String name = head.strip();
            heads.add(names.getOrDefault(name, name));
        }
        if (heads.size() > MOST_COLUMNS) {
            throw new BadInputException("has more than " + MOST_COLUMNS + " columns", "line " + line);
        }
        if (new HashSet<>(heads).size() < heads.size()) {
            throw new BadInputException("has two columns of one heading", "line " + line);
        }
        for (Map.Entry<String, String> name : names.entrySet()) {
            if (!heads.contains(name.getValue())) {
                throw new BadInputException("has no column " + name.getKey(), "line " + line);
            }
        }
        return heads;
    }

    private static ObjectNode record(CSVRecord row, List<String> heads, long line, JsonNodeFactory nodes) {
        if (row.size() != heads.size()) {
            throw new BadInputException(
                    "has " + row.size() + " columns where there should be " + heads.size(), "line " + line);
        }
        ObjectNode record = nodes.objectNode();
        for (int i = 0; i < heads.size(); i++) {
            String value = row.get(i);
            if (value != null && !value.isBlank()) {
                record.put(heads.get(i), value.strip());
            }
        }
        return record;
    }

    private static String last(Records records) {
        return records.rows().isEmpty()
                ? "the beginning"
                : records.rows().getLast().place();
    }

    @Override
    public String contentType() {
        return "text/csv";
    }
}
