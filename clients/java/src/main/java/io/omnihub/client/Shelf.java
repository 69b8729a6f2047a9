package io.omnihub.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// Where the outbox of one user outlives the app. Others' are not seen.
final class Shelf {

    private static final String PREFIX = "outbox.";

    private final Store store;
    private final String prefix;

    /// @param owner of letters, digits and dashes
    Shelf(Store store, String owner) {
        this.store = store;
        this.prefix = PREFIX + owner + ".";
    }

    /// In the order in which they were written. What is damaged is no use to anybody and goes.
    List<Unsent> all() throws IOException {
        List<Unsent> found = new ArrayList<>();
        for (Map.Entry<String, String> kept : store.all().entrySet()) {
            if (kept.getKey().startsWith(prefix)) {
                try {
                    found.add(Unsent.read(kept.getValue()));
                } catch (IllegalArgumentException e) {
                    store.remove(kept.getKey());
                }
            }
        }
        Collections.sort(found, (one, other) -> Long.compare(one.at(), other.at()));
        return found;
    }

    void put(Unsent unsent) throws IOException {
        store.put(prefix + unsent.clientId(), unsent.kept());
    }

    void remove(Unsent unsent) throws IOException {
        store.remove(prefix + unsent.clientId());
    }
}
