package io.omnihub.channel.wechat;

import io.omnihub.message.Keys;
import io.omnihub.message.Receipt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Makes the keys by which a push that comes again is known.
final class WeChatKeyAdapter {

    /// What may stand in a key as it is; an event key may be a long address or any text of the account's own.
    private static final Pattern SHORT = Pattern.compile("[\\x21-\\x7e]{0,128}");

    private WeChatKeyAdapter() {}

    /// The message's id; for events, which have none, the sender, the second, the event and its key, since two
    /// different events can share a second.
    static String key(WeChatPush push) {
        String id = push.get("MsgId");
        String event = push.event();
        if (event.equals("TEMPLATESENDJOBFINISH")) {
            boolean delivered = push.get("Status").equals("success");
            return Keys.receipt(push.require("MsgID"), delivered ? Receipt.State.DELIVERED : Receipt.State.FAILED);
        }
        if (!id.isBlank()) {
            return Keys.message(id);
        }
        String what = event.isEmpty() ? digest(push.raw()) : event + ":" + brief(push.get("EventKey"));
        return Keys.event(push.fromUserName() + ":" + push.require("CreateTime") + ":" + what);
    }

    private static String brief(String eventKey) {
        return SHORT.matcher(eventKey).matches() ? eventKey : digest(eventKey.getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
