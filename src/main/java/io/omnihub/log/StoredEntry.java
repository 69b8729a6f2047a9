package io.omnihub.log;

import io.omnihub.message.Entry;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.store.LaterVersionException;
import io.omnihub.wire.ProtobufCodec;

/// Reads entries from their table.
final class StoredEntry {

    private StoredEntry() {}

    /// @throws LaterVersionException where that is not possible
    static Entry read(byte[] body) {
        try {
            return ProtobufCodec.decodeEntry(body);
        } catch (InvalidMessageException e) {
            throw new LaterVersionException("an entry of the log can't be read: " + e.getMessage());
        }
    }
}
