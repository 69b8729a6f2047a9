package io.omnihub.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.omnihub.message.Content;
import io.omnihub.message.Media;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Parts of messages as expressions see them: in the form of the unified JSON, except that a card's fields are by name.
final class ContentNodes {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ContentNodes() {}

    /// Empty texts are left out, as the unified JSON leaves them out.
    static ObjectNode of(Content content) {
        return filled(full(content));
    }

    private static ObjectNode filled(ObjectNode node) {
        node.properties().removeIf(field -> Nodes.isMissing(field.getValue()));
        node.forEach(inner -> {
            if (inner instanceof ObjectNode object) {
                filled(object);
            } else if (inner.isArray()) {
                inner.forEach(item -> filled((ObjectNode) item));
            }
        });
        return node;
    }

    private static ObjectNode full(Content content) {
        return switch (content) {
            case Content.Text text -> typed("text").put("text", text.text());
            case Content.Image image -> media(typed("image"), "media", image.media());
            case Content.Voice voice ->
                media(typed("voice"), "media", voice.media())
                        .put("seconds", voice.seconds())
                        .put("transcript", voice.transcript());
            case Content.Video video ->
                media(media(typed("video"), "media", video.media()), "thumbnail", video.thumbnail())
                        .put("seconds", video.seconds());
            case Content.File file -> media(typed("file"), "media", file.media());
            case Content.Sticker sticker -> media(typed("sticker"), "media", sticker.media());
            case Content.Location location ->
                typed("location")
                        .put("latitude", location.latitude())
                        .put("longitude", location.longitude())
                        .put("name", location.name())
                        .put("address", location.address());
            case Content.Link link ->
                media(typed("link"), "picture", link.picture())
                        .put("url", link.url())
                        .put("title", link.title())
                        .put("description", link.description());
            case Content.Card card -> card(card);
            case Content.ContactCard card ->
                typed("contact-card")
                        .put("name", card.name())
                        .put("phone", card.phone())
                        .put("organisation", card.organisation());
            case Content.RichText rich -> typed("rich-text").put("html", rich.html());
            case Content.SystemEvent event ->
                typed("system-event").put("event", event.event()).set("data", texts(event.data()));
            case Content.Unsupported unsupported ->
                typed("unsupported").put("kind", unsupported.kind()).put("raw", unsupported.raw());
        };
    }

    private static ObjectNode card(Content.Card card) {
        ObjectNode node = media(typed("card"), "picture", card.picture()).put("title", card.title());
        ObjectNode fields = node.putObject("fields");
        card.fields().forEach(field -> fields.put(field.name(), field.value()));
        card.buttons()
                .forEach(button -> node.withArray("buttons")
                        .addObject()
                        .put("label", button.label())
                        .put("url", button.url())
                        .put("value", button.value()));
        node.set("metadata", texts(card.metadata()));
        return node;
    }

    private static ObjectNode typed(String type) {
        return NODES.objectNode().put("type", type);
    }

    private static ObjectNode media(ObjectNode node, String field, @Nullable Media media) {
        if (media != null) {
            node.putObject(field)
                    .put("blob", media.blob())
                    .put("contentType", media.contentType())
                    .put("size", media.size())
                    .put("fileName", media.fileName())
                    .put("externalId", media.externalId())
                    .put("url", media.url());
        }
        return node;
    }

    private static ObjectNode texts(Map<String, String> texts) {
        ObjectNode node = NODES.objectNode();
        texts.forEach(node::put);
        return node;
    }
}
