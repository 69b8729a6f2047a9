package io.omnihub.simulator.wechat;

import io.omnihub.simulator.platform.BreachException;
import io.omnihub.simulator.platform.MediaShelf;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/// Judges a message of the customer-service API.
final class CustomMessageCheck {

    private static final int LONGEST_TEXT = 2048;

    private CustomMessageCheck() {}

    /// @throws BreachException where no right client would send such JSON
    static Result check(JsonNode json, MediaShelf shelf) {
        if (json.path("touser").asString().isEmpty()) {
            throw new BreachException("touser is missing");
        }
        String type = json.path("msgtype").asString();
        JsonNode content = json.path(type);
        if (json.size() != 3 || !content.isObject()) {
            throw new BreachException("a message has touser, msgtype and one content of that type");
        }
        return switch (type) {
            case "text" -> text(content);
            case "image", "voice" -> media(type, content, shelf, 1);
            case "video" -> media(type, content, shelf, content.has("thumb_media_id") ? 2 : 1);
            case "news" -> news(content);
            default -> throw new BreachException("there is no message of type " + type);
        };
    }

    private static Result text(JsonNode content) {
        String text = content.path("content").asString();
        if (text.isBlank() || content.size() != 1) {
            throw new BreachException("a text has content and nothing else");
        }
        boolean tooLong = text.getBytes(StandardCharsets.UTF_8).length > LONGEST_TEXT;
        return new Result(tooLong ? 45002 : 0, new Received("text", text, false));
    }

    private static Result media(String type, JsonNode content, MediaShelf shelf, int fields) {
        String id = content.path("media_id").asString();
        if (id.isEmpty() || content.size() != fields) {
            throw new BreachException("a " + type + " has a media_id and nothing unknown");
        }
        boolean known = shelf.get(id).filter(file -> file.type().equals(type)).isPresent();
        String thumb = content.path("thumb_media_id").asString();
        boolean thumbKnown = thumb.isEmpty() || shelf.get(thumb).isPresent();
        return new Result(known && thumbKnown ? 0 : 40007, new Received(type, id, false));
    }

    private static Result news(JsonNode content) {
        JsonNode articles = content.path("articles");
        String url = articles.path(0).path("url").asString();
        if (articles.size() != 1
                || url.isEmpty()
                || articles.path(0).path("title").asString().isEmpty()) {
            throw new BreachException("news have one article with title and url");
        }
        return new Result(0, new Received("news", url, false));
    }

    /// @param code 0, or the code by which the platform refuses the message
    record Result(int code, Received received) {}
}
