package io.omnihub.mapping;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A place in an input of rows, behind one of its pieces.
///
/// @param rows before it
/// @param read how much of the input is before it, as pieces count that
/// @param hash of all pieces before it: another input has another one
record RowMark(long rows, long read, String hash) {

    static final RowMark BEGIN = new RowMark(0, 0, "");

    RowMark behind(RowPieces.Part part) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(hash.getBytes(StandardCharsets.US_ASCII));
            return new RowMark(
                    rows + part.rows(), read + part.read(), HexFormat.of().formatHex(digest.digest(part.bytes())));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
