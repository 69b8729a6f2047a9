package io.omnihub.channel.wechat;

import io.omnihub.channel.CallbackCrypto;
import io.omnihub.channel.MalformedMessageException;
import io.omnihub.channel.UntrustedCallbackException;
import io.omnihub.channel.UntrustedCallbackException.Reason;
import java.time.Duration;
import java.time.Instant;

/// Proves that a callback comes from the platform and opens it.
///
/// Documented in WeChat's "Message encryption and decryption instructions".
final class CallbackProof {

    private CallbackProof() {}

    /// The text by which the platform learns that this address is ours.
    ///
    /// @throws UntrustedCallbackException where the call is not the platform's
    static String echo(WeChatInbox inbox, CallbackQuery query, Instant now) {
        verify(inbox, query, now);
        return query.get("echostr");
    }

    /// The message's bytes, decrypted.
    ///
    /// @throws UntrustedCallbackException where the call is not the platform's
    static byte[] open(WeChatInbox inbox, CallbackQuery query, byte[] body, Instant now) {
        CallbackCrypto crypto = inbox.crypto();
        if (crypto == null) {
            if (!query.get("encrypt_type").isEmpty()
                    && !query.get("encrypt_type").equals("raw")) {
                throw new UntrustedCallbackException(Reason.UNDECRYPTABLE);
            }
            verify(inbox, query, now);
            return body;
        }
        String encrypted = encrypted(body);
        CallbackCrypto.verify(
                query.get("msg_signature"),
                inbox.account().token(),
                query.get("timestamp"),
                query.get("nonce"),
                encrypted);
        inTime(inbox, query, now);
        return crypto.decrypt(encrypted);
    }

    private static void verify(WeChatInbox inbox, CallbackQuery query, Instant now) {
        CallbackCrypto.verify(
                query.get("signature"), inbox.account().token(), query.get("timestamp"), query.get("nonce"));
        inTime(inbox, query, now);
    }

    private static void inTime(WeChatInbox inbox, CallbackQuery query, Instant now) {
        try {
            Instant sent = Instant.ofEpochSecond(Long.parseLong(query.get("timestamp")));
            if (Duration.between(sent, now).abs().compareTo(inbox.account().timestampWindow()) <= 0) {
                return;
            }
        } catch (RuntimeException _) {
            // Neither a number nor a time.
        }
        throw new UntrustedCallbackException(Reason.STALE);
    }

    /// A body that can't be read can't be proved either.
    private static String encrypted(byte[] body) {
        try {
            return WeChatPush.read(body).require("Encrypt");
        } catch (MalformedMessageException _) {
            throw new UntrustedCallbackException(Reason.UNDECRYPTABLE);
        }
    }
}
