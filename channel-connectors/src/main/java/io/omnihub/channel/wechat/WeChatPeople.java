package io.omnihub.channel.wechat;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.Recent;
import io.omnihub.channel.wechat.WeChatProperties.Account;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Knows as whom WeChat knows a customer in all accounts of one owner, which most callbacks don't say: from WeChat,
/// once for each, and for a while.
///
/// Nothing depends on it: a callback waits for it for a moment, and goes on without it.
///
/// Documented at
/// https://developers.weixin.qq.com/doc/offiaccount/User_Management/Get_users_basic_information_UnionID.html
final class WeChatPeople {

    private static final Duration KEPT = Duration.ofHours(12);

    /// So long nobody is asked for after WeChat did not answer in time, or would not tell.
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private static final int MOST_QUESTIONS = 16;

    private final WeChatApi api;
    private final Recent<String> known;
    private final Recent<Boolean> silent;
    private final Semaphore questions = new Semaphore(MOST_QUESTIONS);

    WeChatPeople(WeChatApi api, Clock clock) {
        this.api = api;
        this.known = new Recent<>(KEPT, clock);
        this.silent = new Recent<>(PAUSE, clock);
    }

    /// The customer's union id; empty where there is none, or WeChat does not tell it soon.
    String unionId(ChannelInbox<Account> inbox, String openid) {
        String all = inbox.tenant() + " " + inbox.id();
        Optional<String> remembered = known.get(all + " " + openid);
        if (remembered.isPresent()
                || inbox.account().unionWait().isZero()
                || silent.get(all).isPresent()
                || !questions.tryAcquire()) {
            return remembered.orElse("");
        }
        try {
            String path = "/cgi-bin/user/info?lang=zh_CN&openid=" + WeChatApi.encoded(openid);
            String unionId =
                    api.getSoon(inbox, path).path("unionid").asString("").strip();
            known.put(all + " " + openid, unionId);
            return unionId;
        } catch (ChannelUnavailableException | ChannelRejectedException _) {
            silent.put(all, true);
            return "";
        } finally {
            questions.release();
        }
    }
}
