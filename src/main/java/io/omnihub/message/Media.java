package io.omnihub.message;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A picture, sound, film or file: where its bytes are and what is known of them.
///
/// @param blob        SHA-256 of the stored bytes in hexadecimal; empty until they are in the blob store
/// @param contentType media type; empty where unknown
/// @param size        in bytes; 0 where unknown
/// @param fileName    as the sender gave it, without what turns the direction of text, for display only; empty where
///                    there is none
/// @param externalId  the platform's id by which the bytes can be fetched; empty where there is none
/// @param url         where the platform offers the bytes; empty where it does not
public record Media(String blob, String contentType, long size, String fileName, String externalId, String url) {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}|");

    public Media {
        if (!SHA_256.matcher(blob).matches()) {
            throw new InvalidMessageException("blob", "must be a SHA-256 in 64 hexadecimal digits");
        }
        Check.optionalId("contentType", contentType);
        Check.notNegative("size", size);
        fileName = Check.shown(fileName);
        Check.optionalId("fileName", fileName);
        Check.optionalId("externalId", externalId);
        Check.text("url", url);
        if (blob.isEmpty() && externalId.isEmpty() && url.isEmpty()) {
            throw new InvalidMessageException("blob", "must be given where neither externalId nor url is");
        }
    }

    /// Media that still lies on the platform.
    public static Media external(String externalId, String url) {
        return new Media("", "", 0, "", externalId, url);
    }

    /// Media whose bytes are in the blob store.
    public static Media stored(String blob, String contentType, long size, String fileName) {
        return new Media(blob, contentType, size, fileName, "", "");
    }

    /// The media that a content consists of, where it does; not the little picture beside it.
    public static Optional<Media> of(Content content) {
        return switch (content) {
            case Content.Image image -> Optional.of(image.media());
            case Content.Voice voice -> Optional.of(voice.media());
            case Content.Video video -> Optional.of(video.media());
            case Content.File file -> Optional.of(file.media());
            case Content.Sticker sticker -> Optional.of(sticker.media());
            case Content.Text _,
                    Content.Location _,
                    Content.Link _,
                    Content.Card _,
                    Content.ContactCard _,
                    Content.RichText _,
                    Content.SystemEvent _,
                    Content.Unsupported _ -> Optional.empty();
        };
    }

    /// All media that a content shows: those it consists of, and the little picture beside it.
    public static Stream<Media> in(Content content) {
        Stream<Media> beside = switch (content) {
            case Content.Video video -> Stream.ofNullable(video.thumbnail());
            case Content.Link link -> Stream.ofNullable(link.picture());
            case Content.Card card -> Stream.ofNullable(card.picture());
            default -> Stream.empty();
        };
        return Stream.concat(of(content).stream(), beside);
    }

    /// Whether the bytes are in the blob store.
    public boolean isStored() {
        return !blob.isEmpty();
    }
}
