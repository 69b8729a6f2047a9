package io.omnihub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The examples in docs/mapping.md: a mapping, an input, and what must be in the events.
class MappingPageTests {

    private static final Path PAGE = Path.of("docs/mapping.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("(?s)```yaml\n((?:(?!```).)*?)```\n\n```(\\w+)\n((?:(?!```).)*?)```\n\n```json\n(.*?)```");
    private static final JsonMapper MAPPER = new JsonMapper();

    record Example(String mapping, String input, String result) {}

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleGivesWhatThePageSays(Example example) {
        Mapping mapping = Mapped.compile("example.yaml", example.mapping());
        byte[] input = example.input().getBytes(StandardCharsets.UTF_8);

        String events = mapping.hasRecords()
                ? Mapped.records(mapping.readRecords(input, Mapped.arrival("example")))
                : Mapped.json(mapping.read(input, Mapped.arrival("example")));

        assertThat(missing(MAPPER.readTree(example.result()), MAPPER.readTree(events), ""))
                .as(events)
                .isEmpty();
    }

    @Test
    void everyKeyIsOnThePage() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(Stream.of(
                                Compiler.KEYS,
                                Inbound.KEYS,
                                HeaderRule.KEYS,
                                BodyRule.KINDS.keySet(),
                                ContentRule.KINDS.keySet(),
                                Out.KEYS,
                                Out.GIVEN,
                                OutRule.KEYS,
                                Answer.KEYS,
                                Formats.NAMES,
                                CsvFormat.KEYS,
                                LinesFormat.KEYS,
                                FixedFormat.KEYS,
                                ExcelFormat.KEYS)
                        .flatMap(keys -> keys.stream()))
                .allSatisfy(key -> assertThat(page).containsPattern("`\\$?" + key + "[`.:]"));
    }

    static List<Example> examples() throws IOException {
        Matcher matcher = EXAMPLE.matcher(Files.readString(PAGE));
        List<Example> examples = matcher.results()
                .map(found -> new Example(found.group(1), found.group(3), found.group(4)))
                .toList();
        assertThat(examples).hasSizeGreaterThan(6);
        return examples;
    }

    /// The path of what was wanted and is not there, or is otherwise; empty where all is.
    private static String missing(JsonNode wanted, JsonNode actual, String path) {
        if (wanted.isObject()) {
            return wanted.propertyStream()
                    .map(entry -> missing(entry.getValue(), actual.path(entry.getKey()), path + "." + entry.getKey()))
                    .filter(missing -> !missing.isEmpty())
                    .findFirst()
                    .orElse("");
        }
        if (wanted.isArray()) {
            for (int i = 0; i < wanted.size(); i++) {
                String missing = missing(wanted.get(i), actual.path(i), path + "[" + i + "]");
                if (!missing.isEmpty()) {
                    return missing;
                }
            }
            return wanted.size() == actual.size() ? "" : path + " has " + actual.size();
        }
        return wanted.equals(actual) ? "" : path + ": " + actual;
    }
}
