package io.omnihub.channel.feishu;

import static io.omnihub.channel.feishu.FeishuPush.required;
import static io.omnihub.channel.feishu.FeishuPush.text;

import io.omnihub.channel.MalformedMessageException;
import io.omnihub.channel.TextLimit;
import io.omnihub.channel.fields.LegalText;
import io.omnihub.message.Content;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Media;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;

/// Translates what messages of Feishu hold.
///
/// Documented at https://open.feishu.cn/document/server-docs/im-v1/message-content-description/message_content
final class FeishuContentAdapter {

    /// A bundle of messages, which an event only mentions.
    static final String FORWARDED = "merge_forward";

    private static final TextLimit PART = TextLimit.ofBytes(Content.LONGEST_TEXT);
    private static final int MOST_PARTS = 100;
    private static final Pattern MENTION = Pattern.compile("@_(?:user_\\d+|all)\\b");
    private static final Pattern OLD_MENTION = Pattern.compile("<at [^>]*>(.*?)</at>");
    private static final Pattern ADDRESS = Pattern.compile("(?i)(?:https?://|mailto:|tel:).+");
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_]+)}");
    private static final Map<String, String> STYLES =
            Map.of("bold", "b", "italic", "i", "underline", "u", "lineThrough", "s");
    private static final Map<String, String> EMOJI = Map.ofEntries(
            Map.entry("OK", "👌"),
            Map.entry("THUMBSUP", "👍"),
            Map.entry("ThumbsDown", "👎"),
            Map.entry("THANKS", "🙏"),
            Map.entry("MUSCLE", "💪"),
            Map.entry("FINGERHEART", "🫰"),
            Map.entry("APPLAUSE", "👏"),
            Map.entry("DONE", "✅"),
            Map.entry("SMILE", "😊"),
            Map.entry("LAUGH", "😄"),
            Map.entry("LOL", "😂"),
            Map.entry("LOVE", "😍"),
            Map.entry("CRY", "😭"),
            Map.entry("SOB", "😭"),
            Map.entry("ANGRY", "😠"),
            Map.entry("HEART", "❤️"),
            Map.entry("PARTY", "🎉"),
            Map.entry("Fire", "🔥"),
            Map.entry("CheckMark", "✅"),
            Map.entry("CrossMark", "❌"));

    private FeishuContentAdapter() {}

    /// @param content the platform's JSON, as a string
    /// @param message the message's id, without which its files can't be fetched
    /// @throws MalformedMessageException where a field that every message of the type has is missing
    static List<Content> parts(String type, String content, String message, Mentions mentions) {
        JsonNode json = FeishuPush.json(content);
        return switch (type) {
            case "text" -> texts(type, mentions.named(text(json, "text")), content);
            case "post" -> post(json, message, mentions, content);
            case "image" -> List.of(new Content.Image(media(message, "image", required(json, "image_key"), "")));
            case "file" -> List.of(new Content.File(file(json, message)));
            case "audio" -> List.of(new Content.Voice(file(json, message), seconds(json), ""));
            case "media" -> List.of(film(json, message));
            // They can be shown and sent again, but never fetched.
            case "sticker" -> List.of(new Content.Sticker(media(message, "sticker", required(json, "file_key"), "")));
            case "location" -> List.of(location(json));
            case "share_user" -> List.of(new Content.ContactCard(required(json, "user_id"), "", ""));
            case "share_chat" -> List.of(card(required(json, "chat_id"), List.of(), List.of()));
            case "interactive" -> List.of(interactive(json, content, mentions));
            case "hongbao" -> texts(type, text(json, "text"), content);
            case "share_calendar_event", "calendar", "general_calendar" ->
                List.of(card(text(json, "summary"), fields(json, "start_time", "end_time"), List.of()));
            case "video_chat" -> List.of(card(text(json, "topic"), fields(json, "start_time"), List.of()));
            case "vote" -> List.of(card(text(json, "topic"), lines(json.path("options")), List.of()));
            case "todo" -> List.of(todo(json, mentions));
            case "system" -> List.of(system(json));
            default -> List.of(unsupported(type, content));
        };
    }

    /// Messages that were said elsewhere, a line each: who said what, as far as a part takes it.
    static Content forwarded(List<JsonNode> messages, Map<String, String> names) {
        List<Content.Card.Field> lines = new ArrayList<>();
        int left = Content.LONGEST_TEXT;
        for (JsonNode message : messages) {
            Content.Card.Field line =
                    new Content.Card.Field(names.getOrDefault(text(message.path("sender"), "id"), ""), said(message));
            left -= (line.name() + line.value()).getBytes(StandardCharsets.UTF_8).length;
            if (left < 0 || lines.size() == MOST_PARTS - 1) {
                lines.add(new Content.Card.Field("", "…"));
                break;
            }
            lines.add(line);
        }
        return new Content.Card("Merged and Forwarded Message", lines, List.of(), null);
    }

    private static String said(JsonNode message) {
        String type = text(message, "msg_type");
        try {
            Mentions mentions = new Mentions(message.path("mentions"), "");
            List<Content> parts =
                    parts(type, text(message.path("body"), "content"), text(message, "message_id"), mentions);
            return parts.stream().map(FeishuContentAdapter::words).collect(Collectors.joining("\n"));
        } catch (MalformedMessageException | InvalidMessageException _) {
            return "[" + LegalText.of(type) + "]";
        }
    }

    /// What can be read of a content; its files can't be fetched where it was forwarded.
    private static String words(Content content) {
        return switch (content) {
            case Content.Text text -> text.text();
            case Content.RichText rich -> plain(rich.html()).strip();
            case Content.File file -> "[file] " + file.media().fileName();
            case Content.Location place -> "[location] " + place.name();
            case Content.Card card ->
                "[card] "
                        + card.title()
                        + card.fields().stream()
                                .map(field -> "\n" + field.name() + " " + field.value())
                                .collect(Collectors.joining());
            case Content.Image _ -> "[image]";
            case Content.Voice _ -> "[voice]";
            case Content.Video _ -> "[video]";
            case Content.Sticker _ -> "[sticker]";
            case Content.ContactCard _ -> "[contact card]";
            case Content.SystemEvent event -> event.data().getOrDefault("text", "");
            case Content.Link link -> link.url();
            case Content.Unsupported unsupported -> "[" + unsupported.kind() + "]";
        };
    }

    private static String plain(String html) {
        return HtmlUtils.htmlUnescape(html.replaceAll("</p>|<br>|<hr>", "\n").replaceAll("<[^>]*>", ""));
    }

    /// Of a message in the older form, which has its content beside its ids.
    static List<Content> oldParts(String type, JsonNode json, String message) {
        return switch (type) {
            case "text" -> {
                String without = text(json, "text_without_at_bot").strip();
                String said = without.isEmpty() ? text(json, "text") : without;
                yield texts(type, OLD_MENTION.matcher(said).replaceAll("$1"), json.toString());
            }
            case "image" -> List.of(new Content.Image(media(message, "image", required(json, "image_key"), "")));
            case "file" -> List.of(new Content.File(file(json, message)));
            default -> List.of(unsupported(type, json.toString()));
        };
    }

    /// The character of a reaction, or the platform's name of it.
    static String emoji(String type) {
        return EMOJI.getOrDefault(type, "[" + type + "]");
    }

    /// One longer than a part takes becomes several.
    private static List<Content> texts(String type, String text, String content) {
        String legal = LegalText.of(text);
        return legal.isEmpty()
                ? List.of(unsupported(type, content))
                : PART.pieces(legal).stream()
                        .map(piece -> (Content) new Content.Text(piece))
                        .toList();
    }

    private static Media file(JsonNode json, String message) {
        return media(message, "file", required(json, "file_key"), text(json, "file_name"));
    }

    private static Content film(JsonNode json, String message) {
        String cover = text(json, "image_key");
        return new Content.Video(
                file(json, message), seconds(json), cover.isEmpty() ? null : media(message, "image", cover, ""));
    }

    /// A file is known by its key within its message.
    private static Media media(String message, String kind, String key, String name) {
        return new Media("", "", 0, LegalText.of(name), message + "/" + kind + "/" + key, "");
    }

    private static int seconds(JsonNode json) {
        try {
            return (int) Math.min(
                    Integer.MAX_VALUE, Math.max(0, Math.round(Double.parseDouble(text(json, "duration")) / 1000)));
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private static Content location(JsonNode json) {
        try {
            return new Content.Location(
                    Double.parseDouble(required(json, "latitude")),
                    Double.parseDouble(required(json, "longitude")),
                    LegalText.of(text(json, "name")),
                    "");
        } catch (NumberFormatException e) {
            throw new MalformedMessageException("latitude or longitude is no number", e);
        }
    }

    private static Content card(String title, List<Content.Card.Field> fields, List<Content.Card.Button> buttons) {
        return new Content.Card(title.isBlank() ? "-" : LegalText.of(title), few(fields), few(buttons), null);
    }

    private static <T> List<T> few(List<T> all) {
        return all.size() > MOST_PARTS ? all.subList(0, MOST_PARTS) : all;
    }

    /// Times are told by the clients in the time of whoever reads them; here as UTC.
    private static List<Content.Card.Field> fields(JsonNode json, String... names) {
        return Stream.of(names)
                .filter(name -> !text(json, name).isEmpty())
                .map(name -> new Content.Card.Field(
                        name, FeishuPush.time(text(json, name)).toString()))
                .toList();
    }

    private static List<Content.Card.Field> lines(JsonNode texts) {
        List<Content.Card.Field> lines = new ArrayList<>();
        texts.forEach(text -> lines.add(new Content.Card.Field("", LegalText.of(text.asString("")))));
        return lines;
    }

    private static Content todo(JsonNode json, Mentions mentions) {
        StringBuilder what = new StringBuilder(text(json.path("summary"), "title"));
        json.path("summary").path("content").forEach(line -> line.forEach(each -> what.append(word(each, mentions))));
        return card(what.toString(), fields(json, "due_time"), List.of());
    }

    /// `{from_user} invited {to_chatters} to this chat.`
    private static Content system(JsonNode json) {
        String text = VARIABLE.matcher(text(json, "template")).replaceAll(variable -> {
            JsonNode value = json.path(variable.group(1));
            List<String> names = new ArrayList<>();
            value.forEach(name -> names.add(name.asString("")));
            String shown = value.isObject() ? text(value, "text") : String.join(", ", names);
            return Matcher.quoteReplacement(shown);
        });
        return new Content.SystemEvent("feishu.system", Map.of("text", LegalText.of(text)));
    }

    private static Content interactive(JsonNode json, String content, Mentions mentions) {
        List<Content.Card.Field> fields = new ArrayList<>();
        List<Content.Card.Button> buttons = new ArrayList<>();
        for (JsonNode line : json.path("elements")) {
            StringBuilder said = new StringBuilder();
            for (JsonNode element : line) {
                String label = LegalText.of(text(element, "text"));
                switch (text(element, "tag")) {
                    case "button" -> {
                        if (!label.isEmpty()) {
                            buttons.add(new Content.Card.Button(label, ""));
                        }
                    }
                    case "a" -> {
                        if (!label.isEmpty()) {
                            buttons.add(new Content.Card.Button(label, text(element, "href")));
                        }
                    }
                    case "note" -> element.path("elements").forEach(each -> said.append(word(each, mentions)));
                    default -> said.append(word(element, mentions));
                }
            }
            if (!said.toString().isBlank()) {
                fields.add(new Content.Card.Field("", said.toString()));
            }
        }
        String title = text(json, "title");
        return title.isEmpty() && fields.isEmpty() && buttons.isEmpty()
                ? unsupported("interactive", content)
                : card(title, fields, buttons);
    }

    private static String word(JsonNode element, Mentions mentions) {
        return LegalText.of(text(element, "tag").equals("at") ? mentions.name(element) : text(element, "text"));
    }

    private static Content unsupported(String type, String content) {
        return new Content.Unsupported(
                LegalText.of(type), PART.pieces(LegalText.of(content)).getFirst());
    }

    /// Formatted text, between which pictures and films stand as parts of their own.
    private static List<Content> post(JsonNode json, String message, Mentions mentions, String content) {
        JsonNode localised = json.path("content").isArray() || json.isEmpty()
                ? json
                : json.iterator().next();
        PostAdapter post = new PostAdapter(message, mentions, content);
        String title = text(localised, "title");
        if (!title.isBlank()) {
            post.html.append("<p><b>").append(escaped(title)).append("</b></p>");
        }
        localised.path("content").forEach(post::line);
        List<Content> parts = post.end();
        return parts.isEmpty() ? List.of(unsupported("post", content)) : parts;
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(LegalText.of(text), "UTF-8");
    }

    /// A post on its way to parts.
    private static final class PostAdapter {

        private final String message;
        private final Mentions mentions;
        private final String content;
        private final List<Content> parts = new ArrayList<>();
        private StringBuilder html = new StringBuilder();

        PostAdapter(String message, Mentions mentions, String content) {
            this.message = message;
            this.mentions = mentions;
            this.content = content;
        }

        void line(JsonNode line) {
            int begin = html.length();
            html.append("<p>");
            int empty = html.length();
            for (JsonNode element : line) {
                switch (text(element, "tag")) {
                    case "img" -> {
                        cut();
                        add(new Content.Image(media(message, "image", required(element, "image_key"), "")));
                    }
                    case "media" -> {
                        cut();
                        add(film(element, message));
                    }
                    case "hr" -> html.append("</p><hr><p>");
                    case "code_block" ->
                        html.append("</p><pre>")
                                .append(escaped(text(element, "text")))
                                .append("</pre><p>");
                    default -> html.append(styled(element, inline(element)));
                }
            }
            if (html.length() == empty && html.substring(begin).equals("<p>")) {
                html.setLength(begin);
            } else {
                html.append("</p>");
            }
        }

        /// What was written so far becomes a part.
        private void cut() {
            html.append("</p>");
            flush();
            html.append("<p>");
        }

        private String inline(JsonNode element) {
            String said = escaped(text(element, "text"));
            return switch (text(element, "tag")) {
                case "a" ->
                    ADDRESS.matcher(text(element, "href")).matches()
                            ? "<a href=\"" + escaped(text(element, "href")) + "\">" + said + "</a>"
                            : said;
                case "at" -> escaped(mentions.name(element));
                case "emotion" -> escaped(emoji(text(element, "emoji_type")));
                default -> said.replace("\n", "<br>");
            };
        }

        private static String styled(JsonNode element, String said) {
            String styled = said;
            for (JsonNode style : element.path("style")) {
                String tag = STYLES.get(style.asString(""));
                if (tag != null && !said.isEmpty()) {
                    styled = "<" + tag + ">" + styled + "</" + tag + ">";
                }
            }
            return styled;
        }

        List<Content> end() {
            flush();
            return parts;
        }

        private void flush() {
            String written = html.toString().replace("<p></p>", "");
            html = new StringBuilder();
            if (written.isEmpty()) {
                return;
            }
            if (PART.pieces(written).size() == 1) {
                add(new Content.RichText(written));
            } else {
                // What would be cut in the middle of its tags goes without them.
                PART.pieces(plain(written)).forEach(piece -> add(new Content.Text(piece)));
            }
        }

        /// What has more parts than a message of ours is shown as received behind those.
        private void add(Content part) {
            if (parts.size() < MOST_PARTS) {
                parts.add(parts.size() < MOST_PARTS - 1 ? part : unsupported("post", content));
            }
        }
    }

    /// Who is called by name in a message.
    static final class Mentions {

        private static final Set<String> ALL = Set.of("@_all", "all");

        private final Map<String, String> names = new HashMap<>();
        private final Set<String> bots;

        /// @param bot the open_id of our own bot, which nobody needs to read; empty where it is not known
        Mentions(JsonNode mentions, String bot) {
            Set<String> ours = new HashSet<>();
            for (JsonNode mention : mentions) {
                String key = text(mention, "key");
                names.put(key, "@" + text(mention, "name"));
                if (!bot.isEmpty() && text(mention.path("id"), "open_id").equals(bot)) {
                    ours.add(key);
                }
            }
            this.bots = Set.copyOf(ours);
        }

        /// A text with names in place of keys, and without the call of our own bot, unless that is all there is.
        String named(String text) {
            String said = replaced(text, true).strip();
            return said.isEmpty() ? replaced(text, false).strip() : said;
        }

        private String replaced(String text, boolean withoutBot) {
            return MENTION.matcher(text).replaceAll(mention -> {
                String key = mention.group();
                return withoutBot && bots.contains(key) ? "" : Matcher.quoteReplacement(name(key));
            });
        }

        /// Of an element of a post.
        String name(JsonNode element) {
            String key = text(element, "user_id");
            String name = text(element, "user_name");
            if (bots.contains(key)) {
                return "";
            }
            return names.containsKey(key) || name.isEmpty() ? name(key) : "@" + name;
        }

        private String name(String key) {
            return ALL.contains(key) ? "@all" : names.getOrDefault(key, key);
        }
    }
}
