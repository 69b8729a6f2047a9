package io.omnihub.channel.wechat;

import io.omnihub.message.Keys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Makes the keys by which a push that comes again is known.
final class WeChatKeyAdapter {

    /// What may stand in a key as it is.
    private static final Pattern SHORT = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private WeChatKeyAdapter() {}

    /// The message's id. Events have none, and messages need not have one: then it is the sender, the second, the event
    /// and a digest of all that it says, since several can share a second and differ in any field.
    static String key(WeChatPush push) {
        String id = push.get("MsgId");
        if (push.isSaid() && !id.isBlank()) {
            return Keys.message(id);
        }
        String event = push.event();
        String what = SHORT.matcher(event).matches() ? event + ":" : "";
        return Keys.event(push.fromUserName() + ":" + push.require("CreateTime") + ":" + what + digest(push));
    }

    private static String digest(WeChatPush push) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            // Fields hold no NUL.
            new TreeMap<>(push.fields())
                    .forEach((name, value) ->
                            digest.update((name + "\0" + value + "\0").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
