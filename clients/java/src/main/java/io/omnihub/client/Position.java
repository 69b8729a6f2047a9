package io.omnihub.client;

/// How far entries were told: in which conversation, and of which log. An app that keeps entries keeps it with them.
public final class Position {

    static final Position NONE = new Position("", "", 0);

    private final String epoch;
    private final String conversation;
    private final long sequence;

    /// @param epoch    of the hub's log
    /// @param sequence of the last entry
    public Position(String epoch, String conversation, long sequence) {
        this.epoch = epoch;
        this.conversation = conversation;
        this.sequence = sequence;
    }

    public String epoch() {
        return epoch;
    }

    public String conversation() {
        return conversation;
    }

    public long sequence() {
        return sequence;
    }

    @Override
    public String toString() {
        return "Position[" + epoch + " " + conversation + " " + sequence + "]";
    }
}
