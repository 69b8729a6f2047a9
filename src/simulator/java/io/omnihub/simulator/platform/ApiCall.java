package io.omnihub.simulator.platform;

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

/// One call of a platform's API, read strictly and answered once.
public final class ApiCall {

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

    public String method() {
        return exchange.getRequestMethod();
    }

    public String path() {
        return exchange.getRequestURI().getPath();
    }

    /// A parameter's value, empty where it is missing.
    public String query(String name) {
        return query.getOrDefault(name, "");
    }

    /// A header's value, empty where it is missing.
    public String header(String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    public byte[] body() {
        return body;
    }

    public void requireMethod(String method) {
        if (!method().equals(method)) {
            throw new BreachException("must be called by " + method);
        }
    }

    /// The body's text.
    ///
    /// @throws BreachException where it is not in UTF-8
    public String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BreachException("the JSON is not in UTF-8", e);
        }
    }

    /// The body's JSON.
    public JsonNode json() {
        return json(text());
    }

    /// JSON in which no name comes twice and behind which nothing stands.
    ///
    /// @throws BreachException where it is none
    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new BreachException("the JSON is malformed", e);
        }
    }

    /// Sets a header of the answer that follows.
    public void with(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    public void answer(String json) throws IOException {
        answer(200, json);
    }

    public void answer(int status, String json) throws IOException {
        bytes(status, "application/json; charset=utf-8", json.getBytes(StandardCharsets.UTF_8));
    }

    /// Answers without a body.
    public void status(int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }

    public void bytes(int status, String contentType, byte[] bytes) throws IOException {
        with("Content-Type", contentType);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
