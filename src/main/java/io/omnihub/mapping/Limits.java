package io.omnihub.mapping;

import java.util.Map;

/// What an input may hold at most.
///
/// @param largest in bytes
/// @param most    events
record Limits(int largest, int most) {

    private static final int LARGEST = 8 * 1024 * 1024;
    private static final int LARGEST_OF_ALL = 64 * 1024 * 1024;
    private static final int MOST = 10_000;
    private static final int MOST_OF_ALL = 100_000;

    static Limits compile(Map<String, Yaml> keys) {
        return new Limits((int) Yaml.whole(keys.get("largest"), 1, LARGEST_OF_ALL, LARGEST), (int)
                Yaml.whole(keys.get("most"), 1, MOST_OF_ALL, MOST));
    }
}
