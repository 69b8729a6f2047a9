package io.omnihub.channel.fields;

import io.omnihub.channel.MalformedMessageException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Collects the fields of a document by their path: `ScanCodeInfo.ScanResult`, and for the second of a name
/// `PicList.item[2].PicMd5Sum`. Limits depth and number.
final class FlatFields {

    private static final int DEEPEST = 10;
    private static final int MOST = 1000;

    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private int paths;
    private boolean repeated;

    /// The path of a further child.
    String path(String parent, String name, int depth) {
        if (depth > DEEPEST || ++paths > MOST) {
            throw new MalformedMessageException("the message has too many fields", null);
        }
        String path = parent.isEmpty() ? name : parent + "." + name;
        int number = seen.merge(path, 1, Integer::sum);
        repeated |= number > 1 && parent.isEmpty();
        return number == 1 ? path : path + "[" + number + "]";
    }

    void put(String path, String value) {
        fields.put(path, value);
    }

    private String get(String path) {
        return fields.getOrDefault(path, "");
    }

    /// Whether a name is there twice at the top.
    boolean repeats() {
        return repeated;
    }

    Map<String, String> unchecked() {
        return Collections.unmodifiableMap(fields);
    }

    /// @param envelope names of the fields that say who, when and what
    /// @throws MalformedMessageException where two of them differ: readers would disagree on which of them counts
    Map<String, String> all(Set<String> envelope) {
        if (repeated) {
            for (String name : envelope) {
                int all = seen.getOrDefault(name, 0);
                for (int number = 2; number <= all; number++) {
                    if (!get(name + "[" + number + "]").equals(get(name))) {
                        throw new MalformedMessageException("a field of the message is there twice", null);
                    }
                }
            }
        }
        return unchecked();
    }
}
