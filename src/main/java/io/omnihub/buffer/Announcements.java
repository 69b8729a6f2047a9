package io.omnihub.buffer;

import java.util.function.Consumer;

/// Tells the other nodes what need not last. Nothing is promised: an announcement is lost where the broker or a node is
/// away, so whoever needs it must have another way to find out.
public interface Announcements {

    /// Of the only node.
    Announcements NONE = new Announcements() {
        @Override
        public void tell(byte[] announcement) {
            // There is nobody to be told.
        }

        @Override
        public void listen(Consumer<byte[]> listener) {
            // Nobody tells.
        }
    };

    /// Tells the others; never waits and never fails.
    void tell(byte[] announcement);

    /// Has each announcement of another node handed over, one after the other.
    void listen(Consumer<byte[]> listener);
}
