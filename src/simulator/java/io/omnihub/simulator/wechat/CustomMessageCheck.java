package io.omnihub.simulator.wechat;

import io.omnihub.simulator.platform.BreachException;
import io.omnihub.simulator.platform.MediaShelf;
import java.nio.charset.StandardCharsets;
import java.util.Set;
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
        String speaker = json.path("customservice").path("kf_account").asString("");
        if (json.size() != (speaker.isEmpty() ? 3 : 4) || !content.isObject()) {
            throw new BreachException("a message has touser, msgtype and one content of that type");
        }
        Result result = content(type, content, shelf);
        return new Result(result.code(), result.received().by(speaker));
    }

    private static Result content(String type, JsonNode content, MediaShelf shelf) {
        return switch (type) {
            case "text" -> text(content);
            case "image", "voice" -> media(type, content, shelf, 1);
            case "video" -> media(type, content, shelf, content.has("thumb_media_id") ? 2 : 1);
            case "news" -> news(content);
            case "link" -> fields(type, content, "title", "description", "url", "thumb_url");
            case "music" -> {
                fields(type, content, "title", "description", "musicurl", "hqmusicurl", "thumb_media_id");
                yield picture(type, content, shelf, "thumb");
            }
            case "mpnewsarticle" -> fields(type, content, "article_id");
            case "mpnews" -> fields(type, content, "media_id");
            case "wxcard" -> fields(type, content, "card_id");
            case "msgmenu" -> menu(content);
            case "miniprogrampage" -> {
                fields(type, content, "title", "appid", "pagepath", "thumb_media_id");
                yield picture(type, content, shelf, "image");
            }
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

    private static Result fields(String type, JsonNode content, String... names) {
        if (!Set.copyOf(content.propertyNames()).equals(Set.of(names))
                || content.path(names[0]).asString().isEmpty()) {
            throw new BreachException("a " + type + " has " + String.join(", ", names));
        }
        return new Result(0, new Received(type, content.toString(), false));
    }

    private static Result picture(String type, JsonNode content, MediaShelf shelf, String kind) {
        boolean known = shelf.get(content.path("thumb_media_id").asString())
                .filter(file -> file.type().equals(kind))
                .isPresent();
        return new Result(known ? 0 : 40007, new Received(type, content.toString(), false));
    }

    private static Result menu(JsonNode content) {
        JsonNode list = content.path("list");
        boolean right = !list.isEmpty();
        for (JsonNode entry : list) {
            right &= entry.size() == 2
                    && !entry.path("id").asString("").isEmpty()
                    && !entry.path("content").asString("").isEmpty();
        }
        if (!right) {
            throw new BreachException("a menu has entries with id and content");
        }
        return fields("msgmenu", content, "head_content", "list", "tail_content");
    }

    /// @param code 0, or the code by which the platform refuses the message
    record Result(int code, Received received) {}
}
