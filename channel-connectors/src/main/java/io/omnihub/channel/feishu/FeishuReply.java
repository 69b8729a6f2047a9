package io.omnihub.channel.feishu;

import io.omnihub.channel.send.LongText;
import tools.jackson.databind.JsonNode;

/// One message as Feishu can send it.
///
/// Documented at https://open.feishu.cn/document/server-docs/im-v1/message-content-description/create_json
sealed interface FeishuReply {

    record Text(String text) implements FeishuReply, LongText<FeishuReply> {

        @Override
        public FeishuReply withText(String piece) {
            return new Text(piece);
        }
    }

    /// Formatted text (`post`) or a card (`interactive`).
    record Rich(String type, JsonNode content) implements FeishuReply {}

    /// A message that is a file: `image`, `file`, `audio` or `media`.
    ///
    /// @param cover a picture in front of a film
    record File(String type, Upload file, Upload cover) implements FeishuReply {}

    /// Bytes that Feishu must have before a message can name them.
    ///
    /// @param type         how Feishu calls the kind: image, opus, mp4, pdf, doc, xls, ppt, stream
    /// @param blob         SHA-256 of the stored bytes; empty for none
    /// @param fileName     as people see it
    /// @param milliseconds how long a sound or film is; 0 where unknown
    record Upload(String type, String blob, String fileName, long milliseconds) {

        static final Upload NONE = new Upload("", "", "", 0);
    }
}
