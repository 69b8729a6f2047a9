package io.omnihub.watch;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What is to be thought of a file in a watched folder.
public sealed interface Seen {

    /// It has been left alone for a moment, so it is whole, and nobody else than the hub's own people wrote it.
    ///
    /// @param hash  SHA-256 of its bytes, in hexadecimal digits
    /// @param owner the account that it belongs to; empty where that is not known
    @SuppressWarnings("ArrayRecordComponent")
    record Whole(byte[] bytes, String hash, String owner) implements Seen {

        public static Whole of(byte[] bytes, String owner) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
                return new Whole(bytes, HexFormat.of().formatHex(hash), owner);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        /// Its bytes as UTF-8.
        ///
        /// @throws CharacterCodingException where they are something else
        public String text() throws CharacterCodingException {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }

    /// It must not be used.
    ///
    /// @param reason as a sentence without a full stop
    record Refused(String reason) implements Seen {}
}
