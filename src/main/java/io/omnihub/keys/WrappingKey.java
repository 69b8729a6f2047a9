package io.omnihub.keys;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// A key that lies outside the database and wraps those in it.
///
/// @param id says which one it is and nothing else of it
record WrappingKey(String id, SecretKey key) {

    private static final int BYTES = 32;
    private static final int ID_BYTES = 8;

    static WrappingKey fresh() {
        return of(Sealing.random(BYTES));
    }

    /// Reads what [#text()] wrote.
    ///
    /// @param where it stands, for whoever has to mend it
    /// @throws IllegalStateException where it is none
    static WrappingKey parse(String where, String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.strip());
            if (bytes.length == BYTES) {
                return of(bytes);
            }
        } catch (IllegalArgumentException _) {
            // Told alike below.
        }
        throw new IllegalStateException(
                where + " must be a key of " + BYTES + " bytes in Base64, as `openssl rand -base64 32` makes one");
    }

    String text() {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    byte[] wrap(String of, byte[] clear) {
        return Sealing.seal(key, of, clear);
    }

    byte[] unwrap(String of, byte[] wrapped) {
        return Sealing.open(key, of, wrapped);
    }

    @Override
    public String toString() {
        return id;
    }

    private static WrappingKey of(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new WrappingKey(HexFormat.of().formatHex(digest, 0, ID_BYTES), new SecretKeySpec(bytes, "AES"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
