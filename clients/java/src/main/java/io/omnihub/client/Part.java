package io.omnihub.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A piece of a message: its `type` and what that has, as in the hub's docs/messages.md. A type that this version
/// does not know is to be shown as unsupported.
public final class Part {

    private final Map<String, @Nullable Object> fields;

    private Part(Map<String, @Nullable Object> fields) {
        this.fields = Collections.unmodifiableMap(fields);
    }

    /// Of any type, by its fields.
    public static Part of(Map<String, @Nullable Object> fields) {
        return new Part(new LinkedHashMap<>(fields));
    }

    /// A text.
    public static Part text(String text) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("type", "text");
        fields.put("text", text);
        return new Part(fields);
    }

    /// What was [uploaded][OmniHubClient#upload].
    ///
    /// @param type `image`, `voice`, `video` or `file`
    static Part media(String type, String blob, String fileName) {
        Map<String, @Nullable Object> media = new LinkedHashMap<>();
        media.put("blob", blob);
        media.put("fileName", fileName);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("type", type);
        fields.put("media", media);
        return new Part(fields);
    }

    /// Which kind it is: `text`, `image`, `card` …
    public String type() {
        return Json.string(fields.get("type"));
    }

    /// Its text; empty for what has none.
    public String text() {
        return Json.string(fields.get("text"));
    }

    /// All that it has.
    public Map<String, @Nullable Object> fields() {
        return fields;
    }

    @Override
    public String toString() {
        return "Part[" + type() + "]";
    }
}
