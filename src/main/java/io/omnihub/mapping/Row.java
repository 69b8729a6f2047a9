package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/// One record of an input.
///
/// @param place  where it stands there: `line 12`, `[3]`; empty where it is all of it
/// @param places where each of its values stands, as `D3`, where that has a name
record Row(String place, JsonNode record, Map<String, String> places) {

    Row(String place, JsonNode record) {
        this(place, record, Map.of());
    }

    /// Where a value of it stands.
    ///
    /// @param value as it is, or as JSON
    String place(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        String at = places.getOrDefault(quoted ? value.substring(1, value.length() - 1) : value, "");
        return at.isEmpty() ? place : place + ", cell " + at;
    }
}
