package io.omnihub.channel.feishu;

import static io.omnihub.channel.ChannelAccount.require;

import io.omnihub.channel.Ability;
import io.omnihub.channel.Capabilities;
import io.omnihub.channel.ChannelAccount;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// The Feishu apps of this installation.
///
/// @param inboxes apps by the id of their inbox, which is also the last part of the callback's address
@ConfigurationProperties("omnihub.channels.feishu")
record FeishuProperties(@DefaultValue Map<String, Account> inboxes) {

    /// One self-built app with a bot.
    ///
    /// @param tenant            the tenant it belongs to
    /// @param name              the name to show; the inbox's id where empty
    /// @param appId             the app's App ID
    /// @param secret            the app's App Secret, for the API
    /// @param verificationToken the Verification Token under "encryption strategy", which each event carries
    /// @param encryptKey        the Encrypt Key there, by which events are encrypted and signed
    /// @param requireEncryption whether events that are not encrypted are refused; `false` trusts the token alone
    /// @param apiUrl            where the API is: Lark has another one
    /// @param timestampWindow   how far an event's time may be from ours; 0 for any, since it may come hours later
    /// @param nameWait          how long an event waits for a name that the hub does not know yet; 0 never asks for
    ///                          names
    /// @param editWindow        how long after it was sent a message can be edited, which the company sets; 0 for
    ///                          always
    /// @param recallWindow      how long after it was sent a message can be taken back; 0 for always
    /// @param replyInThread     whether what answers a message of a group opens a topic below it; in a topic it
    ///                          stays in any case
    /// @param largestMedia      the largest file fetched from Feishu
    /// @param reopenWindow      a message within this time after a session ended reopens it
    /// @param sendsPerSecond    most messages sent in a second
    record Account(
            @DefaultValue("default") String tenant,
            @DefaultValue("") String name,
            @DefaultValue("") String appId,
            @DefaultValue("") String secret,
            @DefaultValue("") String verificationToken,
            @DefaultValue("") String encryptKey,
            @DefaultValue("true") boolean requireEncryption,
            @DefaultValue("https://open.feishu.cn") String apiUrl,
            @DefaultValue("0s") Duration timestampWindow,
            @DefaultValue("600ms") Duration nameWait,
            @DefaultValue("24h") Duration editWindow,
            @DefaultValue("24h") Duration recallWindow,
            @DefaultValue("false") boolean replyInThread,
            @DefaultValue("100MB") DataSize largestMedia,
            @DefaultValue("24h") Duration reopenWindow,
            @DefaultValue("5") int sendsPerSecond)
            implements ChannelAccount {

        private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

        /// The last of Feishu's tries comes 7.1 hours after the first.
        private static final Duration SHORTEST_WINDOW = Duration.ofHours(8);

        @Override
        public void check(String prefix) {
            require(!appId.isBlank(), prefix + "app-id", "must be given");
            require(!secret.isBlank(), prefix + "secret", "must be given");
            require(!verificationToken.isBlank(), prefix + "verification-token", "must be given");
            require(
                    !encryptKey.isBlank() || !requireEncryption,
                    prefix + "encrypt-key",
                    "must be given, or require-encryption must be false");
            require(
                    encryptKey.isBlank() || requireEncryption,
                    prefix + "require-encryption",
                    "must be true where there is an encrypt-key");
            require(apiUrl.matches("https?://[^/?#]+"), prefix + "api-url", "must be like https://open.feishu.cn");
            require(
                    timestampWindow.isZero() || timestampWindow.compareTo(SHORTEST_WINDOW) >= 0,
                    prefix + "timestamp-window",
                    "must be 0 or at least 8h, since Feishu sends an event again for 7 hours");
            require(
                    !nameWait.isNegative() && nameWait.compareTo(LONGEST_WAIT) <= 0,
                    prefix + "name-wait",
                    "must be between 0 and 2s, since Feishu waits no longer than 3 s");
            require(!editWindow.isNegative(), prefix + "edit-window", "must not be negative");
            require(!recallWindow.isNegative(), prefix + "recall-window", "must not be negative");
            require(
                    largestMedia.toBytes() > 0 && largestMedia.toMegabytes() <= 100,
                    prefix + "largest-media",
                    "must be between 1B and 100MB");
        }

        @Override
        public Capabilities limited(Capabilities channel) {
            Capabilities limited = editWindow.isZero() ? channel : channel.within(Ability.EDIT, editWindow);
            return recallWindow.isZero() ? limited : limited.within(Ability.RECALL, recallWindow);
        }

        /// Without the secrets.
        @Override
        public String toString() {
            return "Account[" + tenant + ", " + name + ", " + appId + "]";
        }
    }
}
