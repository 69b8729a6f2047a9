package io.omnihub.control;

/// Something that the running hub can be told to do by `bin/omnihub`.
public interface Command {

    /// The first word by which it is told.
    String name();

    /// Does it.
    ///
    /// @param argument what stands behind its name
    /// @return what to tell
    /// @throws Exception where it can't be done; what a [RefusedException] or [IllegalStateException] says is told
    String run(String argument) throws Exception;
}
