package io.omnihub.channel;

import io.omnihub.message.Media;
import io.omnihub.web.FileNames;
import io.omnihub.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.util.StreamUtils;

/// Writes bytes of strangers so that a browser shows pictures and runs nothing, whole or the part that is asked for.
public final class Downloads {

    private static final HttpRange WHOLE = HttpRange.createByteRange(0);

    private Downloads() {}

    /// A picture to show, anything else to keep.
    ///
    /// @throws ProblemException where its bytes are not there
    public static void write(HttpServletRequest request, HttpServletResponse response, Blobs blobs, Media media)
            throws IOException {
        write(request, response, blobs, media, true);
    }

    /// Whatever it is, to keep.
    ///
    /// @throws ProblemException where its bytes are not there
    public static void attach(HttpServletRequest request, HttpServletResponse response, Blobs blobs, Media media)
            throws IOException {
        write(request, response, blobs, media, false);
    }

    private static void write(
            HttpServletRequest request, HttpServletResponse response, Blobs blobs, Media media, boolean shown)
            throws IOException {
        try {
            writeStored(request, response, blobs, media, shown);
        } catch (NoSuchFileException _) {
            throw ProblemException.notFound();
        }
    }

    private static void writeStored(
            HttpServletRequest request, HttpServletResponse response, Blobs blobs, Media media, boolean shown)
            throws IOException {
        long size = blobs.size(media.blob());
        String type;
        try (InputStream bytes = blobs.open(media.blob())) {
            type = ContentTypes.of(bytes.readNBytes(ContentTypes.LOOKED_AT));
        }
        String name = media.fileName().isEmpty() ? "media." + ContentTypes.ending(type) : media.fileName();
        prepare(response, type, shown && ContentTypes.isPicture(type) ? "inline" : "attachment", name);
        String tag = '"' + media.blob() + '"';
        response.setHeader(HttpHeaders.ETAG, tag);
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        try (InputStream bytes = blobs.open(media.blob())) {
            write(response, bytes, size, range(request, tag));
        }
    }

    /// A picture that is not stored.
    public static void show(HttpServletResponse response, byte[] picture) throws IOException {
        String type = ContentTypes.of(picture);
        prepare(response, type, "inline", "picture." + ContentTypes.ending(type));
        write(response, new ByteArrayInputStream(picture), picture.length, Optional.empty());
    }

    /// Bytes that are never shown.
    public static void writeRaw(HttpServletRequest request, HttpServletResponse response, byte[] bytes, String fileName)
            throws IOException {
        prepare(response, ContentTypes.UNKNOWN, "attachment", fileName);
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        write(response, new ByteArrayInputStream(bytes), bytes.length, range(request, ""));
    }

    private static void prepare(HttpServletResponse response, String type, String disposition, String name) {
        response.setContentType(type);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, FileNames.disposition(disposition, name));
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
    }

    private static void write(HttpServletResponse response, InputStream bytes, long size, Optional<HttpRange> part)
            throws IOException {
        HttpRange range = part.orElse(WHOLE);
        long start = range.getRangeStart(size);
        long end = range.getRangeEnd(size);
        if (start > 0 && start >= size) {
            response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION, null);
            throw ProblemException.unsatisfiable();
        }
        if (part.isPresent()) {
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes " + start + "-" + end + "/" + size);
        }
        response.setContentLengthLong(end - start + 1);
        StreamUtils.copyRange(bytes, response.getOutputStream(), start, end);
    }

    /// The one part that is asked for. More of them at once, or what is no range, count as none.
    ///
    /// @param tag of the bytes as they are now; empty where nobody can have one
    private static Optional<HttpRange> range(HttpServletRequest request, String tag) {
        @Nullable String range = request.getHeader(HttpHeaders.RANGE);
        @Nullable String condition = request.getHeader(HttpHeaders.IF_RANGE);
        if (range == null || (condition != null && (tag.isEmpty() || !condition.equals(tag)))) {
            return Optional.empty();
        }
        try {
            List<HttpRange> ranges = HttpRange.parseRanges(range);
            return ranges.size() == 1 ? Optional.of(ranges.getFirst()) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
