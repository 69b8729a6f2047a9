package io.omnihub.channel.wechat;

import io.omnihub.channel.MalformedMessageException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Collects the fields of a document by their path: `ScanCodeInfo.ScanResult`, and for the second of a name
/// `PicList.item[2].PicMd5Sum`. Limits depth and number.
final class FlatFields {

    private static final int DEEPEST = 10;
    private static final int MOST = 1000;

    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Map<String, Integer> seen = new HashMap<>();

    /// The path of a further child; a second one of its name at the top is refused, since readers would disagree on
    /// which of the two counts.
    String path(String parent, String name, int depth) {
        if (depth > DEEPEST || seen.size() >= MOST) {
            throw new MalformedMessageException("the message has too many fields", null);
        }
        String path = parent.isEmpty() ? name : parent + "." + name;
        int number = seen.merge(path, 1, Integer::sum);
        if (number > 1 && parent.isEmpty()) {
            throw new MalformedMessageException("a field of the message is there twice", null);
        }
        return number == 1 ? path : path + "[" + number + "]";
    }

    void put(String path, String value) {
        fields.put(path, value);
    }

    Map<String, String> all() {
        return Collections.unmodifiableMap(fields);
    }
}
