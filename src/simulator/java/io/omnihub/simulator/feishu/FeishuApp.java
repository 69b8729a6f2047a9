package io.omnihub.simulator.feishu;

/// An app of the simulated platform, with what its developer would see in the console.
///
/// @param botOpenId the id of the app's bot among the members of a group
public record FeishuApp(
        String appId,
        String secret,
        String verificationToken,
        String encryptKey,
        String tenantKey,
        String botOpenId,
        String botName) {

    /// An app for tests and the demo; its secrets protect nothing.
    public static FeishuApp sample() {
        return new FeishuApp(
                "cli_0123456789abcdef",
                "0123456789abcdef0123456789abcdef",
                "simulatorVerificationToken000001",
                "simulatorEncryptKey0000000000001",
                "2ca1d211f64f6438",
                "ou_0000000000000000000000000000b001",
                "Service 客服");
    }
}
