package io.omnihub.buffer;

import java.util.function.Consumer;
import java.util.function.Supplier;

/// Tells the other nodes what need not last. Nothing is promised: an announcement is lost where the broker or a node is
/// away, so whoever needs it must have another way to find out.
public interface Announcements {

    /// Of the only node.
    Announcements NONE = new Announcements() {
        @Override
        public void tell(Supplier<byte[]> announcement) {
            // There is nobody to be told.
        }

        @Override
        public void listen(Consumer<byte[]> listener) {
            // Nobody tells.
        }
    };

    /// Tells the others; never waits and never fails.
    ///
    /// @param announcement is written only where there are others
    void tell(Supplier<byte[]> announcement);

    /// Has each announcement of another node handed over, one after the other.
    void listen(Consumer<byte[]> listener);
}
