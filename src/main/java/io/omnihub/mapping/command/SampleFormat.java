package io.omnihub.mapping.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.omnihub.mapping.Samples;
import io.omnihub.mapping.UnmappableException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Which format samples are of.
///
/// @param declaration as a mapping declares it; empty for what needs no declaration
/// @param records     what stands in the samples
/// @param headings    the headings of columns that were given other names, by these
record SampleFormat(String declaration, List<JsonNode> records, Map<String, String> headings) {

    private static final Pattern FORM = Pattern.compile("[^=&\\s]+=[^&\\s]*(&[^=&\\s]+=[^&\\s]*)+");
    private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");
    private static final int MOST_SKIPPED = 5;

    /// @throws IllegalArgumentException where it can't be told
    static SampleFormat of(byte[] sample, FieldNames names) {
        if (sample.length > 3 && sample[0] == 'P' && sample[1] == 'K') {
            return table("", "excel", List.of(""), sample, names)
                    .orElseThrow(() -> new IllegalArgumentException("The workbook's first sheet holds no table: declare"
                            + " format: {excel: {sheet: …, skip: …}}."));
        }
        Charset charset = Samples.charset(sample);
        String text = new String(sample, charset).replace("\uFEFF", "");
        String start = text.stripLeading();
        String stated = charset.equals(StandardCharsets.UTF_8) ? "" : "charset: " + charset.name() + "\n";
        if (start.startsWith("{") || start.startsWith("[")) {
            try {
                return new SampleFormat(stated, Samples.records(stated + "format: json\n", sample), Map.of());
            } catch (UnmappableException e) {
                throw new IllegalArgumentException(
                        e.getMessage() + ". Several documents make a sample where they are a list: [{…}, {…}]", e);
            }
        }
        if (start.startsWith("<")) {
            return plain("format: xml\n", sample);
        }
        if (start.startsWith("UNA") || start.startsWith("UNB")) {
            return plain("format: edifact\n", sample);
        }
        if (start.startsWith("ISA")) {
            return plain("format: x12\n", sample);
        }
        if (FORM.matcher(text.strip()).matches()) {
            return first(Stream.of("", "charset: GB18030\n").map(of -> of + "format: form\n"), sample)
                    .orElseGet(() -> plain("format: form\n", sample));
        }
        return delimited(stated, sample, names)
                .or(() -> lines(stated, sample))
                .orElseThrow(() -> new IllegalArgumentException(
                        "The sample is no JSON, XML, form, CSV, Excel, EDIFACT, X12 or lines of names and values. Of"
                                + " fixed width only you know where its columns are: declare format: {fixed: …}."));
    }

    private static SampleFormat plain(String declaration, byte[] sample) {
        return new SampleFormat(declaration, Samples.records(declaration, sample), Map.of());
    }

    /// Rows with a heading, below some lines of titles perhaps: whatever makes the most columns.
    private static Optional<SampleFormat> delimited(String stated, byte[] sample, FieldNames names) {
        return table(
                stated,
                "csv",
                Stream.of(",", ";", "tab", "|")
                        .map(sign -> sign.equals(",") ? "" : "    delimiter: \"" + sign + "\"\n")
                        .toList(),
                sample,
                names);
    }

    /// A table, whose Chinese headings get names that expressions can hold without quotation marks.
    ///
    /// @param forms options of the format, one of which must be right
    private static Optional<SampleFormat> table(
            String stated, String format, List<String> forms, byte[] sample, FieldNames names) {
        return IntStream.rangeClosed(0, MOST_SKIPPED)
                .mapToObj(skip -> skip == 0 ? "" : "    skip: " + skip + "\n")
                .flatMap(skip -> forms.stream().map(form -> form + skip))
                .flatMap(options -> first(Stream.of(declaration(stated, format, options)), sample)
                        .map(found -> new SampleFormat(options, found.records(), Map.of()))
                        .stream())
                .max(Comparator.comparingInt(
                        found -> headingsOf(found.records()).size()))
                .filter(found -> headingsOf(found.records()).size() > 1)
                .map(found -> renamed(stated, format, found, sample, names));
    }

    private static String declaration(String stated, String format, String options) {
        return stated + (options.isEmpty() ? "format: " + format + "\n" : "format:\n  " + format + ":\n" + options);
    }

    private static Set<String> headingsOf(List<JsonNode> records) {
        Set<String> headings = new LinkedHashSet<>();
        records.forEach(record -> record.fieldNames().forEachRemaining(headings::add));
        return headings;
    }

    private static SampleFormat renamed(
            String stated, String format, SampleFormat found, byte[] sample, FieldNames names) {
        Map<String, String> renamed = renamed(headingsOf(found.records()), names);
        String columns = renamed.isEmpty()
                ? ""
                : renamed.entrySet().stream()
                        .map(entry -> quoted(entry.getKey()) + ": " + entry.getValue())
                        .collect(Collectors.joining(", ", "    columns: {", "}\n"));
        String declared = declaration(stated, format, found.declaration() + columns);
        Map<String, String> headings =
                renamed.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
        return new SampleFormat(declared, Samples.records(declared, sample), headings);
    }

    private static Map<String, String> renamed(Set<String> headings, FieldNames names) {
        Map<String, String> renamed = new LinkedHashMap<>();
        for (String heading : headings) {
            if (!ASCII.matcher(heading).matches()) {
                names.of(heading)
                        .map(FieldNames.Known::name)
                        .filter(name -> !headings.contains(name) && !renamed.containsValue(name))
                        .ifPresent(name -> renamed.put(heading, name));
            }
        }
        return renamed;
    }

    private static String quoted(String heading) {
        boolean plain = heading.codePoints().allMatch(Character::isLetterOrDigit);
        return plain ? heading : "'" + heading.replace("'", "''") + "'";
    }

    private static Optional<SampleFormat> lines(String stated, byte[] sample) {
        return first(
                Stream.of("format: lines\n", "format:\n  lines:\n    separator: \":\"\n")
                        .map(stated::concat),
                sample);
    }

    /// The first declaration by which anything can be read.
    private static Optional<SampleFormat> first(Stream<String> declarations, byte[] sample) {
        return declarations
                .flatMap(declaration -> {
                    try {
                        return Stream.of(plain(declaration, sample));
                    } catch (UnmappableException _) {
                        return Stream.empty();
                    }
                })
                .filter(found -> !found.records().isEmpty())
                .findFirst();
    }
}
