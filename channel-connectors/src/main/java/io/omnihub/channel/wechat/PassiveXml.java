package io.omnihub.channel.wechat;

import io.omnihub.channel.callback.CallbackCrypto;
import io.omnihub.channel.fields.LegalText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Function;

/// Writes the answer to a message as XML in the answer to its callback.
///
/// Documented at https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Passive_user_reply_message.html
final class PassiveXml {

    private static final int LONGEST_TEXT = 2048;

    private PassiveXml() {}

    /// Whether a delivery fits into one passive answer.
    static boolean fits(WeChatSend send) {
        return send.replies().size() == 1
                && switch (send.replies().getFirst()) {
                    case WeChatReply.Text text -> utf8(text.content()).length <= LONGEST_TEXT;
                    case WeChatReply.Image _, WeChatReply.Voice _, WeChatReply.Video _, WeChatReply.News _ -> true;
                };
    }

    /// @param ids gives the platform's id of a file
    static String write(WeChatPush push, WeChatReply reply, Instant now, Function<WeChatReply.Upload, String> ids) {
        String head = element("ToUserName", push.get("FromUserName"))
                + element("FromUserName", push.get("ToUserName"))
                + "<CreateTime>" + now.getEpochSecond() + "</CreateTime>";
        String rest = switch (reply) {
            case WeChatReply.Text text -> type("text") + element("Content", text.content());
            case WeChatReply.Image image -> type("image") + media("Image", ids.apply(image.media()), "");
            case WeChatReply.Voice voice -> type("voice") + media("Voice", ids.apply(voice.media()), "");
            case WeChatReply.Video video ->
                type("video")
                        + media("Video", ids.apply(video.media()), element("Title", "") + element("Description", ""));
            case WeChatReply.News news ->
                type("news") + "<ArticleCount>1</ArticleCount><Articles><item>"
                        + element("Title", news.title()) + element("Description", news.description())
                        + element("PicUrl", news.picurl()) + element("Url", news.url())
                        + "</item></Articles>";
        };
        return "<xml>" + head + rest + "</xml>";
    }

    /// Encrypts and signs an answer, with our own time and nonce.
    static String seal(CallbackCrypto crypto, String token, String xml, Instant now, String nonce) {
        String encrypted = crypto.encrypt(utf8(xml));
        String timestamp = Long.toString(now.getEpochSecond());
        String signature = CallbackCrypto.signature(token, timestamp, nonce, encrypted);
        return "<xml>" + element("Encrypt", encrypted) + element("MsgSignature", signature) + "<TimeStamp>" + timestamp
                + "</TimeStamp>" + element("Nonce", nonce) + "</xml>";
    }

    private static String type(String type) {
        return element("MsgType", type);
    }

    private static String media(String name, String mediaId, String more) {
        return "<" + name + ">" + element("MediaId", mediaId) + more + "</" + name + ">";
    }

    private static String element(String name, String text) {
        return "<" + name + "><![CDATA[" + LegalText.of(text).replace("]]>", "]]]]><![CDATA[>") + "]]></" + name + ">";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
