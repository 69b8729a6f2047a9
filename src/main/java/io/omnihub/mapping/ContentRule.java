package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.omnihub.message.Content;
import io.omnihub.message.Media;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One kind of part of a message, and from which values it is made. Where the value that matters is missing there is no
/// such part.
///
/// @param when   the condition on which there is one; null for none
/// @param each   a list of which each item gives one; null for one of what is mapped
/// @param kind   the content's type as the unified JSON names it
/// @param fields its values
record ContentRule(@Nullable Value when, @Nullable Value each, String kind, Fields fields) {

    private static final Set<String> MEDIA = Set.of("externalId", "url", "contentType", "size", "fileName");

    static final Map<String, Set<String>> KINDS = Map.ofEntries(
            Map.entry("text", Set.of("text")),
            Map.entry("image", MEDIA),
            Map.entry("voice", with(MEDIA, "seconds", "transcript")),
            Map.entry("video", with(MEDIA, "seconds", "thumbnail")),
            Map.entry("file", MEDIA),
            Map.entry("sticker", MEDIA),
            Map.entry("location", Set.of("latitude", "longitude", "name", "address")),
            Map.entry("link", Set.of("url", "title", "description")),
            Map.entry("card", Set.of("title", "fields", "buttons")),
            Map.entry("contact-card", Set.of("name", "phone", "organisation")),
            Map.entry("rich-text", Set.of("html")),
            Map.entry("system-event", Set.of("event", "data")),
            Map.entry("unsupported", Set.of("kind", "raw")));

    private static final Set<String> MEDIA_KINDS = Set.of("image", "file", "sticker", "voice", "video");

    /// The field without which there is no such part.
    private static final Map<String, String> MATTERS = Map.of(
            "text", "text",
            "rich-text", "html",
            "link", "url",
            "card", "title",
            "contact-card", "name",
            "system-event", "event",
            "unsupported", "kind");

    /// The field that a single value stands for.
    private static final Map<String, String> MAIN =
            Map.of("text", "text", "link", "url", "rich-text", "html", "system-event", "event", "unsupported", "kind");

    /// @param yaml      null for the default
    static List<ContentRule> compile(@Nullable Yaml yaml, Expressions expressions, List<ContentRule> otherwise) {
        if (yaml == null) {
            return otherwise;
        }
        List<ContentRule> rules = new ArrayList<>();
        for (Yaml item : yaml.list()) {
            Map<String, Yaml> keys = item.map(with(KINDS.keySet(), "when", "each"));
            List<Map.Entry<String, Yaml>> kinds = keys.entrySet().stream()
                    .filter(key -> KINDS.containsKey(key.getKey()))
                    .toList();
            if (kinds.size() == 1) {
                rules.add(one(kinds.getFirst(), keys, expressions));
            } else {
                item.wrong("must be of one kind: "
                        + String.join(", ", KINDS.keySet().stream().sorted().toList()));
            }
        }
        return List.copyOf(rules);
    }

    private static ContentRule one(Map.Entry<String, Yaml> kind, Map<String, Yaml> keys, Expressions expressions) {
        Fields fields = Fields.compile(
                kind.getValue(),
                KINDS.getOrDefault(kind.getKey(), Set.of()),
                MAIN.getOrDefault(kind.getKey(), ""),
                expressions);
        return new ContentRule(
                optional(keys.get("when"), expressions),
                optional(keys.get("each"), expressions),
                kind.getKey(),
                fields);
    }

    static @Nullable Value optional(@Nullable Yaml yaml, Expressions expressions) {
        return yaml == null ? null : expressions.value(yaml);
    }

    /// Adds what there is of it.
    void add(View view, List<Content> parts) {
        if (when != null && !when.isTrue(view)) {
            return;
        }
        if (each == null) {
            addOne(view, parts);
            return;
        }
        for (JsonNode item : Functions.list(each.of(view))) {
            addOne(view.at(item), parts);
        }
    }

    private void addOne(View view, List<Content> parts) {
        Content content = Fields.make(fields.spot(), () -> content(view));
        if (content != null) {
            parts.add(content);
        }
    }

    private @Nullable Content content(View view) {
        if (MEDIA_KINDS.contains(kind)) {
            return media(view);
        }
        if (kind.equals("location")) {
            return location(view);
        }
        String main = text(view, MATTERS.getOrDefault(kind, ""));
        if (main.isEmpty()) {
            return null;
        }
        return switch (kind) {
            case "text" -> new Content.Text(main);
            case "rich-text" -> new Content.RichText(main);
            case "link" -> new Content.Link(main, text(view, "title"), text(view, "description"), null);
            case "card" -> card(view, main);
            case "contact-card" -> new Content.ContactCard(main, text(view, "phone"), text(view, "organisation"));
            case "system-event" -> new Content.SystemEvent(main, fields.texts(view, "data"));
            default -> new Content.Unsupported(main, text(view, "raw"));
        };
    }

    private String text(View view, String field) {
        return fields.text(view, field);
    }

    private @Nullable Content media(View view) {
        String externalId = text(view, "externalId");
        String url = text(view, "url");
        if (externalId.isEmpty() && url.isEmpty()) {
            return null;
        }
        Media media = new Media(
                "", text(view, "contentType"), fields.whole(view, "size"), text(view, "fileName"), externalId, url);
        return switch (kind) {
            case "image" -> new Content.Image(media);
            case "sticker" -> new Content.Sticker(media);
            case "voice" -> new Content.Voice(media, fields.seconds(view, "seconds"), text(view, "transcript"));
            case "video" -> new Content.Video(media, fields.seconds(view, "seconds"), thumbnail(view));
            default -> new Content.File(media);
        };
    }

    private @Nullable Media thumbnail(View view) {
        Map<String, String> texts = fields.texts(view, "thumbnail");
        String externalId = texts.getOrDefault("externalId", "");
        String url = texts.getOrDefault("url", "");
        return externalId.isEmpty() && url.isEmpty() ? null : Media.external(externalId, url);
    }

    private @Nullable Content location(View view) {
        Value latitude = fields.value("latitude");
        Value longitude = fields.value("longitude");
        if (latitude == null || longitude == null || Nodes.isMissing(latitude.of(view))) {
            return null;
        }
        return new Content.Location(
                latitude.decimal(view), longitude.decimal(view), text(view, "name"), text(view, "address"));
    }

    private Content card(View view, String title) {
        List<Content.Card.Field> lines = new ArrayList<>();
        fields.texts(view, "fields").forEach((name, value) -> lines.add(new Content.Card.Field(name, value)));
        List<Content.Card.Button> buttons = new ArrayList<>();
        fields.texts(view, "buttons").forEach((label, url) -> buttons.add(new Content.Card.Button(label, url)));
        return new Content.Card(title, lines, buttons, null);
    }

    private static Set<String> with(Set<String> some, String... more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }
}
