package io.omnihub.channel.http;

import io.omnihub.channel.ChannelUnavailableException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An answer in JSON, be it an error: platforms tell some with status 200, and some as JSON with another.
///
/// @param status  of HTTP
/// @param failure what the status alone means; null for success
public record PlatformJson(
        int status,
        HttpHeaders headers,
        JsonNode json,
        @Nullable ChannelUnavailableException failure) {

    static final JsonMapper MAPPER = new JsonMapper();

    /// The platform's own code.
    ///
    /// @param field where it stands
    /// @return 0 for success, also where there is none; of a platform that always gives one, look first whether it
    ///         is there
    /// @throws ChannelUnavailableException where there is none, or 0, and HTTP says that it failed
    public int code(String field) {
        int code = json.path(field).asInt(0);
        if (code == 0 && failure != null) {
            throw failure;
        }
        return code;
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /// Through a string, since Jackson writes emoji as escapes when it writes bytes, and some platforms show those.
    public static BodyPublisher body(JsonNode json) {
        return BodyPublishers.ofString(MAPPER.writeValueAsString(json));
    }
}
