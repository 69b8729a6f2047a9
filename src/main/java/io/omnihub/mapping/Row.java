package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// One record of an input.
///
/// @param place where it stands there: `line 12`, `[3]`; empty where it is all of it
/// @param row   of the sheet that it is; null where it is of none
record Row(String place, JsonNode record, @Nullable SheetRow row) {

    Row(String place, JsonNode record) {
        this(place, record, null);
    }

    /// Where a value of it stands.
    ///
    /// @param value as it is, or as JSON
    String place(String value) {
        String at = row == null ? "" : row.find(value);
        return at.isEmpty() ? place : place + ", cell " + at;
    }
}
