package io.omnihub.client;

import java.io.IOException;

/// What the app is told, in order, all by one thread: do not wait in it. An exception that one of these throws goes
/// to that thread's handler of uncaught ones, and harms nothing else.
public interface Listener {

    /// An entry that follows the one before: each comes once.
    default void entry(Entry entry) {}

    /// What was written, or has another state now: it waits, or has failed.
    default void unsent(Unsent unsent) {}

    /// What was written is stored for good. Its entry comes before or after this.
    default void stored(String clientId, long sequence) {}

    default void connection(ConnectionState state) {}

    /// Somebody at the other end types.
    ///
    /// @param name may be empty
    default void typing(String name, boolean stopped) {}

    /// Whether any agent is there.
    default void agents(boolean online) {}

    /// The store failed: what is unsent is sent all the same, but may be lost, or come back as unsent, where the app
    /// ends.
    default void storeFailed(IOException problem) {}

    /// Another conversation begins, or the hub was put back to an earlier time: the entries told so far are no longer
    /// true, and those that there are come anew.
    default void begins() {}
}
