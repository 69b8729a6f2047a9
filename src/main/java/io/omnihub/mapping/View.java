package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;

/// What expressions see: what `.` is, and the variables.
record View(JsonNode here, Variables variables) {

    View at(JsonNode other) {
        return new View(other, variables);
    }
}
