package io.omnihub.wire;

/// What somebody is. An agent chooses all but offline.
public enum Presence {
    ONLINE,
    BUSY,
    AWAY,
    OFFLINE
}
