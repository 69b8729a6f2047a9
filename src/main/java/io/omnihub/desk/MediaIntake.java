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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.HttpMediaTypeNotSupportedException;

/// Takes files in that are to be sent. What the bytes are is told from the bytes.
final class MediaIntake {

    private static final int SNIFFED = 16;
    private static final Pattern FORM =
            Pattern.compile("application/x-www-form-urlencoded|multipart/", Pattern.CASE_INSENSITIVE);

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
    Media take(TenantId tenant, String by, String fileName, HttpServletRequest request)
            throws IOException, HttpMediaTypeNotSupportedException {
        refuseForms(request.getContentType());
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

    /// A form would be read as parameters before its bytes could be taken. To `consumes`, several negations are one or
    /// the other.
    private static void refuseForms(@Nullable String contentType) throws HttpMediaTypeNotSupportedException {
        if (contentType != null && FORM.matcher(contentType).lookingAt()) {
            throw new HttpMediaTypeNotSupportedException("The body must be the file itself, not a form.");
        }
    }
}
