package io.omnihub.keys;

import io.omnihub.store.Database;
import java.nio.file.Path;
import java.time.Clock;

/// Keys for tests of other rooms.
public final class TestKeys {

    private TestKeys() {}

    /// @param folder of the key that wraps them, which is made where it is missing
    public static TenantKeys open(Database database, Path folder) {
        return KeysConfiguration.open(database, new KeysProperties(folder, "", false), Clock.systemUTC());
    }
}
