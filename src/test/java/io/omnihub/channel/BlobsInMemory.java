package io.omnihub.channel;

import io.omnihub.message.Media;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// A blob store for tests.
public final class BlobsInMemory implements Blobs {

    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();

    @Override
    public Media store(InputStream bytes, String contentType, String fileName, long most) throws IOException {
        byte[] all = bytes.readAllBytes();
        if (all.length > most) {
            throw new IOException("too large");
        }
        return Media.stored(put(all), contentType, all.length, fileName);
    }

    /// @return the SHA-256 by which it is found
    public String put(byte[] bytes) {
        try {
            String blob = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            blobs.put(blob, bytes);
            return blob;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public byte[] bytes(String blob) {
        return Objects.requireNonNull(blobs.get(blob));
    }

    @Override
    public long size(String blob) throws IOException {
        return open(blob).readAllBytes().length;
    }

    @Override
    public InputStream open(String blob) throws NoSuchFileException {
        byte[] bytes = blobs.get(blob);
        if (bytes == null) {
            throw new NoSuchFileException(blob);
        }
        return new ByteArrayInputStream(bytes);
    }
}
