package io.omnihub.channel;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Tells what bytes are by looking at them, since neither a file name nor a sender's word can be trusted.
public final class ContentTypes {

    /// What is said of bytes that are none of the known kinds.
    public static final String UNKNOWN = "application/octet-stream";

    private static final List<Magic> KNOWN = List.of(
            new Magic("image/jpeg", "jpg", 0, "\u00FF\u00D8\u00FF"),
            new Magic("image/png", "png", 0, "\u0089PNG\r\n\u001A\n"),
            new Magic("image/gif", "gif", 0, "GIF8"),
            new Magic("image/webp", "webp", 8, "WEBP"),
            new Magic("image/bmp", "bmp", 0, "BM"),
            new Magic("audio/amr", "amr", 0, "#!AMR"),
            new Magic("audio/mpeg", "mp3", 0, "ID3"),
            new Magic("audio/mpeg", "mp3", 0, "\u00FF\u00FB"),
            new Magic("audio/mpeg", "mp3", 0, "\u00FF\u00F3"),
            new Magic("audio/wav", "wav", 8, "WAVE"),
            new Magic("audio/ogg", "ogg", 0, "OggS"),
            new Magic("video/mp4", "mp4", 4, "ftyp"),
            new Magic("application/pdf", "pdf", 0, "%PDF-"),
            new Magic("application/zip", "zip", 0, "PK\u0003\u0004"));

    private ContentTypes() {}

    /// The media type of bytes, [#UNKNOWN] where it is none of the known ones.
    ///
    /// @param start at least the first 12 bytes where there are as many
    public static String of(byte[] start) {
        return KNOWN.stream()
                .filter(magic -> magic.fits(start))
                .map(Magic::type)
                .findFirst()
                .orElse(UNKNOWN);
    }

    /// The usual ending of a file of this media type, without the dot.
    public static String ending(String type) {
        return KNOWN.stream()
                .filter(magic -> magic.type().equals(type))
                .map(Magic::ending)
                .findFirst()
                .orElse("bin");
    }

    /// @param text the bytes as characters of ISO 8859-1
    private record Magic(String type, String ending, int offset, String text) {

        boolean fits(byte[] bytes) {
            int length = text.length();
            return bytes.length >= offset + length
                    && new String(bytes, offset, length, StandardCharsets.ISO_8859_1).equals(text);
        }
    }
}
