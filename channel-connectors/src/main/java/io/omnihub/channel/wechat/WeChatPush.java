package io.omnihub.channel.wechat;

import io.omnihub.channel.MalformedMessageException;
import io.omnihub.channel.fields.JsonFields;
import io.omnihub.channel.fields.XmlFields;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/// What the platform pushes to us, by the platform's own field names, since it adds fields and types without notice.
///
/// Documented at https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_standard_messages.html
///
/// @param contentType what the bytes are
/// @param raw         the bytes as decrypted: the encrypted ones could be read again only within the time window
/// @param fields      texts by path, see [XmlFields] and [JsonFields]
@SuppressWarnings("ArrayRecordComponent")
record WeChatPush(String contentType, byte[] raw, Map<String, String> fields) {

    private static final Set<String> SAID =
            Set.of("text", "image", "voice", "video", "shortvideo", "location", "link", "miniprogrampage");

    private static final Set<String> ENVELOPE =
            Set.of("ToUserName", "FromUserName", "CreateTime", "MsgType", "Event", "MsgId", "MsgID");

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /// Bytes that are no UTF-8 become question marks: the platform cuts long texts wherever it likes.
    ///
    /// @throws MalformedMessageException where the bytes are neither XML nor JSON
    static WeChatPush read(byte[] raw) {
        String text = new String(raw, StandardCharsets.UTF_8);
        String stripped = (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).strip();
        if (stripped.startsWith("{")) {
            return new WeChatPush("application/json", raw, JsonFields.read(stripped, ENVELOPE));
        }
        if (stripped.startsWith("<")) {
            return new WeChatPush("text/xml", raw, XmlFields.read(stripped, ENVELOPE, WeChatPush::repeats));
        }
        throw new MalformedMessageException("the message is neither XML nor JSON", null);
    }

    /// Events list things by fields of one name; in what customers write such a field is theirs.
    private static boolean repeats(Map<String, String> fields) {
        return !SAID.contains(fields.getOrDefault("MsgType", ""));
    }

    /// A field's text, empty where it is missing.
    String get(String field) {
        return fields.getOrDefault(field, "");
    }

    /// A field's text.
    ///
    /// @throws MalformedMessageException where it is missing
    String require(String field) {
        String value = get(field);
        if (value.isBlank()) {
            throw new MalformedMessageException(field + " is missing", null);
        }
        return value;
    }

    String fromUserName() {
        return require("FromUserName");
    }

    String msgType() {
        return require("MsgType");
    }

    /// Whether a person says this, be it in a way that nobody has told us of. Not what the platform itself reports, nor
    /// what somebody merely did.
    boolean isSaid() {
        return SAID.contains(msgType())
                || (!msgType().equals("event") && !get("MsgId").isBlank());
    }

    /// The event's name, empty where this is a message.
    String event() {
        return msgType().equals("event") ? require("Event") : "";
    }

    @Override
    public String toString() {
        return "WeChatPush[" + contentType + ", " + raw.length + " bytes]";
    }
}
