package io.omnihub.delivery;

import io.omnihub.deadletter.DeadLetter;

/// Has raw bytes processed again by the route that its dead letter names.
@FunctionalInterface
public interface RawReplay {

    /// Returns once whatever the bytes hold was taken in.
    ///
    /// @throws ReplayFailedException where it was not
    void replay(DeadLetter letter);
}
