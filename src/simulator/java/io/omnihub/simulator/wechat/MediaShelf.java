package io.omnihub.simulator.wechat;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The files that the platform keeps for a while.
final class MediaShelf {

    private final Map<String, Kept> files = new ConcurrentHashMap<>();

    String put(String type, String contentType, byte[] bytes) {
        String id = type + "-" + UUID.randomUUID();
        files.put(id, new Kept(type, contentType, bytes));
        return id;
    }

    Optional<Kept> get(String id) {
        return Optional.ofNullable(files.get(id));
    }

    void clear() {
        files.clear();
    }

    /// A file.
    @SuppressWarnings("ArrayRecordComponent")
    record Kept(String type, String contentType, byte[] bytes) {}
}
