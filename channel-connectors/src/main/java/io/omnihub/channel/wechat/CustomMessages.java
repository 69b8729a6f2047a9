package io.omnihub.channel.wechat;

import io.omnihub.channel.http.PlatformJson;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// Writes messages as the customer-service API takes them.
final class CustomMessages {

    private CustomMessages() {}

    /// @param ids gives the platform's id of a file, empty for none
    static ObjectNode json(String touser, WeChatReply reply, Function<WeChatReply.Upload, String> ids) {
        ObjectNode json = PlatformJson.object().put("touser", touser);
        switch (reply) {
            case WeChatReply.Text text -> typed(json, "text").put("content", text.content());
            case WeChatReply.Image image -> typed(json, "image").put("media_id", ids.apply(image.media()));
            case WeChatReply.Voice voice -> typed(json, "voice").put("media_id", ids.apply(voice.media()));
            case WeChatReply.Video video -> {
                ObjectNode node = typed(json, "video").put("media_id", ids.apply(video.media()));
                String thumb = ids.apply(video.thumb());
                if (!thumb.isEmpty()) {
                    node.put("thumb_media_id", thumb);
                }
            }
            case WeChatReply.News news ->
                typed(json, "news")
                        .putArray("articles")
                        .addObject()
                        .put("title", news.title())
                        .put("description", news.description())
                        .put("url", news.url())
                        .put("picurl", news.picurl());
        }
        return json;
    }

    private static ObjectNode typed(ObjectNode json, String type) {
        return json.put("msgtype", type).putObject(type);
    }
}
