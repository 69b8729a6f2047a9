package io.omnihub.contact;

import io.omnihub.keys.TenantKeys;
import io.omnihub.store.Database;

/// Originals for tests of other rooms.
public final class TestOriginals {

    private TestOriginals() {}

    public static Originals open(Database database, TenantKeys keys) {
        return new Originals(database, keys);
    }
}
