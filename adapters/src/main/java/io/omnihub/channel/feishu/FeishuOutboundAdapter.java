package io.omnihub.channel.feishu;

import io.omnihub.channel.Ability;
import io.omnihub.channel.Capabilities;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.TextLimit;
import io.omnihub.channel.http.PlatformJson;
import io.omnihub.channel.send.Abilities;
import io.omnihub.channel.send.OutboundAdapter;
import io.omnihub.channel.send.Outgoing;
import io.omnihub.channel.send.OutgoingEdit;
import io.omnihub.message.Content;
import io.omnihub.message.Media;
import io.omnihub.message.OutboundEdit;
import io.omnihub.message.OutboundMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Translates unified messages into what Feishu can send; a message of several parts becomes several of Feishu's.
final class FeishuOutboundAdapter implements OutboundAdapter<FeishuReply> {

    /// Of the 150 KB that a whole request may have, in which each quotation mark takes four bytes.
    private static final TextLimit LIMIT = TextLimit.ofBytes(37_000);

    private static final long LARGEST_FILE = DataSize.ofMegabytes(30).toBytes();

    /// What a bot can send, as long as it is in the chat.
    static final Capabilities CAPABILITIES = new Capabilities(
                    Set.of(
                            Content.Image.class,
                            Content.Voice.class,
                            Content.Video.class,
                            Content.File.class,
                            Content.Link.class,
                            Content.Card.class,
                            Content.RichText.class),
                    Map.of(
                            Content.Image.class, LARGEST_FILE,
                            Content.Voice.class, LARGEST_FILE,
                            Content.Video.class, LARGEST_FILE,
                            Content.File.class, LARGEST_FILE),
                    null)
            .withText(LIMIT)
            .with(Abilities.of(FeishuSender.class))
            .with(Set.of(Ability.READ_RECEIPTS, Ability.REACTIONS, Ability.BUTTONS, Ability.AVATARS));

    /// Of the 30 KB that a whole request may have.
    private static final int LONGEST_RICH = 29 << 10;

    private static final long LARGEST_IMAGE = DataSize.ofMegabytes(10).toBytes();
    private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>|([^<]+|<)");
    private static final Pattern ADDRESS = Pattern.compile("href\\s*=\\s*\"([^\"]*)\"");
    private static final Set<String> IMAGES =
            Set.of("image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "image/heic");
    private static final Set<String> DOCUMENTS = Set.of("pdf", "doc", "xls", "ppt");
    private static final Set<String> LINES =
            Set.of("p", "div", "li", "tr", "br", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr");
    private static final Map<String, String> STYLES = Map.of(
            "b", "bold",
            "strong", "bold",
            "i", "italic",
            "em", "italic",
            "u", "underline",
            "ins", "underline",
            "s", "lineThrough",
            "del", "lineThrough");

    /// Our own code for what Feishu has no message for.
    private static final String NOT_CAPABLE = "not-capable";

    /// @throws ChannelRejectedException where Feishu has no message for a part
    @Override
    public Outgoing<FeishuReply> toNative(OutboundMessage message) {
        return new Outgoing<>(message, replies(message.message().parts(), message.thread()), LIMIT);
    }

    @Override
    public OutgoingEdit<FeishuReply> toNative(OutboundEdit edit) {
        return new OutgoingEdit<>(edit, replies(edit.parts(), edit.thread()));
    }

    private static List<FeishuReply> replies(List<Content> parts, String thread) {
        return parts.stream().map(part -> reply(part, thread)).toList();
    }

    private static FeishuReply reply(Content content, String thread) {
        return switch (content) {
            case Content.Text text -> text(text.text());
            case Content.RichText rich -> post(rich.html());
            case Content.Link link -> link(link);
            case Content.Card card -> card(card, thread);
            case Content.Image image -> image(image.media());
            case Content.File file -> file(file.media());
            case Content.Voice voice -> voice(voice.media(), voice.seconds());
            case Content.Video video -> video(video);
            case Content.Location _ -> throw notCapable("locations");
            case Content.ContactCard _ -> throw notCapable("contact cards");
            case Content.Sticker _ -> throw notCapable("stickers");
            case Content.SystemEvent _ -> throw notCapable("system events");
            case Content.Unsupported _ -> throw notCapable("content of an unknown kind");
        };
    }

    /// Control characters are not shown and would take six bytes each.
    private static FeishuReply text(String text) {
        String shown = text.replace("\r\n", "\n").replaceAll("[\\p{Cntrl}&&[^\n\t]]", "");
        if (shown.isBlank()) {
            throw new ChannelRejectedException(NOT_CAPABLE, "Feishu can't send a text without any letter");
        }
        return new FeishuReply.Text(shown);
    }

    private static FeishuReply link(Content.Link link) {
        ArrayNode lines = PlatformJson.object().arrayNode();
        String title = link.title().isBlank() ? link.url() : link.title();
        lines.addArray().addObject().put("tag", "a").put("text", title).put("href", link.url());
        if (!link.description().isBlank()) {
            lines.addArray().addObject().put("tag", "text").put("text", link.description());
        }
        return post(lines, title + "\n" + link.description() + "\n" + link.url());
    }

    /// Formatted text; one that is too long goes without its form.
    private static FeishuReply post(String html) {
        ArrayNode lines = PlatformJson.object().arrayNode();
        ArrayNode line = lines.addArray();
        String href = "";
        List<String> styles = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        Matcher tags = TAG.matcher(html);
        while (tags.find()) {
            if (tags.group(2) == null) {
                String said = HtmlUtils.htmlUnescape(tags.group(4)).replaceAll("\\s+", " ");
                plain.append(said);
                if (!said.isBlank() || !line.isEmpty()) {
                    element(line, said, href, styles);
                }
                continue;
            }
            boolean ends = !tags.group(1).isEmpty();
            String tag = tags.group(2).toLowerCase(Locale.ROOT);
            String style = STYLES.get(tag);
            if (tag.equals("a")) {
                Matcher address = ADDRESS.matcher(tags.group(3));
                href = !ends && address.find() ? HtmlUtils.htmlUnescape(address.group(1)) : "";
            } else if (style != null && ends) {
                styles.remove(style);
            } else if (style != null) {
                styles.add(style);
            } else if (LINES.contains(tag) && !line.isEmpty()) {
                plain.append('\n');
                line = lines.addArray();
            }
        }
        if (line.isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        if (lines.isEmpty()) {
            throw new ChannelRejectedException(NOT_CAPABLE, "Feishu can't send a text without any letter");
        }
        return post(lines, plain.toString().strip());
    }

    private static void element(ArrayNode line, String said, String href, List<String> styles) {
        ObjectNode element =
                line.addObject().put("tag", href.isEmpty() ? "text" : "a").put("text", said);
        if (!href.isEmpty()) {
            element.put("href", href);
        }
        if (!styles.isEmpty()) {
            ArrayNode all = element.putArray("style");
            styles.stream().distinct().forEach(all::add);
        }
    }

    private static FeishuReply post(ArrayNode lines, String plain) {
        ObjectNode content = PlatformJson.object();
        content.putObject("zh_cn").set("content", lines);
        return isLarge(content) ? text(plain) : new FeishuReply.Rich("post", content);
    }

    /// A button without an address calls us back, and says then what it is and where it was shown.
    private static FeishuReply card(Content.Card card, String thread) {
        ObjectNode content = PlatformJson.object();
        content.putObject("config").put("wide_screen_mode", true);
        content.putObject("header").putObject("title").put("tag", "plain_text").put("content", card.title());
        ArrayNode elements = content.putArray("elements");
        for (Content.Card.Field field : card.fields()) {
            String said = field.name().isEmpty() ? field.value() : field.name() + ": " + field.value();
            elements.addObject()
                    .put("tag", "div")
                    .putObject("text")
                    .put("tag", "plain_text")
                    .put("content", said);
        }
        if (!card.buttons().isEmpty()) {
            ArrayNode actions = elements.addObject().put("tag", "action").putArray("actions");
            card.buttons().forEach(button -> button(actions.addObject(), button, thread));
        }
        if (isLarge(content)) {
            throw new ChannelRejectedException("too-long", "the card is larger than the 30 KB that Feishu takes");
        }
        return new FeishuReply.Rich("interactive", content);
    }

    private static void button(ObjectNode json, Content.Card.Button button, String thread) {
        json.put("tag", "button").put("type", "default");
        json.putObject("text").put("tag", "plain_text").put("content", button.label());
        if (button.url().isEmpty()) {
            ObjectNode value = json.putObject("value").put("thread", thread).put("button", button.label());
            if (!button.value().isEmpty()) {
                value.put("value", button.value());
            }
        } else {
            json.put("url", button.url());
        }
    }

    /// A picture that Feishu does not show is sent as a file.
    private static FeishuReply image(Media media) {
        return IMAGES.contains(media.contentType()) && media.size() <= LARGEST_IMAGE
                ? new FeishuReply.File("image", upload(media, "image", 0), FeishuReply.Upload.NONE)
                : file(media);
    }

    private static FeishuReply file(Media media) {
        String name = media.fileName();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String type = DOCUMENTS.contains(ending) ? ending : "stream";
        return new FeishuReply.File("file", upload(media, type, 0), FeishuReply.Upload.NONE);
    }

    /// Feishu plays Opus alone.
    private static FeishuReply voice(Media media, int seconds) {
        return media.contentType().equals("audio/ogg")
                ? new FeishuReply.File("audio", upload(media, "opus", seconds), FeishuReply.Upload.NONE)
                : file(media);
    }

    private static FeishuReply video(Content.Video video) {
        Media media = video.media();
        return media.contentType().equals("video/mp4")
                ? new FeishuReply.File("media", upload(media, "mp4", video.seconds()), cover(video.thumbnail()))
                : file(media);
    }

    private static FeishuReply.Upload cover(@Nullable Media thumbnail) {
        return thumbnail != null && thumbnail.isStored() ? upload(thumbnail, "image", 0) : FeishuReply.Upload.NONE;
    }

    private static FeishuReply.Upload upload(Media media, String type, int seconds) {
        if (!media.isStored()) {
            throw new ChannelRejectedException(NOT_CAPABLE, "Feishu can only send a file that is stored in the hub");
        }
        return new FeishuReply.Upload(type, media.blob(), media.fileName(), seconds * 1000L);
    }

    private static boolean isLarge(ObjectNode content) {
        String quoted = content.stringNode(content.toString()).toString();
        return quoted.getBytes(StandardCharsets.UTF_8).length > LONGEST_RICH;
    }

    private static ChannelRejectedException notCapable(String what) {
        return new ChannelRejectedException(NOT_CAPABLE, "Feishu can't send " + what);
    }
}
