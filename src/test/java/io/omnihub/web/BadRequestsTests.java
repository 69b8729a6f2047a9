package io.omnihub.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.identity.Role;
import io.omnihub.message.ConversationId;
import io.omnihub.message.TenantId;
import io.omnihub.operations.WrittenLog;
import io.omnihub.web.Api.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Type;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/// Every bad request has a stated answer in the form of RFC 9457, which repeats nothing of what was sent.
final class BadRequestsTests {

    private static final String SECRET = "S3CRET";

    private final RunningHub hub = RunningHub.shared();
    private final Api agent = hub.as(Role.AGENT);
    private final ConversationId id = hub.begin(TenantId.DEFAULT, "Hello");
    private final String replies = "/api/v1/conversations/" + id + "/replies";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "| body",
                "{ | body",
                "[] | body",
                "{\"parts\":[{\"type\":\"text\",\"text\":\"S3CRET\"}]} x | body",
                "{\"parts\":[],\"parts\":[]} | body",
                "{} | parts",
                "{\"parts\":null} | parts",
                "{\"parts\":[null]} | parts[0]",
                "{\"parts\":\"S3CRET\"} | parts",
                "{\"parts\":[]} | parts",
                "{\"parts\":[{\"text\":\"S3CRET\"}]} | parts[0].type",
                "{\"parts\":[{\"type\":\"S3CRET\"}]} | parts[0].type",
                "{\"parts\":[{\"type\":\"text\",\"text\":7}]} | parts[0].text",
                "{\"parts\":[{\"type\":\"text\"}]} | parts[0].text",
                "{\"parts\":[{\"type\":\"text\",\"text\":\"\\ud800\"}]} | parts[0].text",
                "{\"parts\":[{\"type\":\"text\",\"text\":\"a\\u0000b\"}]} | parts[0].text",
                "{\"parts\":[{\"type\":\"contact-card\",\"name\":\"a\\u0000b\"}]} | parts[0].name",
                "{\"parts\":[{\"type\":\"location\",\"latitude\":91,\"longitude\":0}]} | parts[0].latitude",
                "{\"parts\":[{\"type\":\"rich-text\",\"html\":\"<b>S3CRET</b>\"}]} | parts[0].type",
                "{\"parts\":[{\"type\":\"link\",\"url\":\"javascript:S3CRET\"}]} | parts[0].url",
                "{\"parts\":[{\"type\":\"image\",\"media\":{\"url\":\"http://169.254.169.254/S3CRET\"}}]} | parts[0].media.blob",
                "{\"parts\":[{\"type\":\"text\",\"text\":\"x\"}],\"cc\":\"S3CRET\"} | cc",
                "{\"parts\":[{\"type\":\"text\",\"text\":\"x\"}],\"cc\":[\"S3CRET\"]} | cc",
                "{\"parts\":[{\"type\":\"text\",\"text\":\"x\"}],\"bcc\":[\"\"]} | bcc",
                "{\"parts\":[{\"type\":\"text\",\"text\":\"x\"}],\"expectedRevision\":\"1\"} | expectedRevision",
                "{\"parts\":[{\"type\":\"text\",\"text\":\"x\"}],\"expectedRevision\":-1} | expectedRevision",
                "{\"parts\":[{\"type\":\"text\",\"text\":\"x\"}],\"expectedRevision\":99999999999999999999} | expectedRevision",
            })
    void aBadReplyNamesTheField(String body, String field) {
        Answer answer = agent.post(replies, body == null ? "" : body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertProblem(answer);
        assertThat(answer.json().path("field").asString()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=%zz", "limit=%DF", "limit=1&%"})
    void whatCanNotBeReadOfAnAddressIsTheCallersFault(String query) throws IOException {
        for (String path : List.of("/api/v1/conversations", replies + "/x", "/widget/", "/widget/frame.html", "/")) {
            String answer = raw("GET " + path + "?" + query + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                    + agent.authorization() + "\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(path).matches("(?s)HTTP/1.1 [234]\\d\\d.*");
        }
        String answer = raw("GET /api/v1/conversations?" + query + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                + agent.authorization() + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/conversations?limit=0, limit",
        "/api/v1/conversations?limit=101, limit",
        "/api/v1/conversations?limit=S3CRET, limit",
        "/api/v1/conversations?limit=99999999999, limit",
        "/api/v1/conversations?cursor=S3CRET, cursor",
        "/api/v1/conversations?status=S3CRET, status",
        "/api/v1/conversations?inbox=S3CRET%20, inbox",
        "/api/v1/conversations?contact=, contact",
        "/api/v1/conversations?changedSince=yesterday, changedSince",
        "/api/v1/conversations?limit=1&limit=2, query",
        "/api/v1/conversations?limit=1&%6cimit=2, query",
    })
    void aBadQueryNamesTheField(String path, String field) {
        Answer answer = agent.get(path);

        assertThat(answer.status()).as("%s: %s", path, answer.text()).isEqualTo(400);
        assertProblem(answer);
        assertThat(answer.json().path("field").asString()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/conversations/unknown",
                "/api/v1/conversations/%20",
                "/api/v1/conversations/unknown/entries",
                "/api/v1/conversations/unknown/sessions",
                "/api/v1/contacts/unknown",
                "/api/v1/nothing",
                "/api/v1/me/",
                "/api/V1/me",
            })
    void whatIsNotThereIsNotFound(String path) {
        Answer answer = agent.get(path);

        assertThat(answer.status()).as(path).isEqualTo(404);
        assertProblem(answer);
    }

    /// Sent by hand, since a client would tidy them up.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/../v1/me",
                "/api//v1/me",
                "/api/v1/./me",
                "/api/v1;x=1/me",
                "/api/v1/me;jsessionid=1",
                "/api/v1/%2e%2e/v1/me",
                "/api/v1%2fme",
                "/api/v1/me%00",
                "/api/v1/me%0a",
                "/api/v1\\me",
                "/actuator/health/../prometheus",
                "/channels/../api/v1/me",
                "/channels/..;/api/v1/me",
                "/channels/%2e%2e/api/v1/me",
            })
    void pathTricksOpenNothing(String path) throws IOException {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).as(path).containsPattern("^HTTP/1\\.1 (400|401|404) ");
        assertThat(answer).contains("application/problem+json").doesNotContain("Exception", "Apache", "tomcat");
    }

    /// As a stranger who knows no credential, and as one who has a token.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST /api/v1/login | Content-Type: */* | {} | 415",
                "POST /api/v1/visitors | Content-Type: text/* | {} | 415",
                "POST /api/v1/visitors | Content-Type: nothing | {} | 415",
                "POST /api/v1/login | Content-Type: application/json;charset=nothing | {} | 415",
                "GET /api/v1/visitor/entries | Authorization: Visitor v1.bnVsbA.AAAA | | 401",
                "GET /api/v1/visitor/entries | Authorization: Visitor v1.e30.AAAA | | 401",
                "POST /api/v1/conversations/{id}/resolution | Idempotency-Key: \u00C3\u009F | {} | 400",
                "POST /api/v1/visitors | Origin: http://\u00C3\u009F | {} | 403",
                "GET /api/v1/conversations/{id}/entries/2/parts/-1/media | X: y | | 404",
                "GET /api/v1/conversations/{id}/entries/-2/parts/0/media | X: y | | 404",
                "GET /api/v1/conversations/{id}/entries/2/parts/99999999999/media | X: y | | 400",
                "GET /api/v1/conversations?changedSince=%2B999999999-12-31T23:59:59Z | X: y | | 400",
                "GET /actuator/health?a%0aFORGED=1 | X: y | | 400",
                "POST /login | Content-Type: application/x-www-form-urlencoded | a%0aFORGED=1&%zz%0aFORGED | 401",
                "POST /api/v1/login | Content-Type: application/x-www-form-urlencoded | a%0aFORGED=1&%zz%0aFORGED | 415",
            })
    void whatStrangersSendIsNoFaultOfTheHubAndForgesNoLine(String line, String header, String body, int status)
            throws IOException {
        String bytes = body == null ? "" : body;
        String authorization =
                line.contains("/api/v1/conversations") ? "Authorization: " + agent.authorization() + "\r\n" : "";
        try (WrittenLog log = new WrittenLog()) {
            String answer =
                    raw(line.replace("{id}", id.value()) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + authorization + header + "\r\nContent-Length: " + bytes.length() + "\r\n\r\n" + bytes);

            assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("application/problem+json");
            assertThat(log.alarms()).isEmpty();
            assertThat(log.lines()).noneMatch(written -> written.startsWith("FORGED"));
            assertThat(log.text()).hasSizeLessThan(1_000);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/conversations?limit=1&colour=red, colour",
        "/api/v1/conversations?Limit=1, Limit",
        "/api/v1/me?a=1&b=2, 'a, b'",
        "/api/v1/conversations/unknown?x, x",
        "/api/openapi?full=true, full",
    })
    void anUnknownParameterIsNamed(String path, String field) {
        Answer answer = agent.get(path);

        assertThat(answer.status()).as(path).isEqualTo(400);
        assertProblem(answer);
        assertThat(answer.json().path("field").asString()).isEqualTo(field);
    }

    /// A filter that is misspelt would fit everything.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/webhooks | {\"name\":\"crm\",\"url\":\"https://crm.example/\",\"event\":{\"types\":[\"erased\"]}} | event",
                "/api/v1/webhooks | {\"name\":\"crm\",\"url\":\"https://crm.example/\",\"events\":{\"type\":[\"erased\"]}} | events.type",
                "/api/v1/visitors | {\"sitekey\":\"S3CRET\"} | sitekey",
                "/api/v1/login | {\"user\":\"ann\",\"password\":\"x\",\"remember\":true} | remember",
                "/api/v1/messages | {\"to\":{\"phone\":\"1\"},\"parts\":[],\"agentOnly\":true} | agentOnly",
                "/api/v1/records/erasure | {\"source\":\"shop\",\"type\":\"order\",\"kei\":\"1\"} | kei",
            })
    void aFieldThatNobodyKnowsIsRefusedByItsName(String path, String body, String field) {
        Answer answer = hub.as(Role.ADMIN).post(path, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertProblem(answer);
        assertThat(answer.json().path("field").asString()).isEqualTo(field);
        assertThat(answer.json().path("detail").asString()).isEqualTo("The field is not known.");
    }

    /// Whatever controllers there are.
    @Test
    void noBodyOfTheApiTakesAFieldThatItDoesNotKnow() {
        JsonMapper json = hub.bean(JsonMapper.class);
        List<Type> bodies = hub.context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().values().stream())
                .filter(method -> method.getBeanType().getName().startsWith("io.omnihub."))
                .flatMap(method -> Stream.of(method.getMethodParameters()))
                .filter(parameter -> parameter.hasParameterAnnotation(RequestBody.class))
                .map(MethodParameter::getGenericParameterType)
                .toList();

        assertThat(bodies)
                .hasSizeGreaterThan(20)
                .allSatisfy(
                        type -> assertThatThrownBy(() -> json.readValue("{\"misspelt\":1}", json.constructType(type)))
                                .isInstanceOf(UnrecognizedPropertyException.class));
    }

    /// As everywhere where the model is read: later versions may say more.
    @Test
    void partsOfAMessageMayHaveWhatThisVersionDoesNotKnow() throws IOException {
        String body = "{\"parts\":[{\"type\":\"text\",\"text\":\"x\",\"colour\":\"red\"}]}";
        String answer =
                raw("POST " + replies + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + agent.authorization()
                        + "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body);

        assertThat(answer).startsWith("HTTP/1.1 201 ");
    }

    @Test
    void aRedirectStaysWhereTheBrowserIs() {
        assertThat(hub.anonymous().get("/").header("Location")).isEqualTo("/console/");
    }

    @Test
    void aWrongMethodIsTold() {
        Answer answer = agent.post("/api/v1/me", "{}");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET");
        assertProblem(answer);
    }

    @Test
    void aWrongTypeIsTold() {
        Answer form = agent.send(agent.request(replies)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("parts=S3CRET")));
        Answer html = agent.send(agent.request("/api/v1/me").header("Accept", "text/html"));

        assertThat(form.status()).isEqualTo(415);
        assertProblem(form);
        assertThat(html.status()).isEqualTo(406);
        assertProblem(html);
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedWithAndWithoutItsLength() {
        String large = "{\"x\":\"" + "x".repeat(1_100_000) + "\"}";

        Answer announced = agent.post(replies, large);
        Answer chunked = agent.send(agent.request(replies)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8)))));

        assertThat(announced.status()).isEqualTo(413);
        assertThat(chunked.status()).isEqualTo(413);
        assertProblem(announced);
        assertProblem(chunked);
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        byte[] body = "{\"parts\":[{\"type\":\"text\",\"text\":\"\u00ff\"}]}".getBytes(StandardCharsets.ISO_8859_1);

        Answer answer = agent.send(agent.request(replies)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body)));

        assertThat(answer.status()).isEqualTo(400);
        assertProblem(answer);
    }

    @Test
    void deepNestingIsRefused() {
        Answer answer = agent.post(replies, "{\"parts\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}");

        assertThat(answer.status()).isEqualTo(400);
        assertProblem(answer);
    }

    @Test
    void answersCarryTheSecurityHeaders() {
        for (Answer answer : List.of(
                agent.get("/api/v1/me"), agent.get("/nothing"), hub.anonymous().get("/"))) {
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
            assertThat(answer.header("Cache-Control")).contains("no-store");
            assertThat(answer.header("Set-Cookie")).isEmpty();
        }
    }

    private String raw(String request) throws IOException {
        URI address = URI.create(hub.address);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertProblem(Answer answer) {
        assertThat(answer.header("Content-Type")).as(answer.text()).isEqualTo("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
        assertThat(answer.json().path("title").asString()).isNotEmpty();
        assertThat(answer.text()).doesNotContain(SECRET, "Exception", "java.", "trace");
    }
}
