package io.omnihub.channel.http;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.ContentTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.NoSuchFileException;

/// A stored file on its way to a platform, which is read while it is sent.
///
/// @param blob        SHA-256 of the stored bytes
/// @param contentType as its bytes say
public record BlobFile(Blobs blobs, String blob, long size, String contentType) {

    /// @param most so many bytes the platform takes
    /// @throws ChannelRejectedException where the hub no longer has it, or it is larger or empty
    public static BlobFile of(Blobs blobs, String blob, long most) {
        try (InputStream bytes = blobs.open(blob)) {
            long size = blobs.size(blob);
            if (size > most) {
                throw new ChannelRejectedException(
                        "too-large", "the file has " + size + " bytes, more than the " + most + " that may be sent");
            }
            return new BlobFile(blobs, blob, size, ContentTypes.of(bytes.readNBytes(ContentTypes.LOOKED_AT)));
        } catch (NoSuchFileException _) {
            throw new ChannelRejectedException("no-file", "the hub no longer has the file");
        } catch (IOException e) {
            throw new ChannelUnavailableException("the blob store can't be read", false, e);
        }
    }

    /// A name of ours, whose ending follows from its bytes.
    public String name() {
        return "media." + ContentTypes.ending(contentType);
    }

    BodyPublisher publisher() {
        return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::open), size);
    }

    private InputStream open() {
        try {
            return blobs.open(blob);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
