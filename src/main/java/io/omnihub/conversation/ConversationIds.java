package io.omnihub.conversation;

import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes the ids of conversations: HMAC-SHA-256 over inbox and thread with the tenant's id key, cut to a UUID of
/// version 8 (RFC 9562, section 5.8). So nobody has to look one up, and nobody outside can guess one.
public final class ConversationIds {

    private static final String ALGORITHM = "HmacSHA256";

    /// Each use has a copy: to have the platform look the algorithm up takes longer than to compute it.
    private static final Mac UNUSED = unused();

    private ConversationIds() {}

    /// @param idKey  the tenant's
    /// @param thread the external thread or user id
    public static ConversationId of(byte[] idKey, InboxId inbox, String thread) {
        try {
            Mac mac = (Mac) UNUSED.clone();
            mac.init(new SecretKeySpec(idKey, ALGORITHM));
            mac.update(inbox.value().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            ByteBuffer digest = ByteBuffer.wrap(mac.doFinal(thread.getBytes(StandardCharsets.UTF_8)));
            long high = (digest.getLong() & ~0xF000L) | 0x8000L;
            long low = (digest.getLong() & ~(0b11L << 62)) | (0b10L << 62);
            return new ConversationId(new UUID(high, low).toString());
        } catch (GeneralSecurityException | CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Mac unused() {
        try {
            return Mac.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
