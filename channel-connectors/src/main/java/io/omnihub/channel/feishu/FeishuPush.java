package io.omnihub.channel.feishu;

import io.omnihub.channel.MalformedMessageException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An event as the platform pushes it, in the older or the newer form, by the platform's own field names.
///
/// Documented at
/// https://open.feishu.cn/document/event-subscription-guide/event-subscriptions/event-subscription-configure-/request-url-configuration-case
///
/// @param raw   the bytes as decrypted
/// @param id    the same in each push of one event
/// @param type  `im.message.receive_v1`; of the older form `v1.message`
/// @param token the app's Verification Token
/// @param app   the app's id
/// @param time  when it happened
/// @param event what happened
@SuppressWarnings("ArrayRecordComponent")
record FeishuPush(byte[] raw, String id, String type, String token, String app, Instant time, JsonNode event) {

    /// The type of a click on a card, which wants an answer to show.
    static final String CLICK = "card.action.trigger";

    private static final int DEEPEST = 50;

    /// From the year 5138 on in milliseconds: clicks tell their time in microseconds.
    private static final long MICROSECONDS = 100_000_000_000_000L;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /// @throws MalformedMessageException where the bytes are no event
    static FeishuPush read(byte[] raw) {
        JsonNode json = json(new String(raw, StandardCharsets.UTF_8));
        JsonNode header = json.path("header");
        if (header.isObject()) {
            return new FeishuPush(
                    raw,
                    required(header, "event_id"),
                    required(header, "event_type"),
                    text(header, "token"),
                    text(header, "app_id"),
                    time(required(header, "create_time")),
                    json.path("event"));
        }
        JsonNode event = json.path("event");
        return new FeishuPush(
                raw,
                required(json, "uuid"),
                "v1." + required(event, "type"),
                text(json, "token"),
                text(event, "app_id"),
                seconds(required(json, "ts")),
                event);
    }

    /// Reads JSON in which no name comes twice.
    ///
    /// @throws MalformedMessageException where it is no object, or nested too deeply
    static JsonNode json(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException _) {
            // The parser's own message repeats parts of the text.
        }
        throw new MalformedMessageException("the message is no well-formed JSON object", null);
    }

    /// A field's text, empty where it is missing or has none.
    static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isValueNode() && !value.isNull() ? value.asString("") : "";
    }

    /// @throws MalformedMessageException where it is missing
    static String required(JsonNode json, String field) {
        String text = text(json, field);
        if (text.isBlank()) {
            throw new MalformedMessageException(field + " is missing", null);
        }
        return text;
    }

    /// A time in milliseconds, or in microseconds where it can be none in milliseconds.
    static Instant time(String number) {
        try {
            long value = Long.parseLong(number.strip());
            return Instant.ofEpochMilli(value >= MICROSECONDS ? value / 1000 : value);
        } catch (NumberFormatException | DateTimeException e) {
            throw new MalformedMessageException("create_time is no time", e);
        }
    }

    /// `1589970805.376395`
    private static Instant seconds(String number) {
        int dot = number.indexOf('.');
        String whole = dot < 0 ? number : number.substring(0, dot);
        String rest = dot < 0 ? "" : number.substring(dot + 1);
        return time(whole + (rest + "000").substring(0, 3));
    }

    boolean isClick() {
        return type.equals(CLICK);
    }

    @Override
    public String toString() {
        return "FeishuPush[" + type + ", " + raw.length + " bytes]";
    }
}
