package io.omnihub.conformance;

import java.util.Map;

/// A platform's call as it goes over the wire.
///
/// @param query without a question mark
/// @param body  of a POST; a call without one is a GET
@SuppressWarnings("ArrayRecordComponent")
public record Call(String query, Map<String, String> headers, byte[] body) {

    public Call {
        headers = Map.copyOf(headers);
    }

    boolean isGet() {
        return body.length == 0;
    }
}
