package io.omnihub.simulator.wechat;

import io.omnihub.simulator.platform.Callback;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;

/// Signs and encrypts what is pushed.
final class Sealing {

    private final SimulatedAccount account;
    private final PlatformCrypto crypto;
    private final Clock clock;

    Sealing(SimulatedAccount account, PlatformCrypto crypto, Clock clock) {
        this.account = account;
        this.crypto = crypto;
        this.clock = clock;
    }

    /// White space at the end makes every length of padding occur.
    Callback seal(String xml, PushMode mode) {
        String message = xml + " ".repeat(ThreadLocalRandom.current().nextInt(32));
        if (mode == PushMode.PLAIN) {
            return new Callback(signed(), utf8(message));
        }
        String encrypted = crypto.encrypt(message);
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        String nonce = PlatformCrypto.nonce();
        String query = "signature=" + PlatformCrypto.sign(account.token(), timestamp, nonce) + "&timestamp=" + timestamp
                + "&nonce=" + nonce + "&encrypt_type=aes&msg_signature="
                + PlatformCrypto.sign(account.token(), timestamp, nonce, encrypted);
        String head = mode == PushMode.COMPATIBLE
                ? xml.substring(0, xml.lastIndexOf("</xml>"))
                : "<xml><ToUserName><![CDATA[" + account.originalId() + "]]></ToUserName>";
        return new Callback(query, utf8(head + "<Encrypt><![CDATA[" + encrypted + "]]></Encrypt></xml>"));
    }

    /// The query of a call that is signed but carries nothing.
    String signed() {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        String nonce = PlatformCrypto.nonce();
        return "signature=" + PlatformCrypto.sign(account.token(), timestamp, nonce) + "&timestamp=" + timestamp
                + "&nonce=" + URLEncoder.encode(nonce, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
