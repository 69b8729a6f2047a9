package io.omnihub.channel.wechat;

import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.wechat.WeChatReply.Template.Form;
import io.omnihub.message.Content;
import io.omnihub.message.Media;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Translates cards: a mini-program's page into one, and one into whatever WeChat has for it.
final class WeChatCardAdapter {

    private WeChatCardAdapter() {}

    static Content miniProgramPage(WeChatPush push) {
        String title = push.get("Title").isEmpty() ? push.require("AppId") : push.get("Title");
        List<Content.Card.Field> fields = new ArrayList<>();
        for (String name : List.of("AppId", "PagePath")) {
            if (!push.get(name).isEmpty()) {
                fields.add(new Content.Card.Field(name, push.get(name)));
            }
        }
        return new Content.Card(title, fields, List.of(), thumbnail(push));
    }

    /// A card is what its metadata names, a menu where it has buttons to press, and else a text.
    static WeChatReply reply(Content.Card card, boolean mini) {
        Map<String, String> named = card.metadata();
        if (card.hasTemplate()) {
            return template(card, mini);
        }
        if (named.containsKey("miniprogram")) {
            return new WeChatReply.MiniProgramPage(
                    card.title(), get(card, "miniprogram"), get(card, "miniprogram-path"), picture(card, "image"));
        }
        if (mini) {
            return WeChatOutboundAdapter.text(text(card, card.buttons()));
        }
        if (named.containsKey("music")) {
            return new WeChatReply.Music(
                    card.title(), facts(card), get(card, "music"), get(card, "music-hq"), picture(card, "thumb"));
        }
        if (named.containsKey("article")) {
            return new WeChatReply.Article(get(card, "article"));
        }
        if (named.containsKey("mpnews")) {
            return new WeChatReply.Material(get(card, "mpnews"));
        }
        if (named.containsKey("wxcard")) {
            return new WeChatReply.Coupon(get(card, "wxcard"));
        }
        List<Content.Card.Button> pressed = card.buttons().stream()
                .filter(button -> !button.value().isEmpty())
                .toList();
        return pressed.isEmpty() ? WeChatOutboundAdapter.text(text(card, card.buttons())) : menu(card, pressed);
    }

    private static WeChatReply template(Content.Card card, boolean mini) {
        Form official = card.metadata().containsKey("subscription") ? Form.SUBSCRIPTION : Form.TEMPLATE;
        String url = card.buttons().isEmpty() ? "" : card.buttons().getFirst().url();
        return new WeChatReply.Template(
                mini ? Form.MINI_PROGRAM : official,
                get(card, Content.Card.TEMPLATE),
                url,
                get(card, "miniprogram"),
                get(card, "miniprogram-path"),
                card.fields().stream()
                        .map(field -> new WeChatReply.Template.Datum(field.name(), field.value()))
                        .toList());
    }

    private static WeChatReply menu(Content.Card card, List<Content.Card.Button> pressed) {
        List<WeChatReply.Menu.Entry> entries = pressed.stream()
                .map(button -> new WeChatReply.Menu.Entry(button.value(), button.label()))
                .toList();
        String tail = card.buttons().stream()
                .filter(button -> button.value().isEmpty())
                .map(WeChatCardAdapter::line)
                .collect(Collectors.joining("\n"));
        return new WeChatReply.Menu(text(card, List.of()), entries, tail);
    }

    private static String text(Content.Card card, List<Content.Card.Button> buttons) {
        return Stream.of(Stream.of(card.title(), facts(card)), buttons.stream().map(WeChatCardAdapter::line))
                .flatMap(lines -> lines)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static String facts(Content.Card card) {
        return card.fields().stream()
                .map(field -> field.name() + ": " + field.value())
                .collect(Collectors.joining("\n"));
    }

    private static String line(Content.Card.Button button) {
        return (button.label() + " " + button.url()).strip();
    }

    private static String get(Content.Card card, String name) {
        return card.metadata().getOrDefault(name, "");
    }

    /// @throws ChannelRejectedException where there is none, without which WeChat takes no such message
    private static WeChatReply.Upload picture(Content.Card card, String type) {
        if (card.picture() == null) {
            throw WeChatOutboundAdapter.notCapable("such a card without a picture");
        }
        return WeChatOutboundAdapter.upload(type, card.picture());
    }

    private static @Nullable Media thumbnail(WeChatPush push) {
        String id = push.get("ThumbMediaId");
        String url = push.get("ThumbUrl");
        return id.isEmpty() && url.isEmpty() ? null : Media.external(id, url);
    }
}
