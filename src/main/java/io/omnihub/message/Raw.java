package io.omnihub.message;

import java.util.Arrays;

/// The bytes as received, kept for replay.
///
/// @param contentType the media type as far as it is known, else `application/octet-stream`
/// @param bytes       never changed after construction: who hands them in gives them away
@SuppressWarnings("ArrayRecordComponent")
public record Raw(String contentType, byte[] bytes) {

    public Raw {
        Check.id("contentType", contentType);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Raw raw && contentType.equals(raw.contentType) && Arrays.equals(bytes, raw.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * contentType.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Raw[" + contentType + ", " + bytes.length + " bytes]";
    }
}
