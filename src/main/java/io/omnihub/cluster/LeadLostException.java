package io.omnihub.cluster;

/// This node does not lead any more; what it was about to do is another one's.
public final class LeadLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeadLostException(String name) {
        super("this node does not lead " + name + " any more: another one does what was begun here");
    }
}
