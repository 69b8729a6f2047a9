package io.omnihub.desk;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ContentTypes;
import io.omnihub.media.Uploads;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Media;
import io.omnihub.message.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedInputStream;
import java.io.IOException;

/// Takes files in that are to be sent. What the bytes are is told from the bytes.
final class MediaIntake {

    private static final int SNIFFED = 16;

    private final Uploads uploads;
    private final Blobs blobs;
    private final long largest;

    /// @param largest the largest file that is taken
    MediaIntake(Uploads uploads, Blobs blobs, long largest) {
        this.uploads = uploads;
        this.blobs = blobs;
        this.largest = largest;
    }

    /// @param by who sends it
    Media take(TenantId tenant, String by, String fileName, HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > largest) {
            throw new TooLargeException();
        }
        BufferedInputStream body = new BufferedInputStream(new LimitedStream(request.getInputStream(), largest));
        body.mark(SNIFFED);
        byte[] start = body.readNBytes(SNIFFED);
        body.reset();
        if (start.length == 0) {
            throw new InvalidMessageException("body", "must be given");
        }
        // Checks the name before anything is stored.
        var _ = new Media("", "", 0, fileName, "unstored", "");
        Media stored = blobs.store(body, ContentTypes.of(start), fileName, largest);
        uploads.add(tenant, by, stored);
        return stored;
    }
}
