package io.omnihub.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.omnihub.identity.Permissions;
import io.omnihub.identity.Role;
import io.omnihub.message.ConversationId;
import io.omnihub.message.TenantId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The generated description of the API, compared with what the running hub does.
final class ApiDescriptionTests {

    private final RunningHub hub = RunningHub.shared();
    private final Api api = hub.as(Role.ADMIN);
    private final JsonNode description = api.get("/api/openapi").json();

    @Test
    void itIsTheSameAsYaml() throws IOException {
        var yaml = api.get("/api/openapi.yaml");

        assertThat(new YAMLMapper().readTree(yaml.text())).isEqualTo(description);
        assertThat(description.path("openapi").asText()).startsWith("3.1");
        assertThat(description.at("/info/title").asText()).isEqualTo("OmniHub");
    }

    @Test
    void itHasEveryPathThatMayBeCalledWithItsRolesAndNoOther() {
        Map<String, List<String>> allowed = Stream.concat(
                        Permissions.RULES.stream(), Permissions.VISITOR_RULES.stream())
                .filter(rule -> rule.path().startsWith("/api/v1/"))
                .collect(Collectors.toMap(
                        rule -> rule.method() + " " + rule.path(),
                        rule -> rule.roles().stream()
                                .sorted()
                                .map(Role::publicName)
                                .toList()));
        Map<String, List<String>> described = new TreeMap<>();
        operations().forEach((name, operation) -> described.put(name, texts(operation.path("x-roles"))));

        assertThat(described).isEqualTo(allowed);
    }

    @Test
    void everyOperationIsNamedOnceAndTellsItsParametersAndProblems() {
        Set<String> names = new HashSet<>();
        operations().forEach((name, operation) -> {
            assertThat(names.add(operation.path("operationId").asText()))
                    .as(name)
                    .isTrue();
            assertThat(operation.path("summary").asText()).as(name).isNotEmpty();
            assertThat(operation.at("/responses/default/$ref").asText())
                    .as(name)
                    .isEqualTo("#/components/responses/Problem");
            assertThat(pathParameters(operation)).as(name).isEqualTo(placeholders(name));
        });
    }

    @Test
    void commandsAreCarriedOutOrTaken() {
        JsonNode responses =
                operations().get("POST /api/v1/conversations/{id}/replies").path("responses");

        assertThat(responses.fieldNames()).toIterable().containsExactlyInAnyOrder("201", "202", "default");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = description.findValuesAsText("$ref");

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                description.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void itTellsHowToAuthenticateAndHowProblemsLook() {
        JsonNode schemes = description.at("/components/securitySchemes");

        assertThat(schemes.at("/account/scheme").asText()).isEqualTo("basic");
        assertThat(schemes.at("/token/scheme").asText()).isEqualTo("bearer");
        assertThat(schemes.at("/login/in").asText()).isEqualTo("cookie");
        assertThat(description.path("security")).hasSize(3);
        assertFits(api.get("/api/v1/conversations?limit=0").json(), schema("Problem"), "problem");
        for (ProblemType type : ProblemType.values()) {
            assertThat(schema("Problem").at("/properties/type/description").asText())
                    .contains(type.uri().toString());
        }
    }

    @Test
    void answersLookAsDescribed() {
        ConversationId id = hub.begin(TenantId.DEFAULT, "hello");
        String path = "/api/v1/conversations/" + id;
        api.post(path + "/replies", "{\"parts\":[{\"type\":\"text\",\"text\":\"hi\"}]}");
        JsonNode conversation = api.get(path).json();

        assertFits(conversation, schema("ConversationView"), "conversation");
        assertFits(api.get("/api/v1/conversations").json(), schema("PageConversationView"), "conversations");
        assertFits(api.get(path + "/entries").json(), schema("Entries"), "entries");
        assertFits(api.get(path + "/sessions").json(), schema("ItemsSessionView"), "sessions");
        assertFits(api.get("/api/v1/inboxes").json(), schema("ItemsInboxView"), "inboxes");
        assertFits(api.get("/api/v1/me").json(), schema("Me"), "me");
        assertFits(
                api.get("/api/v1/contacts/" + conversation.at("/contact/id").asText())
                        .json(),
                schema("ContactView"),
                "contact");
    }

    private void assertFits(JsonNode value, JsonNode schema, String where) {
        JsonNode resolved = resolve(value, schema, where);
        JsonNode type = resolved.path("type");
        String found = switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            default -> "string";
        };
        assertThat(type.asText()).as(where).isEqualTo(found);
        if (resolved.has("enum")) {
            assertThat(texts(resolved.path("enum"))).as(where).contains(value.asText());
        }
        value.properties().forEach(field -> {
            String path = where + "." + field.getKey();
            JsonNode property = resolved.path("properties").path(field.getKey());
            JsonNode known = property.isMissingNode() ? resolved.path("additionalProperties") : property;
            assertThat(known.isObject()).as("%s is described", path).isTrue();
            assertFits(field.getValue(), known, path);
        });
        if (value.isArray()) {
            value.forEach(item -> assertFits(item, resolved.path("items"), where + "[]"));
        }
    }

    private JsonNode resolve(JsonNode value, JsonNode schema, String where) {
        JsonNode found = schema;
        while (found.has("$ref") || found.has("oneOf")) {
            String reference = found.has("$ref")
                    ? found.path("$ref").asText()
                    : found.at("/discriminator/mapping")
                            .path(value.path("type").asText())
                            .asText();
            assertThat(reference).as(where).startsWith("#/components/");
            found = description.at(reference.substring(1));
        }
        return found;
    }

    private JsonNode schema(String name) {
        return description.at("/components/schemas").path(name);
    }

    private Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        description
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> operations.put(
                                method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), method.getValue())));
        return operations;
    }

    private static Set<String> pathParameters(JsonNode operation) {
        Set<String> names = new HashSet<>();
        operation.path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals("path")) {
                names.add(parameter.path("name").asText());
            }
        });
        return names;
    }

    private static Set<String> placeholders(String path) {
        return Pattern.compile("(?<=\\{)[^}]+")
                .matcher(path)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
