package io.omnihub.channel;

import io.omnihub.message.Media;
import java.io.IOException;
import java.io.InputStream;

/// The blob store as channels see it: bytes by their SHA-256.
public interface Blobs {

    /// Stores bytes durably; storing the same bytes again renews them.
    ///
    /// @param most refuses more bytes than this with an [IOException]
    /// @return the bytes as stored media
    /// @throws BlobsUnavailableException where the disk does not take them
    Media store(InputStream bytes, String contentType, String fileName, long most) throws IOException;

    /// How many bytes are stored.
    ///
    /// @throws java.nio.file.NoSuchFileException where they are not there
    long size(String blob) throws IOException;

    /// Opens stored bytes.
    ///
    /// @param blob SHA-256 in hexadecimal
    /// @throws java.nio.file.NoSuchFileException where they are not there
    InputStream open(String blob) throws IOException;
}
