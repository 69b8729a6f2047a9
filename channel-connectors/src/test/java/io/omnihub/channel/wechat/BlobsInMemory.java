package io.omnihub.channel.wechat;

import io.omnihub.channel.Blobs;
import io.omnihub.message.Media;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A blob store for tests.
final class BlobsInMemory implements Blobs {

    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();

    @Override
    public Media store(InputStream bytes, String contentType, String fileName, long most) throws IOException {
        byte[] all = bytes.readAllBytes();
        if (all.length > most) {
            throw new IOException("too large");
        }
        try {
            String blob = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(all));
            blobs.put(blob, all);
            return Media.stored(blob, contentType, all.length, fileName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
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
