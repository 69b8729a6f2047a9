package io.omnihub.log;

/// A reader asks for entries that were removed, since they were older than they are kept.
public final class PrunedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param first the first position that can be read
    PrunedException(int partition, long after, long first) {
        super("entries of partition " + partition + " right after position " + after + " were removed: read on after "
                + (first - 1));
    }
}
