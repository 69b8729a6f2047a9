package io.omnihub.channel.wechat;

import io.omnihub.channel.send.LongText;
import java.util.List;

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

    /// The same of a mini-program.
    record Link(String title, String description, String url, String thumbUrl) implements WeChatReply {}

    /// Sound at an address, with a player.
    record Music(String title, String description, String url, String hqUrl, Upload thumb) implements WeChatReply {}

    /// An article that the account has published.
    record Article(String articleId) implements WeChatReply {}

    /// An article among the account's material.
    record Material(String mediaId) implements WeChatReply {}

    /// A question with answers to tap.
    record Menu(String head, List<Entry> entries, String tail) implements WeChatReply {

        /// @param id what comes back when it is tapped
        record Entry(String id, String content) {}
    }

    /// A coupon of WeChat's own cards.
    record Coupon(String cardId) implements WeChatReply {}

    /// A page of a mini-program that belongs to the account.
    record MiniProgramPage(String title, String appId, String page, Upload thumb) implements WeChatReply {}

    /// A form that WeChat has approved, with our words in it.
    ///
    /// @param page   of the mini-program with the AppID, or, where that is empty, of the account's own
    /// @param data   what is put into it
    record Template(Form form, String templateId, String url, String appId, String page, List<Datum> data)
            implements WeChatReply {

        /// @param name as the form has it
        record Datum(String name, String value) {}

        enum Form {
            /// Of a service account.
            TEMPLATE("/cgi-bin/message/template/send"),
            /// Of an official account, to those who have subscribed to it.
            SUBSCRIPTION("/cgi-bin/message/subscribe/bizsend"),
            /// Of a mini-program, to those who have subscribed to it.
            MINI_PROGRAM("/cgi-bin/message/subscribe/send");

            private final String path;

            Form(String path) {
                this.path = path;
            }

            String path() {
                return path;
            }
        }
    }

    /// Bytes that WeChat must have before a message can name them.
    ///
    /// @param type how WeChat calls the kind: image, voice, video, thumb
    /// @param blob SHA-256 of the stored bytes; empty for none
    record Upload(String type, String blob, String contentType) {

        static final Upload NONE = new Upload("", "", "");
    }
}
