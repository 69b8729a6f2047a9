package io.omnihub.client;

/// How it stands with the connection.
public enum ConnectionState {
    CONNECTING,
    /// The hub has said welcome.
    LIVE,
    /// It comes again by itself.
    DOWN,
    /// It does not come again: the hub refuses this client's frames, which is a fault of the client, or it was closed.
    ENDED
}
