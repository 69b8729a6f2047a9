package io.omnihub.conformance;

import java.util.Map;

/// A platform's call as it goes over the wire.
///
/// @param query without a question mark
@SuppressWarnings("ArrayRecordComponent")
public record Call(String query, Map<String, String> headers, byte[] body) {

    public Call {
        headers = Map.copyOf(headers);
    }
}
