package io.omnihub.channel.wechat;

import io.omnihub.channel.Capabilities;
import io.omnihub.channel.Capabilities.Allowance;
import io.omnihub.channel.ChannelAccount;
import io.omnihub.channel.TextLimit;
import io.omnihub.channel.callback.CallbackCrypto;
import io.omnihub.message.ChannelId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// The WeChat accounts of this installation.
///
/// @param inboxes accounts by the id of their inbox, which is also the last part of the callback's address
@ConfigurationProperties("omnihub.channels.wechat")
record WeChatProperties(@DefaultValue Map<String, Account> inboxes) {

    static final ChannelId CHANNEL = new ChannelId("wechat");

    /// How callbacks come, as chosen in WeChat's console.
    enum Mode {
        /// Signed, but neither encrypted nor protected against a changed body.
        PLAIN,
        /// Both readable and encrypted; only the encrypted part is trusted.
        COMPATIBLE,
        /// Encrypted.
        SAFE
    }

    /// What an account is.
    enum Kind {
        /// A service or subscription account.
        OFFICIAL_ACCOUNT,
        /// A mini-program, whose customer messages are fewer kinds.
        MINI_PROGRAM
    }

    /// One official account or mini-program.
    ///
    /// @param kind            what it is, which decides what WeChat takes
    /// @param tenant          the tenant it belongs to
    /// @param name            the name to show; the inbox's id where empty
    /// @param appId           the account's AppID
    /// @param secret          the account's AppSecret, for the API
    /// @param token           the token under "server configuration" in WeChat's console
    /// @param encodingAesKey  the 43 characters under "server configuration"; not needed in plain mode
    /// @param mode            how callbacks come; others are refused
    /// @param receiverId      the id that encrypted messages end with: the app id where empty, another where a
    ///                        third-party platform receives for the account
    /// @param apiUrl          where the API is
    /// @param stableToken     whether to ask for a token that leaves those of other programs valid
    /// @param timestampWindow how far a callback's time may be from ours
    /// @param passiveAnswer   how long to hold a callback open for an answer; 0 answers by the API only
    /// @param largestMedia    the largest file fetched from WeChat
    /// @param reopenWindow    a message within this time after a session ended reopens it
    /// @param sendsPerSecond  most messages sent in a second
    /// @param longestText     the longest text that WeChat takes; a longer one is sent as several
    /// @param mostReplies     so many messages WeChat takes in a row; a reply of more is refused as a whole
    /// @param eventWindow     how long WeChat takes replies after a customer did something, such as following
    /// @param eventReplies    so many it takes then; of a mini-program at most 2
    /// @param unionWait       how long a callback waits to be told the customer's union id; 0 never asks
    /// @param kfAccount       the account of WeChat's own customer service that replies are shown as, if any
    /// @param transferTo      to which of those accounts what customers say is handed over, `any` for whichever
    ///                        is free; empty keeps it here
    record Account(
            @DefaultValue("official-account") Kind kind,
            @DefaultValue("default") String tenant,
            @DefaultValue("") String name,
            @DefaultValue("") String appId,
            @DefaultValue("") String secret,
            @DefaultValue("") String token,
            @DefaultValue("") String encodingAesKey,
            @DefaultValue("safe") Mode mode,
            @DefaultValue("") String receiverId,
            @DefaultValue("https://api.weixin.qq.com") String apiUrl,
            @DefaultValue("true") boolean stableToken,
            @DefaultValue("5m") Duration timestampWindow,
            @DefaultValue("0s") Duration passiveAnswer,
            @DefaultValue("20MB") DataSize largestMedia,
            @DefaultValue("24h") Duration reopenWindow,
            @DefaultValue("10") int sendsPerSecond,
            @DefaultValue("2048B") DataSize longestText,
            @DefaultValue("5") int mostReplies,
            @DefaultValue("1m") Duration eventWindow,
            @DefaultValue("3") int eventReplies,
            @DefaultValue("0s") Duration unionWait,
            @DefaultValue("") String kfAccount,
            @DefaultValue("") String transferTo)
            implements ChannelAccount {

        static final String ANY = "any";

        private static final Duration LONGEST_UNION_WAIT = Duration.ofSeconds(3);

        private static final int MOST_AFTER_ENTERING = 2;

        private static final Duration LONGEST_PASSIVE = Duration.ofMillis(4500);

        private static final Pattern KF_ACCOUNT = Pattern.compile("[^@\\s]+@[^@\\s]+");

        private static final SecureRandom RANDOM = new SecureRandom();

        /// The crypto of its callbacks; null in plain mode.
        @Nullable
        CallbackCrypto crypto() {
            return mode == Mode.PLAIN
                    ? null
                    : new CallbackCrypto(encodingAesKey, receiverId.isEmpty() ? appId : receiverId, RANDOM);
        }

        /// The longest text that goes as one message.
        TextLimit textLimit() {
            return TextLimit.ofBytes(Math.toIntExact(longestText.toBytes()));
        }

        /// What is answered within a call of WeChat's is not counted by it.
        @Override
        public Capabilities limited(Capabilities channel) {
            Capabilities all = kind == Kind.MINI_PROGRAM ? WeChatOutboundAdapter.MINI_PROGRAM : channel;
            return all.withText(textLimit())
                    .withMostReplies(mostReplies + passive())
                    .withOccasions(kind == Kind.MINI_PROGRAM ? miniProgramOccasions() : occasions());
        }

        private Map<String, Allowance> occasions() {
            Allowance brief = new Allowance(eventWindow, eventReplies + passive());
            return Map.of(
                    "follow", brief,
                    "scan", brief,
                    "menu-click", brief,
                    "menu-scan", brief,
                    "menu-scan-waiting", brief,
                    "pay", new Allowance(WeChatOutboundAdapter.REPLY_WINDOW, 0),
                    "unfollow", Allowance.NOTHING);
        }

        private Map<String, Allowance> miniProgramOccasions() {
            return Map.of("enter", new Allowance(eventWindow, Math.min(eventReplies, MOST_AFTER_ENTERING)));
        }

        private int passive() {
            return passiveAnswer.isPositive() ? 1 : 0;
        }

        @Override
        public void check(String prefix) {
            ChannelAccount.require(!appId.isBlank(), prefix + "app-id", "must be given");
            ChannelAccount.require(!secret.isBlank(), prefix + "secret", "must be given");
            ChannelAccount.require(
                    token.matches("[A-Za-z0-9]{3,32}"), prefix + "token", "must be 3 to 32 letters and digits");
            ChannelAccount.require(
                    mode == Mode.PLAIN || encodingAesKey.matches("[A-Za-z0-9+/]{43}"),
                    prefix + "encoding-aes-key",
                    "must be 43 letters and digits, as WeChat's console shows them");
            ChannelAccount.require(
                    apiUrl.matches("https?://[^/?#]+"), prefix + "api-url", "must be like https://api.weixin.qq.com");
            ChannelAccount.require(timestampWindow.isPositive(), prefix + "timestamp-window", "must be longer than 0");
            ChannelAccount.require(
                    !passiveAnswer.isNegative() && passiveAnswer.compareTo(LONGEST_PASSIVE) <= 0,
                    prefix + "passive-answer",
                    "must be between 0 and 4.5s, since WeChat waits no longer than 5 s");
            ChannelAccount.require(
                    largestMedia.toBytes() > 0 && largestMedia.toMegabytes() <= 100,
                    prefix + "largest-media",
                    "must be between 1B and 100MB");
            ChannelAccount.require(
                    longestText.toBytes() >= 100 && longestText.toMegabytes() < 1,
                    prefix + "longest-text",
                    "must be between 100B and 1MB");
            ChannelAccount.require(mostReplies > 0, prefix + "most-replies", "must be at least 1");
            ChannelAccount.require(eventWindow.isPositive(), prefix + "event-window", "must be longer than 0");
            ChannelAccount.require(
                    !unionWait.isNegative() && unionWait.compareTo(LONGEST_UNION_WAIT) <= 0,
                    prefix + "union-wait",
                    "must be between 0 and 3s, since WeChat waits no longer than 5 s for our answer");
            ChannelAccount.require(eventReplies > 0, prefix + "event-replies", "must be at least 1");
            ChannelAccount.require(
                    kind == Kind.OFFICIAL_ACCOUNT || passiveAnswer.isZero(),
                    prefix + "passive-answer",
                    "must be 0s, since mini-programs show no answers");
            ChannelAccount.require(
                    kfAccount.isEmpty() || KF_ACCOUNT.matcher(kfAccount).matches(),
                    prefix + "kf-account",
                    "must be like agent@account");
            ChannelAccount.require(
                    transferTo.isEmpty()
                            || transferTo.equals(ANY)
                            || KF_ACCOUNT.matcher(transferTo).matches(),
                    prefix + "transfer-to",
                    "must be any, or like agent@account");
        }

        /// Without the secrets.
        @Override
        public String toString() {
            return "Account[" + tenant + ", " + name + ", " + appId + ", " + mode + "]";
        }
    }
}
