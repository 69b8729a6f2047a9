package io.omnihub.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.identity.Permissions;
import io.omnihub.identity.Role;
import io.omnihub.message.ConversationId;
import io.omnihub.message.TenantId;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// docs/api.md says who may call what as the table of permissions does, names every problem, and its examples work.
final class ApiPageTests {

    private static final Pattern PERMISSION = Pattern.compile(
            "(?m)^\\| (GET|POST|PATCH|DELETE) \\| `([^`]+)`( \\| ✓?)( ?\\| ✓?)( ?\\| ✓?)( ?\\| ✓?) ?\\| .+ \\|$");
    private static final Pattern PROBLEM = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\d{3}) \\| (.+) \\|$");

    /// A request line, headers, perhaps a body; then a status and perhaps an answer.
    private static final Pattern EXAMPLE = Pattern.compile(
            "(?s)```http\n([A-Z]+) (\\S+)\n((?:[A-Za-z-]+: [^\n]+\n)*)(?:\n([({].*?)\n)?\n(\\d{3})\n(.*?)```");

    private final String page;
    private final RunningHub hub = RunningHub.shared();
    private final Api api = hub.as(Role.ADMIN);
    private final JsonMapper json = new JsonMapper();

    ApiPageTests() throws IOException {
        page = Files.readString(Path.of("docs/api.md"));
    }

    @Test
    void itSaysWhoMayCallWhat() {
        Map<String, List<Boolean>> told = new HashMap<>();
        for (MatchResult row : PERMISSION.matcher(page).results().toList()) {
            told.put(
                    row.group(1) + " " + row.group(2),
                    IntStream.rangeClosed(3, 6)
                            .mapToObj(column -> row.group(column).contains("✓"))
                            .toList());
        }

        assertThat(told)
                .isEqualTo(Permissions.RULES.stream()
                        .collect(Collectors.toMap(
                                rule -> rule.method() + " " + rule.path(),
                                rule -> Role.GIVEN.stream()
                                        .map(rule.roles()::contains)
                                        .toList())));
    }

    @Test
    void itTellsEveryProblemWithItsStatusAndMeaning() {
        List<String> told = PROBLEM.matcher(page)
                .results()
                .map(row -> "urn:omnihub:problem:" + row.group(1) + " " + row.group(2) + " " + row.group(3))
                .toList();

        assertThat(told)
                .containsExactlyElementsOf(Arrays.stream(ProblemType.values())
                        .map(type -> type.uri() + " " + type.status().value() + " " + type.meaning())
                        .toList());
    }

    @Test
    void itsExamplesWork() throws IOException {
        ConversationId conversation = hub.begin(TenantId.DEFAULT, "Where is my order?");
        Map<String, String> known = new LinkedHashMap<>();
        known.put("{conversation}", conversation.value());
        known.put(
                "{contact}",
                api.get("/api/v1/conversations/" + conversation)
                        .json()
                        .at("/contact/id")
                        .asString());
        List<MatchResult> examples = EXAMPLE.matcher(page).results().toList();
        assertThat(examples).hasSize(page.split("```http", -1).length - 1);
        for (MatchResult example : examples) {
            if ("GET".equals(example.group(1))) {
                // Readers of the log, such as the delivery ledger, follow it a moment later.
                await().untilAsserted(() -> run(example, known));
            } else {
                run(example, known);
            }
        }
    }

    private void run(MatchResult example, Map<String, String> known) throws JacksonException {
        String path = filled(example.group(2), known);
        HttpRequest.Builder request = api.request(path);
        example.group(3)
                .lines()
                .map(line -> line.split(": ", 2))
                .forEach(header -> request.header(header[0], header[1]));
        if (example.group(4) != null) {
            request.header("Content-Type", example.group(4).startsWith("{") ? "application/json" : "image/png");
        }
        var body = example.group(4) == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString(filled(example.group(4), known));
        Api.Answer answer = api.send(request.method(example.group(1), body));
        String where = example.group(1) + " " + path + ": " + answer.text();

        assertThat(answer.status()).as(where).isEqualTo(Integer.parseInt(example.group(5)));
        String shown = example.group(6).strip();
        if (shown.startsWith("{")) {
            JsonNode told = answer.json();
            assertShown(json.readTree(shown), told, where);
            known.put("{blob}", told.path("blob").asString(known.getOrDefault("{blob}", "")));
            known.put("{password}", told.path("password").asString(known.getOrDefault("{password}", "")));
            known.put("{webhook}", told.at("/webhook/id").asString(known.getOrDefault("{webhook}", "")));
            known.put("{token}", told.at("/token/id").asString(known.getOrDefault("{token}", "")));
        } else {
            assertThat(answer.text()).as(where).isEqualTo(shown);
        }
    }

    /// What the page shows is there; lists may have more.
    private static void assertShown(JsonNode shown, JsonNode told, String where) {
        if (shown.isObject()) {
            shown.properties().forEach(field -> {
                assertThat(told.has(field.getKey()))
                        .as("%s in %s", field.getKey(), where)
                        .isTrue();
                assertShown(field.getValue(), told.path(field.getKey()), where);
            });
        } else if (shown.isArray()) {
            assertThat(told.isArray()).as(where).isTrue();
            for (int i = 0; i < shown.size(); i++) {
                assertThat(told.has(i)).as(where).isTrue();
                assertShown(shown.get(i), told.get(i), where);
            }
        } else if (!shown.asString().equals("…")) {
            assertThat(told).as(where).isEqualTo(shown);
        }
    }

    private static String filled(String text, Map<String, String> known) {
        String filled = text;
        for (Map.Entry<String, String> each : known.entrySet()) {
            filled = filled.replace(each.getKey(), each.getValue());
        }
        return filled;
    }
}
