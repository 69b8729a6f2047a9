package io.omnihub.channel.send;

import io.omnihub.message.OutboundMessage;
import io.omnihub.message.PlatformCall;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/// One call of a platform: a piece of a delivery.
///
/// @param message what it is a piece of
/// @param number  which of the delivery's calls it is, from 0
/// @param content what the contact is to see
/// @param piece   of which native message it is the whole or a part
/// @param from    where it begins in that message's text; 0 where that is no text
/// @param to      where it ends there; 0 where that is no text
/// @param said    tells the text up to there from another one
public record Call<N>(OutboundMessage message, int number, N content, int piece, int from, int to, int said) {

    private static final int KEY_BYTES = 24;

    /// The same in every attempt and on every node, for the platform's idempotency field: 32 letters, digits, dashes
    /// and underscores.
    public String key() {
        return key(message.delivery() + "/" + piece + "." + from + "-" + to);
    }

    /// The same of any other call.
    ///
    /// @param named what tells it from all others
    public static String key(String named) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(named.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, KEY_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /// Whether it is the delivery's first, which alone quotes what the message answers.
    public boolean isFirst() {
        return number == 0;
    }

    PlatformCall made(String externalId) {
        return new PlatformCall(piece, to, said, externalId);
    }
}
