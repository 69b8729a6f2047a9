package io.omnihub.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The description of the API, against which what goes over it is checked: that an answer is one of those described,
/// and that nothing is missing in it or there beyond what is described.
public final class Description {

    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode document;
    private final List<Path> paths;
    private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    public Description(byte[] document) {
        this.document = JSON.readTree(document);
        this.document.at("/components/schemas").forEach(Description::close);
        this.paths = this.document.path("paths").properties().stream()
                .map(path -> Path.of(path.getKey(), path.getValue()))
                .sorted(Comparator.comparingInt(Path::literal).reversed())
                .toList();
    }

    public JsonNode document() {
        return document;
    }

    /// Checks what was sent, where it was taken, and what came back.
    ///
    /// @param type the `Content-Type` of the answer; empty where there is none
    public void check(String method, String path, byte[] sent, int status, String type, byte[] answer) {
        if (!path.startsWith("/api/v1/") || method.equals("HEAD") || method.equals("OPTIONS")) {
            return;
        }
        String where = method + " " + path + " " + status;
        Optional<JsonNode> operation = paths.stream()
                .filter(known -> known.pattern().matcher(path).matches())
                .findFirst()
                .map(known -> known.item().path(method.toLowerCase(Locale.ROOT)))
                .filter(JsonNode::isObject);
        if (operation.isEmpty()) {
            assertThat(status).as("%s is not described", where).isGreaterThanOrEqualTo(400);
            return;
        }
        JsonNode responses = operation.get().path("responses");
        JsonNode response = resolve(
                responses.has(Integer.toString(status))
                        ? responses.path(Integer.toString(status))
                        : problem(status, responses));
        assertThat(response.isObject())
                .as("%s is an answer that is described", where)
                .isTrue();
        check(where, response.path("content"), type, answer);
        if (status < 300
                && sent.length > 0
                && operation.get().at("/requestBody/content").has("application/json")) {
            check("body of " + where, operation.get().at("/requestBody/content"), "application/json", sent);
        }
    }

    private void check(String where, JsonNode contents, String type, byte[] body) {
        if (body.length == 0 && contents.isEmpty()) {
            return;
        }
        String plain = type.split(";", -1)[0].strip();
        JsonNode content = Stream.of(plain, "*/*")
                .map(contents::path)
                .filter(JsonNode::isObject)
                .findFirst()
                .orElseThrow(() -> new AssertionError(where + ": the type " + type + " is not described"));
        if (!plain.endsWith("json")) {
            return;
        }
        try {
            assertThat(schema(content.path("schema")).validate(JSON.readTree(body)))
                    .as("%s: %s", where, new String(body, java.nio.charset.StandardCharsets.UTF_8))
                    .isEmpty();
        } catch (JacksonException e) {
            throw new AssertionError(where + " is no JSON", e);
        }
    }

    private static JsonNode problem(int status, JsonNode responses) {
        return status >= 400 ? responses.path("default") : responses.path("none");
    }

    private Schema schema(JsonNode schema) {
        return compiled.computeIfAbsent(schema, node -> {
            ObjectNode whole = node.asObject().deepCopy();
            whole.set("components", document.path("components"));
            return registry.getSchema(whole);
        });
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
    }

    /// Allows nothing beyond what is described.
    private static void close(JsonNode schema) {
        if (schema.has("properties") && !schema.has("additionalProperties") && schema instanceof ObjectNode object) {
            object.set("additionalProperties", JsonNodeFactory.instance.booleanNode(false));
        }
    }

    /// A path with placeholders.
    ///
    /// @param literal how much of it is no placeholder
    private record Path(Pattern pattern, int literal, JsonNode item) {

        static Path of(String path, JsonNode item) {
            String plain = path.replaceAll("\\{[^}]+}", "");
            String[] pieces = path.split("\\{[^}]+}", -1);
            String pattern = Stream.of(pieces)
                    .map(Pattern::quote)
                    .reduce((a, b) -> a + "[^/]+" + b)
                    .orElseThrow();
            return new Path(Pattern.compile(pattern), plain.length(), item);
        }
    }
}
