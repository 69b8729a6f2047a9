package io.omnihub.simulator.platform;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The files that the platform keeps for a while.
public final class MediaShelf {

    private final Map<String, Kept> files = new ConcurrentHashMap<>();

    /// @return the file's id
    public String put(String type, String contentType, byte[] bytes) {
        String id = type + "-" + UUID.randomUUID();
        files.put(id, new Kept(type, contentType, bytes));
        return id;
    }

    public Optional<Kept> get(String id) {
        return Optional.ofNullable(files.get(id));
    }

    public void clear() {
        files.clear();
    }

    /// A file.
    @SuppressWarnings("ArrayRecordComponent")
    public record Kept(String type, String contentType, byte[] bytes) {}
}
