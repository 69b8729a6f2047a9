package io.omnihub.channel.wechat;

import io.omnihub.channel.send.LongText;

/// One message as WeChat can send it, through the customer-service API or as a passive answer.
///
/// Documented at https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
sealed interface WeChatReply {

    record Text(String content) implements WeChatReply, LongText<WeChatReply> {

        @Override
        public String text() {
            return content;
        }

        @Override
        public WeChatReply withText(String piece) {
            return new Text(piece);
        }
    }

    record Image(Upload media) implements WeChatReply {}

    record Voice(Upload media) implements WeChatReply {}

    record Video(Upload media, Upload thumb) implements WeChatReply {}

    /// An article with a link, of which WeChat sends one at a time.
    record News(String title, String description, String url, String picurl) implements WeChatReply {}

    /// Bytes that WeChat must have before a message can name them.
    ///
    /// @param type how WeChat calls the kind: image, voice, video, thumb
    /// @param blob SHA-256 of the stored bytes; empty for none
    record Upload(String type, String blob, String contentType) {

        static final Upload NONE = new Upload("", "", "");
    }
}
