package io.omnihub.message;

/// Which way something goes, seen from the hub.
public enum Direction {
    /// From the contact to the hub.
    INBOUND,
    /// From the hub's people and programs to the contact.
    OUTBOUND
}
