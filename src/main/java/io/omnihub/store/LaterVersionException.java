package io.omnihub.store;

/// Something in the hub's own tables can't be read, or not well enough to go on by it: most likely a later version
/// wrote it. It is nobody's event's fault.
public final class LaterVersionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param what a sentence that repeats nothing of what anybody said
    public LaterVersionException(String what) {
        super(what);
    }
}
