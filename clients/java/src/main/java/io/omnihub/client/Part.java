package io.omnihub.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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

    /// Its title; empty for what has none. A card has one always.
    public String title() {
        return Json.string(fields.get("title"));
    }

    /// Where it leads: a link to its address, a card by each of its buttons that has one. An address is as the hub has
    /// it: one of a page, or one in the app by a scheme that the hub was told of (`omnihub.sites.*.schemes`).
    public List<Link> links() {
        List<Link> links = new ArrayList<>();
        if (type().equals("link")) {
            links.add(new Link(title(), Json.string(fields.get("url"))));
        }
        for (Map<String, @Nullable Object> button : Json.objects(fields.get("buttons"))) {
            String address = Json.string(button.get("url"));
            if (!address.isEmpty()) {
                links.add(new Link(Json.string(button.get("label")), address));
            }
        }
        return links;
    }

    /// All that it has.
    public Map<String, @Nullable Object> fields() {
        return fields;
    }

    @Override
    public String toString() {
        return "Part[" + type() + "]";
    }

    /// Where a part leads.
    public static final class Link {

        private final String label;
        private final String address;

        private Link(String label, String address) {
            this.label = label;
            this.address = address;
        }

        /// To show; empty where a link has no title.
        public String label() {
            return label;
        }

        /// Where it leads: `https://…`, or such as `myshop://order/1024`.
        public String address() {
            return address;
        }

        @Override
        public String toString() {
            return "Link[" + address + "]";
        }
    }
}
