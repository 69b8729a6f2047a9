package io.omnihub.mapping;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The formats by their names.
final class Formats {

    static final Set<String> NAMES = Set.of("json", "xml", "form", "csv", "lines", "fixed", "excel", "edifact", "x12");

    private Formats() {}

    /// @param yaml the name of one, or a map of its name and its options; null for JSON
    static Format compile(@Nullable Yaml yaml, @Nullable Yaml charset) {
        TextOf text = TextOf.compile(charset);
        if (yaml == null) {
            return new JsonFormat(text);
        }
        if (yaml.isScalar()) {
            return named(yaml.text(), yaml, null, text);
        }
        Map<String, Yaml> named = yaml.map(NAMES);
        if (named.size() != 1) {
            yaml.wrong("must be one format");
            return new JsonFormat(text);
        }
        Map.Entry<String, Yaml> one = named.entrySet().iterator().next();
        return named(one.getKey(), one.getValue(), one.getValue(), text);
    }

    static Format ofAnswers(@Nullable Yaml named) {
        Yaml.choice(named, "json", "xml", "form");
        return compile(named, null);
    }

    private static Format named(String name, Yaml yaml, @Nullable Yaml options, TextOf text) {
        return switch (name) {
            case "json" -> new JsonFormat(text);
            case "xml" -> new XmlFormat(text);
            case "form" -> new FormFormat(text);
            case "csv" -> CsvFormat.compile(options, text);
            case "lines" -> LinesFormat.compile(options, text);
            case "fixed" -> FixedFormat.compile(yaml, options, text);
            case "excel" -> ExcelFormat.compile(options);
            case "edifact" -> new EdiFormat(true, text);
            case "x12" -> new EdiFormat(false, text);
            default -> {
                yaml.wrong("must be one of "
                        + String.join(", ", NAMES.stream().sorted().toList()));
                yield new JsonFormat(text);
            }
        };
    }
}
