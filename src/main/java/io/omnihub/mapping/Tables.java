package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Function;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/// Look-up tables: in the mapping's file itself, or in a CSV file beside it.
final class Tables {

    private static final String ELSE = "else";
    private static final Pattern BESIDE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,100}\\.csv");
    static final int LARGEST = 8 * 1024 * 1024;
    private static final int MOST = 100_000;

    private Tables() {}

    /// The functions of one table: `name()` looks a text up, `to-name()` looks up the other way.
    ///
    /// @param files what the table of that name beside the mapping holds, where there is one
    static List<Function> compile(String name, Yaml yaml, java.util.function.Function<String, Optional<byte[]>> files) {
        Map<String, String> table = new LinkedHashMap<>();
        Map<String, Yaml> keys = yaml.isMap() ? yaml.map() : Map.of("file", yaml);
        Optional<Yaml> beside = beside(yaml);
        if (beside.isPresent()) {
            for (Map.Entry<String, Yaml> entry : keys.entrySet()) {
                if (!Set.of("file", "key", "value", ELSE).contains(entry.getKey())) {
                    entry.getValue().wrong("is unknown here; there are else, file, key, value");
                }
            }
            load(beside.get(), keys, files, table);
        } else {
            keys.forEach((key, value) -> {
                if (!key.equals(ELSE)) {
                    table.put(key, value.text());
                }
            });
        }
        Yaml otherwise = keys.get(ELSE);
        Map<String, String> back = new HashMap<>();
        table.forEach((key, value) -> back.putIfAbsent(value, key));
        return List.of(
                lookUp(name, Map.copyOf(table), otherwise == null ? null : otherwise.text()),
                lookUp("to-" + name, Map.copyOf(back), null));
    }

    /// Where it names the file that holds it. A table in the mapping may have a key `file` itself.
    static Optional<Yaml> beside(Yaml yaml) {
        if (yaml.isScalar()) {
            return Optional.of(yaml);
        }
        return yaml.isMap()
                ? Optional.ofNullable(yaml.map().get("file"))
                        .filter(file -> file.isScalar() && file.text().endsWith(".csv"))
                : Optional.empty();
    }

    private static Function lookUp(String name, Map<String, String> table, @Nullable String otherwise) {
        return new Fn(name, 1, 1, arguments -> {
            JsonNode asked = arguments[0];
            String found =
                    Nodes.isMissing(asked) ? null : table.get(Nodes.text(asked).strip());
            String text = found == null ? otherwise : found;
            return text == null ? Nodes.missing() : Nodes.of(text);
        });
    }

    private static void load(
            Yaml beside,
            Map<String, Yaml> keys,
            java.util.function.Function<String, Optional<byte[]>> files,
            Map<String, String> table) {
        String name = beside.text();
        if (!BESIDE.matcher(name).matches()) {
            beside.wrong("must be the name of a .csv file beside the mapping, without a folder");
            return;
        }
        try {
            Optional<byte[]> bytes = files.apply(name);
            if (bytes.isEmpty()) {
                beside.wrong("there is no such file beside the mapping");
            } else if (bytes.get().length > LARGEST) {
                beside.wrong("must not be larger than " + LARGEST + " bytes");
            } else {
                fill(beside, keys, Charsets.decode(bytes.get(), null), table);
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            beside.wrong("can't be read: " + e.getMessage());
        }
    }

    private static void fill(Yaml beside, Map<String, Yaml> keys, String text, Map<String, String> table)
            throws IOException {
        CSVFormat form = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .setTrim(true)
                .get();
        try (CSVParser rows = CSVParser.parse(new StringReader(text), form)) {
            List<String> heads = rows.getHeaderNames();
            int key = column(keys.get("key"), heads, 0);
            int value = column(keys.get("value"), heads, 1);
            for (CSVRecord row : rows) {
                if (row.size() != heads.size()) {
                    beside.wrong("has " + row.size() + " columns in line " + rows.getCurrentLineNumber() + ", not "
                            + heads.size());
                    return;
                }
                if (table.size() >= MOST) {
                    beside.wrong("must not have more than " + MOST + " rows");
                    return;
                }
                if (table.putIfAbsent(row.get(key), row.get(value)) != null) {
                    beside.wrong("has a key twice, in line " + rows.getCurrentLineNumber());
                }
            }
        }
    }

    private static int column(@Nullable Yaml named, List<String> heads, int otherwise) {
        int at = named == null ? otherwise : heads.indexOf(named.text());
        if (at >= 0 && at < heads.size()) {
            return at;
        }
        if (named != null) {
            named.wrong("is no column of the file");
            return 0;
        }
        throw new IllegalArgumentException("it must have a heading and two columns");
    }
}
