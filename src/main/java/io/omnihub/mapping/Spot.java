package io.omnihub.mapping;

import io.omnihub.yaml.Problem;

/// Where something stands in a mapping's file.
///
/// @param line  from 1; 0 where it is the file as a whole
/// @param field the path of the key, such as `in.rules[2].when`
record Spot(int line, String field) {

    static final Spot FILE = new Spot(0, "");

    Problem problem(String file, String reason) {
        return new Problem(file, line, (field.isEmpty() ? "" : field + ": ") + reason);
    }

    Spot in(String key) {
        return new Spot(line, field.isEmpty() ? key : field + "." + key);
    }
}
