package io.omnihub.simulator.platform;

import java.util.Map;

/// A push as it goes over the wire, which tests may damage on its way.
///
/// @param query without a question mark
@SuppressWarnings("ArrayRecordComponent")
public record Callback(String query, Map<String, String> headers, byte[] body) {

    public Callback {
        headers = Map.copyOf(headers);
    }

    /// A push of XML that has all its proofs in the query.
    public Callback(String query, byte[] body) {
        this(query, Map.of("Content-Type", "text/xml"), body);
    }
}
