package io.omnihub.mapping.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.identity.Role;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `omnihub mapping` of a running hub.
final class MappingDeskTests {

    private static final String CALL = "{\"id\": \"m-1\", \"from\": \"u-5\", \"text\": \"hi\", \"x\": 1}";
    private static final String MAPPING = """
            in:
              thread: .from
              rules:
                - {message: .id, parts: {text: .text}}
            """;

    private final RunningHub hub = RunningHub.shared();
    private final Api operator = hub.as(Role.OPERATOR);

    /// A sample in GBK, whose Chinese names tell what its fields mean.
    @Test
    void aMappingIsProposedForASampleAndThenTakesIt() throws IOException {
        byte[] orders = Files.readAllBytes(Path.of("src/test/resources/mapping/formats/orders.csv"));
        String base64 = Base64.getEncoder().encodeToString(orders);

        Api.Answer suggested = operator.post(
                "/api/v1/mappings/suggest",
                request().put("base64", base64).put("name", "orders.csv").toString());

        assertThat(suggested.status()).as(suggested.text()).isEqualTo(200);
        String mapping = suggested.json().path("mapping").asString();
        assertThat(mapping).contains("charset: GB18030", "format:");
        assertThat(suggested.json().path("problem").isNull()
                        || suggested.json().path("problem").isMissingNode())
                .isTrue();
        Api.Answer tried = operator.post(
                "/api/v1/mappings/try",
                request().put("mapping", mapping).put("base64", base64).toString());
        assertThat(tried.status()).as(tried.text()).isEqualTo(200);
        assertThat(tried.json().path("count").asInt()).isPositive();
    }

    @Test
    void whatAMappingMakesOfAnInputIsShownAndWhatItDidNotUse() {
        Api.Answer tried = operator.post(
                "/api/v1/mappings/try",
                request().put("mapping", MAPPING).put("input", CALL).toString());
        assertThat(tried.json().at("/events/0/header/thread").asString()).isEqualTo("u-5");
        assertThat(tried.json().at("/events/0/body/parts/0/text").asString()).isEqualTo("hi");
        assertThat(tried.json().path("unused").toString()).isEqualTo("{\"x\":\"1\"}");
        assertThat(hub.bean(MappingOperations.class).attempt(MAPPING, CALL))
                .hasSize(2)
                .last()
                .isEqualTo("not used: x: 1");
        assertThat(hub.bean(MappingOperations.class).suggest(CALL)).contains("message: .id");
    }

    @Test
    void whatIsWrongIsToldWithItsLineAndPlace() {
        assertThat(tried(MAPPING.replace("thread", "threat"), CALL)).contains("tried:2", "threat");
        assertThat(tried(MAPPING, "{\"id\": ")).contains("input", "format");
        assertThat(tried(MAPPING + "#".repeat(300_000), CALL))
                .contains("A mapping may have 262144 characters at most.");
        assertThat(tried(MAPPING, "[]".repeat(200_000)))
                .contains("A sample may have 262144 bytes at most; some records are enough.");
        assertThat(operator.post("/api/v1/mappings/try", "{}").text()).contains("mapping", "must be given");
        assertThat(operator.post("/api/v1/mappings/suggest", "{}").text()).contains("sample", "must be given");
        assertThat(operator.post("/api/v1/mappings/suggest", "{\"base64\": \"§\"}")
                        .text())
                .contains("must be Base64");
        assertThat(hub.bean(MappingOperations.class).attempt(MAPPING, "{"))
                .singleElement()
                .asString()
                .contains("format");
    }

    @Test
    void whoComesWhileAnotherOneIsServedIsToldToComeAgain() {
        String body = request().put("mapping", MAPPING).put("input", CALL).toString();

        Api.Answer meanwhile = hub.bean(MappingDesk.class)
                .alone(new byte[0], () -> operator.post("/api/v1/mappings/try", body))
                .orElseThrow();

        assertThat(meanwhile.status()).as(meanwhile.text()).isEqualTo(503);
        assertThat(meanwhile.header("Retry-After")).isEqualTo("1");
        assertThat(operator.post("/api/v1/mappings/try", body).status()).isEqualTo(200);
    }

    @Test
    void itIsForThoseWhoRunTheInstallation() {
        String body = request().put("sample", CALL).toString();
        assertThat(hub.as(Role.AGENT).post("/api/v1/mappings/suggest", body).status())
                .isEqualTo(403);
        assertThat(hub.as(RunningHub.OTHER, Role.ADMIN)
                        .post("/api/v1/mappings/suggest", body)
                        .status())
                .isEqualTo(403);
    }

    private String tried(String mapping, String input) {
        Api.Answer answer = operator.post(
                "/api/v1/mappings/try",
                request().put("mapping", mapping).put("input", input).toString());
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        return answer.text();
    }

    private static ObjectNode request() {
        return JsonMapper.shared().createObjectNode();
    }
}
