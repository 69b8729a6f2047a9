package io.omnihub.channel.wechat;

import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.callback.Callback;
import io.omnihub.channel.callback.CallbackAnswer;
import io.omnihub.channel.callback.CallbackCrypto;
import io.omnihub.channel.callback.PassiveWriter;
import io.omnihub.channel.fields.LegalText;
import io.omnihub.channel.send.Call;
import io.omnihub.channel.wechat.WeChatProperties.Account;
import io.omnihub.message.OutboundMessage;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Writes a message as XML into the answer to a callback.
///
/// Documented at https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Passive_user_reply_message.html
final class WeChatPassive implements PassiveWriter {

    /// What a customer does and then waits for an answer to.
    private static final Set<String> ANSWERED =
            Set.of("subscribe", "SCAN", "CLICK", "scancode_waitmsg", "location_select");

    private static final int LONGEST_TEXT = 2048;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ChannelInboxes<Account> inboxes;
    private final WeChatUploads uploads;
    private final Clock clock;

    WeChatPassive(ChannelInboxes<Account> inboxes, WeChatUploads uploads, Clock clock) {
        this.inboxes = inboxes;
        this.uploads = uploads;
        this.clock = clock;
    }

    @Override
    public Duration longest(Callback callback) {
        WeChatPush push = callback.message(WeChatPush.class);
        return push.isSaid() || ANSWERED.contains(push.event())
                ? inboxes.get(callback.inbox().value()).account().passiveAnswer()
                : Duration.ZERO;
    }

    @Override
    public String thread(Callback callback) {
        return callback.message(WeChatPush.class).fromUserName();
    }

    @Override
    public Optional<CallbackAnswer> write(Callback callback, OutboundMessage message) {
        var inbox = inboxes.get(callback.inbox().value());
        List<Call<WeChatReply>> calls =
                WeChatOutboundAdapter.toNative(message, inbox.account()).calls();
        return calls.size() == 1
                ? rest(calls.getFirst().content(), upload -> uploads.id(inbox, upload))
                        .map(rest -> answer(callback, inbox.account(), rest))
                : Optional.empty();
    }

    /// What a customer says goes on to WeChat's own customer service, where the account is set so.
    @Override
    public Optional<CallbackAnswer> unanswered(Callback callback) {
        Account account = inboxes.get(callback.inbox().value()).account();
        if (account.transferTo().isEmpty()
                || !callback.message(WeChatPush.class).isSaid()) {
            return Optional.empty();
        }
        String to = account.transferTo().equals(Account.ANY)
                ? ""
                : "<TransInfo>" + element("KfAccount", account.transferTo()) + "</TransInfo>";
        return Optional.of(answer(callback, account, type("transfer_customer_service") + to));
    }

    private CallbackAnswer answer(Callback callback, Account account, String rest) {
        WeChatPush push = callback.message(WeChatPush.class);
        Instant now = clock.instant();
        String xml = "<xml>" + element("ToUserName", push.get("FromUserName"))
                + element("FromUserName", push.get("ToUserName"))
                + "<CreateTime>" + now.getEpochSecond() + "</CreateTime>" + rest + "</xml>";
        CallbackCrypto crypto = account.crypto();
        return CallbackAnswer.xml(crypto == null ? xml : seal(crypto, account.token(), xml, now));
    }

    /// What an answer says beyond from whom to whom; empty where it can't say that.
    ///
    /// @param ids gives the platform's id of a file
    private static Optional<String> rest(WeChatReply reply, Function<WeChatReply.Upload, String> ids) {
        return switch (reply) {
            case WeChatReply.Text text ->
                utf8(text.content()).length <= LONGEST_TEXT
                        ? Optional.of(type("text") + element("Content", text.content()))
                        : Optional.empty();
            case WeChatReply.Image image -> Optional.of(type("image") + media("Image", ids.apply(image.media()), ""));
            case WeChatReply.Voice voice -> Optional.of(type("voice") + media("Voice", ids.apply(voice.media()), ""));
            case WeChatReply.Video video ->
                Optional.of(type("video")
                        + media("Video", ids.apply(video.media()), element("Title", "") + element("Description", "")));
            case WeChatReply.News news ->
                Optional.of(type("news") + "<ArticleCount>1</ArticleCount><Articles><item>"
                        + element("Title", news.title()) + element("Description", news.description())
                        + element("PicUrl", news.picurl()) + element("Url", news.url())
                        + "</item></Articles>");
            case WeChatReply.Music music ->
                Optional.of(type("music") + "<Music>" + element("Title", music.title())
                        + element("Description", music.description()) + element("MusicUrl", music.url())
                        + element("HQMusicUrl", music.hqUrl()) + element("ThumbMediaId", ids.apply(music.thumb()))
                        + "</Music>");
            default -> Optional.empty();
        };
    }

    /// Encrypts and signs an answer, with our own time and nonce.
    private static String seal(CallbackCrypto crypto, String token, String xml, Instant now) {
        String nonce = nonce();
        String encrypted = crypto.encrypt(utf8(xml));
        String timestamp = Long.toString(now.getEpochSecond());
        String signature = CallbackCrypto.signature(token, timestamp, nonce, encrypted);
        return "<xml>" + element("Encrypt", encrypted) + element("MsgSignature", signature) + "<TimeStamp>" + timestamp
                + "</TimeStamp>" + element("Nonce", nonce) + "</xml>";
    }

    private static String nonce() {
        byte[] bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String type(String type) {
        return element("MsgType", type);
    }

    private static String media(String name, String mediaId, String more) {
        return "<" + name + ">" + element("MediaId", mediaId) + more + "</" + name + ">";
    }

    private static String element(String name, String text) {
        return "<" + name + "><![CDATA[" + LegalText.of(text).replace("]]>", "]]]]><![CDATA[>") + "]]></" + name + ">";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
