package io.omnihub.simulator.platform;

/// How a push went.
///
/// @param attempts from 1
/// @param status   of the last answer; 0 where none came in time
/// @param body     of the last answer
public record Pushed(int attempts, int status, String body) {

    /// Whether the platform is content.
    public boolean isTaken() {
        return status == 200;
    }
}
