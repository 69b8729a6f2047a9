package io.omnihub.log;

/// What an entry is called in its table: one number that is made of its partition and its position, so that a
/// partition's entries lie in their order, and a new one is written at the end. Only the statements of this package
/// know it.
final class EntryId {

    /// By how much the numbers of two partitions differ: positions end far below it.
    static final long PARTITION = 1L << 48;

    private EntryId() {}

    static long of(int partition, long position) {
        return partition * PARTITION + position;
    }

    /// The greatest of a partition.
    static long last(int partition) {
        return of(partition + 1, 0) - 1;
    }

    static long position(long id) {
        return id % PARTITION;
    }
}
