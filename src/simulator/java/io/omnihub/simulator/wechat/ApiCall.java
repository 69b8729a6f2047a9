package io.omnihub.simulator.wechat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One call of the API, read strictly and answered as the platform does.
final class ApiCall {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final HttpExchange exchange;
    private final Map<String, String> query = new HashMap<>();
    private final byte[] body;

    ApiCall(HttpExchange exchange) {
        this.exchange = exchange;
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        try {
            this.body = exchange.getRequestBody().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String path() {
        return exchange.getRequestURI().getPath();
    }

    String query(String name) {
        return query.getOrDefault(name, "");
    }

    String header(String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    byte[] body() {
        return body;
    }

    void requireMethod(String method) {
        if (!exchange.getRequestMethod().equals(method)) {
            throw new BreachException("must be called by " + method);
        }
    }

    JsonNode json() {
        requireMethod("POST");
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            if (text.contains("\\u")) {
                throw new BreachException("the JSON has \\u escapes, which customers would see as such");
            }
            return JSON.readTree(text);
        } catch (CharacterCodingException e) {
            throw new BreachException("the JSON is not in UTF-8", e);
        } catch (JacksonException e) {
            throw new BreachException("the JSON is malformed", e);
        }
    }

    void error(int code) throws IOException {
        answer("{\"errcode\":" + code + ",\"errmsg\":\"" + (code == 0 ? "ok" : "simulated error") + "\"}");
    }

    void answer(String json) throws IOException {
        bytes("application/json; encoding=utf-8", json.getBytes(StandardCharsets.UTF_8));
    }

    void rubbish() throws IOException {
        bytes("text/html", "<html>maintenance</html>".getBytes(StandardCharsets.UTF_8));
    }

    void status(int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }

    void bytes(String contentType, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
