package io.omnihub.conversation;

/// Into how many partitions the log is divided.
public interface PartitionCount {

    /// The number that was written down last; 0 for a new log.
    int opened();

    /// Writes another number down, after everything that was buffered under the last one is in the log: events of one
    /// conversation may lie in another queue from now on, and must not overtake each other.
    void open(int count);
}
