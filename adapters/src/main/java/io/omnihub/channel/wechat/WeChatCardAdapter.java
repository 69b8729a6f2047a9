package io.omnihub.channel.wechat;

import io.omnihub.message.Content;
import io.omnihub.message.Media;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Translates cards: a mini-program's page into one, and one into the text that WeChat can show.
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

    static String text(Content.Card card) {
        StringJoiner lines = new StringJoiner("\n");
        lines.add(card.title());
        card.fields().forEach(field -> lines.add(field.name() + ": " + field.value()));
        card.buttons().forEach(button -> lines.add((button.label() + " " + button.url()).strip()));
        return lines.toString();
    }

    private static @Nullable Media thumbnail(WeChatPush push) {
        String id = push.get("ThumbMediaId");
        String url = push.get("ThumbUrl");
        return id.isEmpty() && url.isEmpty() ? null : Media.external(id, url);
    }
}
