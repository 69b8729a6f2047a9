package io.omnihub.simulator.wechat;

/// How a push went.
///
/// @param attempts 1 to 3
/// @param status   of the last answer; 0 where none came in time
/// @param body     of the last answer
public record Pushed(int attempts, int status, String body) {

    /// Whether the platform is content.
    public boolean isTaken() {
        return status == 200;
    }
}
