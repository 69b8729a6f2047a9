package io.omnihub.channel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;

/// Tells what bytes are by looking at them, since neither a file name nor a sender's word can be trusted. Tika knows
/// them; only the kinds that the hub has a use for are told, and a page, a drawing or a script is none of them.
public final class ContentTypes {

    /// What is said of bytes that are none of the known kinds.
    public static final String UNKNOWN = "application/octet-stream";

    /// So many bytes from the start tell all that is told.
    public static final int LOOKED_AT = 4_096;

    /// What is known, by Tika's name for it.
    private static final Map<String, Kind> KNOWN = Map.ofEntries(
            known("image/jpeg", "jpg"),
            known("image/png", "png"),
            known("image/gif", "gif"),
            known("image/webp", "webp"),
            known("image/bmp", "bmp"),
            known("image/avif", "avif"),
            known("image/heic", "heic"),
            known("image/heif", "heif"),
            Map.entry("image/heic-sequence", new Kind("image/heic", "heic")),
            Map.entry("image/heif-sequence", new Kind("image/heif", "heif")),
            known("audio/amr", "amr"),
            known("audio/mpeg", "mp3"),
            known("audio/mp4", "m4a"),
            Map.entry("audio/vnd.wave", new Kind("audio/wav", "wav")),
            Map.entry("application/ogg", new Kind("audio/ogg", "ogg")),
            known("video/mp4", "mp4"),
            Map.entry("video/x-m4v", new Kind("video/mp4", "mp4")),
            known("video/3gpp", "3gp"),
            known("video/quicktime", "mov"),
            known("application/pdf", "pdf"),
            known("application/zip", "zip"));

    /// Those that a browser shows as a picture and never runs.
    private static final Set<String> PICTURES =
            Set.of("image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "image/avif");

    /// Films by their brand, where Tika only says that there is one.
    private static final Pattern MP4 = Pattern.compile("iso[0-9a-z]|mp4[0-9a-z]|avc1|dash|MSNV");

    private ContentTypes() {}

    /// The media type of bytes, [#UNKNOWN] where it is none of the known ones.
    ///
    /// @param start the first [#LOOKED_AT] bytes where there are as many; what is beyond is not looked at
    public static String of(byte[] start) {
        byte[] looked = Arrays.copyOf(start, Math.min(start.length, LOOKED_AT));
        String type = detect(looked);
        // A table that begins with "BMI" is no picture. Only a PDF can be all text.
        return isText(looked) && !type.equals("application/pdf") ? UNKNOWN : type;
    }

    /// Whether a browser may show bytes of this type instead of storing them.
    public static boolean isPicture(String type) {
        return PICTURES.contains(type);
    }

    /// The usual ending of a file of this media type, without the dot.
    public static String ending(String type) {
        return KNOWN.values().stream()
                .filter(kind -> kind.type().equals(type))
                .map(Kind::ending)
                .findFirst()
                .orElse("bin");
    }

    private static String detect(byte[] start) {
        Optional<String> brand = brand(start);
        if (brand.isPresent() && MP4.matcher(brand.get()).matches()) {
            return "video/mp4";
        }
        String type = tika(start);
        // To Tika every film of an unknown brand is one of Apple's.
        boolean guessed = type.equals("video/quicktime")
                && brand.isPresent()
                && !brand.get().equals("qt  ");
        return guessed
                ? UNKNOWN
                : KNOWN.getOrDefault(type, new Kind(UNKNOWN, "")).type();
    }

    private static String tika(byte[] start) {
        try {
            return Tika.TYPES
                    .detect(new ByteArrayInputStream(start), new Metadata())
                    .getBaseType()
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The main brand of a file of the ISO's base media format.
    private static Optional<String> brand(byte[] start) {
        return start.length >= 12 && new String(start, 4, 4, StandardCharsets.ISO_8859_1).equals("ftyp")
                ? Optional.of(new String(start, 8, 4, StandardCharsets.ISO_8859_1))
                : Optional.empty();
    }

    /// Whether there is nothing in it that text in any encoding of bytes could not have.
    private static boolean isText(byte[] bytes) {
        for (byte b : bytes) {
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1b) {
                return false;
            }
        }
        return true;
    }

    private static Map.Entry<String, Kind> known(String type, String ending) {
        return Map.entry(type, new Kind(type, ending));
    }

    private record Kind(String type, String ending) {}

    /// Its list of types is read with the first file.
    private static final class Tika {

        private static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes(ContentTypes.class.getClassLoader());
    }
}
