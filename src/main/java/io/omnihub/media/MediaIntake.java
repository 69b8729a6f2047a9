package io.omnihub.media;

import io.omnihub.bound.Addresses;
import io.omnihub.channel.Blobs;
import io.omnihub.channel.ContentTypes;
import io.omnihub.message.InboxId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Media;
import io.omnihub.web.LimitedStream;
import io.omnihub.web.TooLargeException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedInputStream;
import java.io.IOException;

/// Takes files in that are to be sent. What the bytes are is told from the bytes.
public final class MediaIntake {

    private final Uploads uploads;
    private final UploadQuotas quotas;
    private final Blobs blobs;
    private final long largest;

    /// @param largest the largest file that is taken
    MediaIntake(Uploads uploads, UploadQuotas quotas, Blobs blobs, long largest) {
        this.uploads = uploads;
        this.quotas = quotas;
        this.blobs = blobs;
        this.largest = largest;
    }

    /// Takes a stranger's file, as far as quotas allow.
    ///
    /// @param inbox through which the stranger comes
    public Media take(Uploader by, InboxId inbox, String fileName, HttpServletRequest request) throws IOException {
        long announced = request.getContentLengthLong();
        if (announced > largest) {
            throw new TooLargeException();
        }
        UploadQuotas.Reserved reserved = quotas.reserve(
                by, inbox.value(), Addresses.group(request.getRemoteAddr()), announced < 0 ? largest : announced);
        long kept = 0;
        try {
            Media stored = take(by, fileName, request);
            kept = stored.size();
            return stored;
        } finally {
            reserved.settle(kept);
        }
    }

    Media take(Uploader by, String fileName, HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > largest) {
            throw new TooLargeException();
        }
        BufferedInputStream body =
                new BufferedInputStream(new LimitedStream(request.getInputStream(), largest), ContentTypes.LOOKED_AT);
        body.mark(ContentTypes.LOOKED_AT);
        byte[] start = body.readNBytes(ContentTypes.LOOKED_AT);
        body.reset();
        if (start.length == 0) {
            throw new InvalidMessageException("body", "must be given");
        }
        // Checks the name before anything is stored.
        var _ = new Media("", "", 0, fileName, "unstored", "");
        Media stored = blobs.store(body, ContentTypes.of(start), fileName, largest);
        uploads.add(by, stored);
        return stored;
    }
}
