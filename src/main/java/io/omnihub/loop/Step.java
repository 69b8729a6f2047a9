package io.omnihub.loop;

/// One step of a loop. It may wait for work, but not for ever.
@FunctionalInterface
public interface Step {

    /// @throws Exception whatever it is, the loop rests and goes on
    void run() throws Exception;
}
