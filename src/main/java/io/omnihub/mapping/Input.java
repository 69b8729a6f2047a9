package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.omnihub.message.Raw;

/// What came in, with what is known of it.
///
/// @param format the media type of the format
/// @param most   records that are read of it
@SuppressWarnings("ArrayRecordComponent")
record Input(byte[] bytes, Arrival arrival, String format, int most) {

    Raw raw() {
        return new Raw(arrival.contentType().isBlank() ? format : arrival.contentType(), bytes);
    }

    JsonNode headers() {
        ObjectNode headers = JsonNodeFactory.instance.objectNode();
        arrival.headers().forEach(headers::put);
        return headers;
    }
}
