package io.omnihub.simulator.wechat;

/// An official account of the simulated platform, with what its owner would see in the console.
///
/// @param originalId the account's own name in messages
public record SimulatedAccount(String originalId, String appId, String secret, String token, String encodingAesKey) {

    /// An account for tests and the demo; its secrets protect nothing.
    public static SimulatedAccount sample() {
        return new SimulatedAccount(
                "gh_0123456789ab",
                "wx0123456789abcdef",
                "0123456789abcdef0123456789abcdef",
                "simulatorToken1",
                "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG");
    }
}
