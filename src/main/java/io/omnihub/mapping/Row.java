package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;

/// One record of an input.
///
/// @param place where it stands there: `line 12`, `[3]`; empty where it is all of it
record Row(String place, JsonNode record) {}
