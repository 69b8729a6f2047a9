package io.omnihub.channel.email;

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

/// Blobs in memory.
final class ShelvedBlobs implements Blobs {

    private final Map<String, byte[]> shelf = new ConcurrentHashMap<>();

    @Override
    public Media store(InputStream bytes, String contentType, String fileName, long most) throws IOException {
        byte[] all = bytes.readAllBytes();
        try {
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(all));
            shelf.put(hash, all);
            return Media.stored(hash, contentType, all.length, fileName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public long size(String blob) throws IOException {
        return bytes(blob).length;
    }

    @Override
    public InputStream open(String blob) throws IOException {
        return new ByteArrayInputStream(bytes(blob));
    }

    byte[] bytes(String blob) throws IOException {
        byte[] bytes = shelf.get(blob);
        if (bytes == null) {
            throw new NoSuchFileException(blob);
        }
        return bytes;
    }
}
