package io.omnihub.cursor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A row of a table as it was read.
///
/// @param key  a text or a number
/// @param json all of it, by the names of its columns
record TableRow(Stamp changed, Object key, String json) {

    private static final int HASH_BYTES = 16;

    /// Tells this state of the row from any other.
    String hash() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether another row can't be told from this one by where it stands.
    boolean isBeside(TableRow other) {
        return changed.equals(other.changed) && key.equals(other.key);
    }
}
