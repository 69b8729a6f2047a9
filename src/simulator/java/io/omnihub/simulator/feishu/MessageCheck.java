package io.omnihub.simulator.feishu;

import io.omnihub.simulator.platform.ApiCall;
import io.omnihub.simulator.platform.BreachException;
import io.omnihub.simulator.platform.MediaShelf;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Judges the content of a message.
///
/// Documented at https://open.feishu.cn/document/server-docs/im-v1/message-content-description/create_json
final class MessageCheck {

    private static final int LONGEST_TEXT = 150 << 10;
    private static final int LONGEST_OTHER = 30 << 10;
    private static final Set<String> POST_TAGS =
            Set.of("text", "a", "at", "img", "media", "emotion", "hr", "code_block", "md");

    private final MediaShelf shelf;

    MessageCheck(MediaShelf shelf) {
        this.shelf = shelf;
    }

    /// @param size of the whole request in bytes
    /// @return 0, or the code by which the platform refuses it
    /// @throws BreachException where no right client would send such content
    int check(String type, JsonNode content, int size) {
        if (!content.isString()) {
            throw new BreachException("content must be a string that holds JSON");
        }
        JsonNode json = ApiCall.json(content.asString());
        if (size > (type.equals("text") ? LONGEST_TEXT : LONGEST_OTHER)) {
            return 230025;
        }
        return switch (type) {
            case "text" -> text(json);
            case "post" -> post(json);
            case "image" -> media(json, "image_key", "image", 1);
            case "file" -> media(json, "file_key", "stream", 1);
            case "audio" -> media(json, "file_key", "opus", 1);
            case "media" -> film(json);
            case "interactive" -> card(json);
            case "share_chat", "share_user", "sticker" -> 0;
            default -> throw new BreachException("there is no message of type " + type);
        };
    }

    private static int text(JsonNode json) {
        if (json.size() != 1 || !json.path("text").isString()) {
            throw new BreachException("a text has text and nothing else");
        }
        return json.path("text").asString().isBlank() ? 230001 : 0;
    }

    private int post(JsonNode json) {
        if (json.isEmpty()) {
            throw new BreachException("a post has a language");
        }
        for (var language : json.properties()) {
            if (!Set.of("zh_cn", "en_us", "ja_jp").contains(language.getKey())
                    || language.getValue().path("content").isEmpty()) {
                throw new BreachException("a post has lines in a language that the platform knows");
            }
            for (JsonNode line : language.getValue().path("content")) {
                for (JsonNode element : line) {
                    String tag = element.path("tag").asString("");
                    if (!POST_TAGS.contains(tag)) {
                        throw new BreachException("there is no tag " + tag + " in a post");
                    }
                    if (tag.equals("a") && element.path("href").asString("").isBlank()) {
                        throw new BreachException("a link has an address");
                    }
                }
            }
        }
        return 0;
    }

    private int media(JsonNode json, String key, String type, int fields) {
        String id = json.path(key).asString("");
        if (id.isEmpty() || json.size() != fields) {
            throw new BreachException("the content has " + key + " and nothing else");
        }
        var kept = shelf.get(id);
        if (kept.isEmpty()) {
            return 230001;
        }
        boolean stream = type.equals("stream")
                && !Set.of("opus", "mp4", "image").contains(kept.get().type());
        return stream || kept.get().type().equals(type) ? 0 : 230055;
    }

    private int film(JsonNode json) {
        int cover = json.has("image_key") ? media(json, "image_key", "image", 2) : 0;
        return cover == 0 ? media(json, "file_key", "mp4", json.has("image_key") ? 2 : 1) : cover;
    }

    private static int card(JsonNode json) {
        JsonNode elements = json.path("elements");
        if (json.path("header").path("title").path("content").asString("").isEmpty() && elements.isEmpty()) {
            throw new BreachException("a card has a title or elements");
        }
        for (JsonNode element : elements) {
            String tag = element.path("tag").asString("");
            switch (tag) {
                case "div", "markdown", "hr", "note", "img" -> {}
                case "action" -> buttons(element.path("actions"));
                default -> throw new BreachException("there is no element " + tag + " of cards");
            }
        }
        return 0;
    }

    private static void buttons(JsonNode actions) {
        for (JsonNode action : actions) {
            boolean leads = !action.path("url").asString("").isEmpty();
            if (!action.path("tag").asString("").equals("button")
                    || action.path("text").path("content").asString("").isEmpty()
                    || leads == action.path("value").isObject()) {
                throw new BreachException("a button has a label, and an address or a value");
            }
        }
    }
}
