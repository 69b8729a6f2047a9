package io.omnihub.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/// CSV and other delimited rows, each a record. All values are texts: phones and order numbers keep their zeros.
///
/// own
/// @param skip    how many lines stand before the heading or the first row
record CsvFormat(CSVFormat form, Columns columns, int skip, TextOf text) implements RowFormat {

    static final Set<String> KEYS = Set.of("delimiter", "quote", "columns", "skip");
    private static final int MOST_SKIPPED = 1_000;

    /// What a spreadsheet writes for a number of twelve and more digits: it leaves some out.
    private static final Pattern SHORTENED =
            Pattern.compile("-?[0-9](\\.[0-9]{1,14})?E\\+(1[1-9]|[2-9][0-9]|[0-9]{3})");

    static CsvFormat compile(@Nullable Yaml options, TextOf text) {
        Map<String, Yaml> keys = options == null ? Map.of() : options.map(KEYS);
        CSVFormat form = CSVFormat.RFC4180
                .builder()
                .setDelimiter(sign(keys.get("delimiter"), ","))
                .setQuote(quote(keys.get("quote")))
                .setIgnoreEmptyLines(true)
                .get();
        return new CsvFormat(
                form,
                Columns.compile(keys.get("columns")),
                (int) Yaml.whole(keys.get("skip"), 0, MOST_SKIPPED, 0),
                text);
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
                List<String> heads = columns.declared();
                long line = 1;
                for (CSVRecord row : parser) {
                    line = parser.getCurrentLineNumber() + skip;
                    if (heads.isEmpty()) {
                        heads = columns.heads(row, line);
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

    @Override
    public RowPieces pieces(InputStream input, int most, long first, Arrival arrival, Limits limits) {
        RowCut cut = new RowCut(input, layout(), most, first);
        // Else each row would be refused for it.
        read(new Input(cut.headingAlone(), arrival, contentType(), 1), JsonNodeFactory.instance);
        return cut;
    }

    private RowCut.Layout layout() {
        Character quote = form.getQuoteCharacter();
        return new RowCut.Layout(
                form.getDelimiterString().charAt(0),
                quote == null ? -1 : quote,
                skip,
                columns.declared().isEmpty());
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

    private static ObjectNode record(CSVRecord row, List<String> heads, long line, JsonNodeFactory nodes) {
        if (row.size() != heads.size()) {
            throw new BadInputException(
                    "has " + row.size() + " columns where there should be " + heads.size(), "line " + line);
        }
        for (int i = 0; i < row.size(); i++) {
            if (SHORTENED.matcher(row.get(i).strip()).matches()) {
                throw new BadInputException(
                        "has a number of which a spreadsheet has left out digits in the column " + heads.get(i)
                                + "; make it a text there",
                        "line " + line);
            }
        }
        return Columns.record(heads, row.toList(), nodes);
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
