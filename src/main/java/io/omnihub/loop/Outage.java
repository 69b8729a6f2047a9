package io.omnihub.loop;

/// A failure of something outside that may be away for a while, such as the database or a disk. It is told in one line;
/// any other failure is a fault of the hub.
public interface Outage {}
