package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.omnihub.message.Media;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a platform is told of one kind of thing.
///
/// @param file the field of a form that holds the part's file; null where none is sent
record OutRule(
        @Nullable Value when,
        @Nullable Value call,
        String method,
        @Nullable Value headers,
        @Nullable Value body,
        @Nullable Value file,
        Spot spot) {

    static final Set<String> KEYS = Set.of("when", "call", "method", "headers", "body", "file");

    static List<OutRule> compile(@Nullable Yaml yaml, Expressions expressions) {
        if (yaml == null) {
            return List.of();
        }
        List<OutRule> rules = new ArrayList<>();
        for (Yaml item : yaml.list()) {
            Map<String, Yaml> keys = item.map(KEYS);
            rules.add(new OutRule(
                    ContentRule.optional(keys.get("when"), expressions),
                    ContentRule.optional(keys.get("call"), expressions),
                    Yaml.choice(keys.get("method"), "POST", "PUT", "PATCH", "DELETE", "GET"),
                    ContentRule.optional(keys.get("headers"), expressions),
                    ContentRule.optional(keys.get("body"), expressions),
                    ContentRule.optional(keys.get("file"), expressions),
                    item.spot()));
        }
        return List.copyOf(rules);
    }

    boolean takes(View view) {
        return when == null || when.isTrue(view);
    }

    /// @param media the part's file, where it has one
    Request request(View view, Writer writer, @Nullable Media media) {
        String path = call == null ? "" : call.text(view);
        Map<String, String> more = headers == null ? Map.of() : Fields.texts(headers, view);
        JsonNode told = body == null ? Nodes.missing() : body.of(view);
        String field = file == null ? "" : file.text(view);
        if (!field.isEmpty() && media != null && media.isStored()) {
            FileForm form = new FileForm(Writer.fields(spot, told), field, media);
            return new Request(path, method, form.contentType(), more, new byte[0], form);
        }
        byte[] bytes = body == null ? new byte[0] : writer.write(body.spot(), told);
        return new Request(path, method, body == null ? "" : writer.contentType(), more, bytes, null);
    }
}
