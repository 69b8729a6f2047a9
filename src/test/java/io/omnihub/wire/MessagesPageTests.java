package io.omnihub.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.message.Body;
import io.omnihub.message.Change;
import io.omnihub.message.Content;
import io.omnihub.message.Entry;
import io.omnihub.message.InboundEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The examples of docs/messages.md are what the codec reads and writes.
final class MessagesPageTests {

    private static final Pattern EXAMPLE = Pattern.compile("(?s)```json\n(.*?)```");

    private static final JsonMapper MAPPER = JsonCodec.mapper();

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsReadAndKeepsWhatItSays(String example) throws JacksonException {
        JsonNode json = MAPPER.readTree(example);
        JsonNode again = MAPPER.readTree(MAPPER.writeValueAsString(MAPPER.readValue(example, type(json))));

        assertThat(again.isObject()).isTrue();
        json.properties()
                .forEach(property -> assertThat(contains(again.get(property.getKey()), property.getValue()))
                        .as(property.getKey())
                        .isTrue());
    }

    @Test
    void everyKindHasAnExample() throws IOException {
        Set<String> types = new HashSet<>();
        for (String example : examples().toList()) {
            types.add(MAPPER.readTree(example).path("type").asString());
        }

        Stream.of(
                        Samples.contents().values(),
                        Samples.bodies().values(),
                        Samples.changes().values())
                .flatMap(samples -> samples.stream())
                .map(sample -> MAPPER.valueToTree(sample).path("type").asString())
                .forEach(type -> assertThat(types).contains(type));
    }

    /// Numbers that are 0 by default are written although the example leaves them out.
    private static boolean contains(JsonNode written, JsonNode example) {
        if (written == null || !example.isContainer()) {
            return example.equals(written);
        }
        if (example.isArray()) {
            return written.size() == example.size()
                    && Stream.iterate(0, i -> i + 1)
                            .limit(example.size())
                            .allMatch(i -> contains(written.get(i), example.get(i)));
        }
        return example.properties().stream()
                .allMatch(property -> contains(written.get(property.getKey()), property.getValue()));
    }

    private static Class<?> type(JsonNode example) {
        if (example.has("header")) {
            return InboundEvent.class;
        }
        if (example.has("change")) {
            return Entry.class;
        }
        String type = example.path("type").asString();
        if (Samples.contents().containsKey(type)) {
            return Content.class;
        }
        return Samples.bodies().containsKey(type) ? Body.class : Change.class;
    }

    private static Stream<String> examples() throws IOException {
        return EXAMPLE.matcher(Files.readString(Path.of("docs/messages.md")))
                .results()
                .map(match -> match.group(1));
    }
}
