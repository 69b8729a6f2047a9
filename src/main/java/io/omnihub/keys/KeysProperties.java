package io.omnihub.keys;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where the key is that wraps all others.
///
/// @param folder where the hub keeps it; not within the data folder, which a thief of the database would have too
/// @param secret the key itself, 32 bytes in Base64; empty where it lies in the folder
/// @param lost   whether keys that nothing can unwrap any more are made anew
@ConfigurationProperties("omnihub.keys")
record KeysProperties(
        @DefaultValue("./keys") Path folder,
        @DefaultValue("") String secret,
        @DefaultValue("false") boolean lost) {

    @Override
    public String toString() {
        return "KeysProperties[folder=" + folder + "]";
    }
}
