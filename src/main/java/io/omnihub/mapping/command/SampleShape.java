package io.omnihub.mapping.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Where in samples the records are: they themselves, or the items of a list in them.
///
/// @param each   the expression of that list; empty where there is none
/// @param count  how many there are
/// @param fields the single values of the records
record SampleShape(String each, int count, List<SampleField> fields) {

    private static final Set<Meaning> TELLING = EnumSet.of(Meaning.PERSON, Meaning.KEY, Meaning.TEXT, Meaning.TIME);
    private static final int DEEPEST = 4;

    /// The place where most of what a message needs stands; of several the outermost.
    static SampleShape of(List<JsonNode> records, FieldNames names) {
        Map<List<String>, List<JsonNode>> lists = new LinkedHashMap<>();
        records.forEach(record -> collect(record, List.of(), lists));
        SampleShape whole = new SampleShape("", records.size(), SampleField.of(records));
        return Stream.concat(
                        Stream.of(whole),
                        lists.entrySet().stream()
                                .map(list -> new SampleShape(
                                        expression(list.getKey()),
                                        list.getValue().size(),
                                        SampleField.of(list.getValue()))))
                .max(Comparator.<SampleShape>comparingLong(shape -> shape.told(names))
                        .thenComparing(shape -> shape.each().isEmpty()))
                .orElse(whole);
    }

    private static String expression(List<String> path) {
        String expression = SampleField.expression(path);
        return path.isEmpty() ? expression : "list(" + expression + ")";
    }

    private static void collect(JsonNode node, List<String> path, Map<List<String>, List<JsonNode>> lists) {
        if (node.isArray()) {
            node.forEach(item -> {
                if (item.isObject()) {
                    lists.computeIfAbsent(path, _ -> new ArrayList<>()).add(item);
                }
            });
        } else if (path.size() < DEEPEST) {
            node.properties().forEach(entry -> collect(entry.getValue(), SampleField.and(path, entry.getKey()), lists));
        }
    }

    private long told(FieldNames names) {
        return fields.stream()
                .flatMap(field -> names.of(field).stream())
                .map(FieldNames.Known::meaning)
                .filter(TELLING::contains)
                .distinct()
                .count();
    }
}
