package io.omnihub.client;

/// How far entries were told.
public final class Position {

    private final String epoch;
    private final long sequence;

    /// @param epoch    of the hub's log; empty where nothing was told
    /// @param sequence of the last entry
    public Position(String epoch, long sequence) {
        this.epoch = epoch;
        this.sequence = sequence;
    }

    public String epoch() {
        return epoch;
    }

    public long sequence() {
        return sequence;
    }

    @Override
    public String toString() {
        return epoch + "/" + sequence;
    }
}
