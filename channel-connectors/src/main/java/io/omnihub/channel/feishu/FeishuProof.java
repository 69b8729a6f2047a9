package io.omnihub.channel.feishu;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.MalformedMessageException;
import io.omnihub.channel.callback.CallbackAnswer;
import io.omnihub.channel.callback.CallbackProof;
import io.omnihub.channel.callback.CallbackRequest;
import io.omnihub.channel.callback.Proved;
import io.omnihub.channel.callback.ReplayWindow;
import io.omnihub.channel.callback.UntrustedCallbackException;
import io.omnihub.channel.callback.UntrustedCallbackException.Reason;
import io.omnihub.channel.feishu.FeishuProperties.Account;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Proves that an event comes from the platform, and opens it; answers the platform where it asks whether the address
/// is ours.
///
/// Documented at
/// https://open.feishu.cn/document/event-subscription-guide/event-subscriptions/event-subscription-configure-/encrypt-key-encryption-configuration-case
final class FeishuProof implements CallbackProof {

    private static final int BLOCK = 16;

    private final ChannelInboxes<Account> inboxes;

    FeishuProof(ChannelInboxes<Account> inboxes) {
        this.inboxes = inboxes;
    }

    @Override
    public Proved prove(CallbackRequest request) {
        if (!request.method().equals("POST")) {
            return new Proved.Answered(CallbackAnswer.notAllowed("POST"));
        }
        ChannelInbox<Account> inbox =
                inboxes.find(request.inbox()).orElseThrow(() -> new UntrustedCallbackException(Reason.UNKNOWN_INBOX));
        Account account = inbox.account();
        boolean signed = account.requireEncryption()
                && !request.header("X-Lark-Signature").isEmpty();
        if (signed) {
            verify(account, request);
        }
        byte[] raw = account.requireEncryption() ? opened(account, request.body()) : request.body();
        Optional<JsonNode> json = readable(raw);
        if (signed && json.isEmpty()) {
            return new Proved.Genuine(inbox, raw);
        }
        JsonNode event = json.orElseThrow(() -> new UntrustedCallbackException(Reason.UNDECRYPTABLE));
        token(account, event);
        if (FeishuPush.text(event, "type").equals("url_verification")) {
            // This call alone has no signature.
            return new Proved.Answered(challenge(event));
        }
        if (account.requireEncryption() && !signed) {
            throw new UntrustedCallbackException(Reason.MISSING_SIGNATURE);
        }
        app(account, event);
        return new Proved.Genuine(inbox, raw);
    }

    private static void verify(Account account, CallbackRequest request) {
        String timestamp = request.header("X-Lark-Request-Timestamp");
        String expected =
                signature(timestamp, request.header("X-Lark-Request-Nonce"), account.encryptKey(), request.body());
        if (!MessageDigest.isEqual(utf8(expected), utf8(request.header("X-Lark-Signature")))) {
            throw new UntrustedCallbackException(Reason.WRONG_SIGNATURE);
        }
        new ReplayWindow(account.timestampWindow()).checkSeconds(timestamp, request.receivedAt());
    }

    /// A digest over the body as sent, which is still encrypted.
    static String signature(String timestamp, String nonce, String encryptKey, byte[] body) {
        MessageDigest digest = sha256();
        digest.update(utf8(timestamp + nonce + encryptKey));
        return HexFormat.of().formatHex(digest.digest(body));
    }

    /// The bytes within; what stands beside them proves nothing.
    private static byte[] opened(Account account, byte[] body) {
        String encrypted =
                readable(body).map(json -> FeishuPush.text(json, "encrypt")).orElse("");
        return decrypt(account.encryptKey(), encrypted);
    }

    /// @throws UntrustedCallbackException where it was not encrypted with this key
    static byte[] decrypt(String encryptKey, String encrypted) {
        try {
            byte[] all = Base64.getDecoder().decode(encrypted);
            if (all.length < 2 * BLOCK) {
                throw new UntrustedCallbackException(Reason.UNDECRYPTABLE);
            }
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(sha256().digest(utf8(encryptKey)), "AES"),
                    new IvParameterSpec(Arrays.copyOf(all, BLOCK)));
            return cipher.doFinal(all, BLOCK, all.length - BLOCK);
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            throw new UntrustedCallbackException(Reason.UNDECRYPTABLE);
        }
    }

    private static Optional<JsonNode> readable(byte[] bytes) {
        try {
            return Optional.of(FeishuPush.json(new String(bytes, StandardCharsets.UTF_8)));
        } catch (MalformedMessageException _) {
            return Optional.empty();
        }
    }

    private static void token(Account account, JsonNode event) {
        JsonNode holder = event.path("header").isObject() ? event.path("header") : event;
        if (!MessageDigest.isEqual(utf8(account.verificationToken()), utf8(FeishuPush.text(holder, "token")))) {
            throw new UntrustedCallbackException(Reason.WRONG_SIGNATURE);
        }
    }

    /// An event without an app's id is of an older form, which the token proves.
    private static void app(Account account, JsonNode event) {
        String header = FeishuPush.text(event.path("header"), "app_id");
        String app = header.isEmpty() ? FeishuPush.text(event.path("event"), "app_id") : header;
        if (!app.isEmpty() && !app.equals(account.appId())) {
            throw new UntrustedCallbackException(Reason.FOREIGN_RECEIVER);
        }
    }

    private static CallbackAnswer challenge(JsonNode event) {
        return CallbackAnswer.json(JsonNodeFactory.instance
                .objectNode()
                .put("challenge", FeishuPush.text(event, "challenge"))
                .toString());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
