package io.omnihub.cursor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// A row of a table as it was read.
///
/// @param changed null where what stands there is no time
/// @param key     a text or a number
/// @param json    all of it, by the names of its columns
/// @param hash    tells this state of the row from any other
record TableRow(@Nullable Stamp changed, Object key, String json, long hash) {

    static TableRow of(@Nullable Stamp changed, Object key, String json) {
        return new TableRow(changed, key, json, hash(json));
    }

    private static long hash(String json) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
