package io.omnihub.client;

import java.io.IOException;
import java.util.Map;

/// Where what is not yet sent, and an anonymous user's token, outlive the app. Several threads use it, but never the
/// same name at once. [FileStore] keeps a file for each.
public interface Store {

    /// Keeps a text durably: when this returns it outlives the process.
    ///
    /// @param name at most 80 letters, digits, dots and dashes
    void put(String name, String text) throws IOException;

    /// Does nothing where there is none.
    void remove(String name) throws IOException;

    /// All texts by their names.
    Map<String, String> all() throws IOException;
}
