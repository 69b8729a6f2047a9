package io.omnihub.channel.http;

import io.omnihub.channel.ChannelUnavailableException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An answer in JSON, be it an error: platforms tell some with status 200, and some as JSON with another.
///
/// @param platform its name, for what people read
/// @param status   of HTTP
/// @param failure  what the status alone means; null for success
public record PlatformJson(
        String platform,
        int status,
        HttpHeaders headers,
        JsonNode json,
        @Nullable ChannelUnavailableException failure) {

    static final JsonMapper MAPPER = new JsonMapper();

    /// The platform's own code.
    ///
    /// @param field where it stands, as a whole number
    /// @param gives one of these texts the answer has where the platform did as it was asked, code or no code
    /// @return 0 for success
    /// @throws ChannelUnavailableException where that is missing, or HTTP says that it failed and no code says more
    public int code(String field, String... gives) {
        JsonNode code = json.path(field);
        if (code.isInt() && code.intValue() != 0) {
            return code.intValue();
        }
        if (failure != null) {
            throw failure;
        }
        boolean done = gives.length == 0
                ? code.isInt()
                : (code.isInt() || code.isMissingNode()) && Stream.of(gives).anyMatch(this::says);
        if (!done) {
            String missing = gives.length == 0 ? field : String.join(" or ", gives);
            throw new ChannelUnavailableException(platform + "'s answer has no " + missing, true, null);
        }
        return 0;
    }

    private boolean says(String field) {
        return !json.path(field).asString("").isEmpty();
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /// Through a string, since Jackson writes emoji as escapes when it writes bytes, and some platforms show those.
    public static BodyPublisher body(JsonNode json) {
        return BodyPublishers.ofString(MAPPER.writeValueAsString(json));
    }
}
