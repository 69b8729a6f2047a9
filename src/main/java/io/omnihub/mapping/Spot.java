package io.omnihub.mapping;

/// Where something stands in a mapping's file.
///
/// @param line  from 1; 0 where it is the file as a whole
/// @param field the path of the key, such as `in.rules[2].when`
record Spot(int line, String field) {

    static final Spot FILE = new Spot(0, "");

    Spot in(String key) {
        return new Spot(line, field.isEmpty() ? key : field + "." + key);
    }
}
