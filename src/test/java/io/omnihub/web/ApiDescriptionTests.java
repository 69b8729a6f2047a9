package io.omnihub.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.identity.Permissions;
import io.omnihub.identity.Role;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The generated description of the API, compared with what the running hub does.
final class ApiDescriptionTests {

    private static final byte[] NOTHING = {};

    private final RunningHub hub = RunningHub.shared();
    private final Api api = hub.as(Role.ADMIN);
    private final JsonNode description = api.get("/api/openapi").json();

    @Test
    void itIsTheSameAsYaml() throws IOException {
        var yaml = api.get("/api/openapi.yaml");

        assertThat(new YAMLMapper().readTree(yaml.text())).isEqualTo(description);
        assertThat(description.path("openapi").asString()).startsWith("3.1");
        assertThat(description.at("/info/title").asString()).isEqualTo("OmniHub");
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
            assertThat(names.add(operation.path("operationId").asString()))
                    .as(name)
                    .isTrue();
            assertThat(operation.path("summary").asString()).as(name).isNotEmpty();
            assertThat(operation.at("/responses/default/$ref").asString())
                    .as(name)
                    .isEqualTo("#/components/responses/Problem");
            assertThat(pathParameters(operation)).as(name).isEqualTo(placeholders(name));
        });
    }

    @Test
    void commandsAreCarriedOutOrTaken() {
        JsonNode responses =
                operations().get("POST /api/v1/conversations/{id}/replies").path("responses");

        assertThat(responses.propertyNames()).containsExactlyInAnyOrder("201", "202", "default");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = description.findValuesAsString("$ref");

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

        assertThat(schemes.at("/account/scheme").asString()).isEqualTo("basic");
        assertThat(schemes.at("/token/scheme").asString()).isEqualTo("bearer");
        assertThat(schemes.at("/login/in").asString()).isEqualTo("cookie");
        assertThat(description.path("security")).hasSize(3);
        for (ProblemType type : ProblemType.values()) {
            assertThat(schema("Problem").at("/properties/type/description").asString())
                    .contains(type.uri().toString());
        }
    }

    /// Each call of each test of the API is checked like this.
    @Test
    void whatIsNotAsDescribedIsFound() {
        Description checked = new Description(api.get("/api/openapi").response().body());
        String me = api.get("/api/v1/me").text();
        String path = "/api/v1/conversations/x/resolution";

        checked.check("GET", "/api/v1/me", NOTHING, 200, "application/json", me.getBytes(UTF_8));
        for (String wrong : List.of(
                "{}",
                me.replace("\"role\"", "\"Role\""),
                me.replace("\"admin\"", "\"king\""),
                me.replace("\"default\"", "7"),
                me.replace("{", "{\"more\":1,"))) {
            assertThatThrownBy(() ->
                            checked.check("GET", "/api/v1/me", NOTHING, 200, "application/json", wrong.getBytes(UTF_8)))
                    .as(wrong)
                    .isInstanceOf(AssertionError.class);
        }
        for (int status : List.of(201, 204, 302)) {
            assertThatThrownBy(() ->
                            checked.check("GET", "/api/v1/me", NOTHING, status, "application/json", me.getBytes(UTF_8)))
                    .isInstanceOf(AssertionError.class);
        }
        assertThatThrownBy(() -> checked.check("GET", "/api/v1/me", NOTHING, 200, "text/html", me.getBytes(UTF_8)))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> checked.check("GET", "/api/v1/me", NOTHING, 404, "text/html", "<p>".getBytes(UTF_8)))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> checked.check(
                        "POST",
                        path,
                        "{\"revision\":1}".getBytes(UTF_8),
                        201,
                        "application/json",
                        "{\"conversation\":\"x\",\"sequence\":1}".getBytes(UTF_8)))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void itTellsWhatIsSentAndWhatComesBack() {
        assertThat(operations()
                        .get("POST /api/v1/conversations/{id}/resolution")
                        .at("/requestBody/content/application~1json/schema/$ref")
                        .asString())
                .isEqualTo("#/components/schemas/Wish");
        assertThat(schema("Wish").at("/properties/expectedRevision/type").asString())
                .isEqualTo("integer");
        assertThat(operations().get("POST /api/v1/logout").path("responses").propertyNames())
                .containsExactlyInAnyOrder("204", "default");
        assertThat(texts(schema("LoginRequest").path("required"))).containsExactlyInAnyOrder("user", "password");
        assertThat(texts(schema("ConversationView").path("required"))).contains("id", "lastSequence");
        assertThat(texts(schema("ConversationView").path("required"))).doesNotContain("session");
        assertThat(texts(schema("Text").path("required"))).containsExactlyInAnyOrder("type", "text");
        assertThat(texts(schema("EntryView").path("required"))).contains("sequence", "kind", "change");
        assertThat(texts(schema("NewAccount").at("/properties/role/enum")))
                .containsExactly("admin", "supervisor", "agent", "operator");
        assertThat(texts(schema("DeliveryView").at("/properties/state/enum"))).contains("pending", "delivered");
    }

    @Test
    void whatVisitorsCallNeedsTheirToken() {
        operations().forEach((name, operation) -> {
            if (name.contains("/api/v1/visitor/")) {
                assertThat(operation.path("security")).as(name).hasSize(1);
                assertThat(operation.path("security").get(0).has("visitor")).isTrue();
            }
        });
        assertThat(description.at("/components/securitySchemes/visitor/in").asString())
                .isEqualTo("header");
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
            if (parameter.path("in").asString().equals("path")) {
                names.add(parameter.path("name").asString());
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
        array.forEach(text -> texts.add(text.asString()));
        return texts;
    }
}
