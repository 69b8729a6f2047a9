package io.omnihub.channel.wechat;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.MalformedMessageException;
import io.omnihub.channel.callback.CallbackAnswer;
import io.omnihub.channel.callback.CallbackCrypto;
import io.omnihub.channel.callback.CallbackProof;
import io.omnihub.channel.callback.CallbackQuery;
import io.omnihub.channel.callback.CallbackRequest;
import io.omnihub.channel.callback.Proved;
import io.omnihub.channel.callback.ReplayWindow;
import io.omnihub.channel.callback.UntrustedCallbackException;
import io.omnihub.channel.callback.UntrustedCallbackException.Reason;
import io.omnihub.channel.wechat.WeChatProperties.Account;

/// Proves that a callback comes from WeChat and opens it.
///
/// Documented in WeChat's "Message encryption and decryption instructions".
final class WeChatProof implements CallbackProof {

    private final ChannelInboxes<Account> inboxes;

    WeChatProof(ChannelInboxes<Account> inboxes) {
        this.inboxes = inboxes;
    }

    @Override
    public Proved prove(CallbackRequest request) {
        return switch (request.method()) {
            case "GET" -> new Proved.Answered(CallbackAnswer.text(echo(inbox(request), request)));
            case "POST" -> {
                ChannelInbox<Account> inbox = inbox(request);
                yield new Proved.Genuine(inbox, open(inbox.account(), request));
            }
            default -> new Proved.Answered(CallbackAnswer.notAllowed("GET, POST"));
        };
    }

    private ChannelInbox<Account> inbox(CallbackRequest request) {
        return inboxes.find(request.inbox()).orElseThrow(() -> new UntrustedCallbackException(Reason.UNKNOWN_INBOX));
    }

    /// The text by which the platform learns that this address is ours.
    private static String echo(ChannelInbox<Account> inbox, CallbackRequest request) {
        verify(inbox.account(), request);
        return request.query().get("echostr");
    }

    /// The message's bytes, decrypted.
    private static byte[] open(Account account, CallbackRequest request) {
        CallbackQuery query = request.query();
        CallbackCrypto crypto = account.crypto();
        if (crypto == null) {
            String encryption = query.get("encrypt_type");
            if (!encryption.isEmpty() && !encryption.equals("raw")) {
                throw new UntrustedCallbackException(Reason.UNDECRYPTABLE);
            }
            verify(account, request);
            return request.body();
        }
        String encrypted = encrypted(request.body());
        CallbackCrypto.verify(
                query.get("msg_signature"), account.token(), query.get("timestamp"), query.get("nonce"), encrypted);
        inTime(account, request);
        return crypto.decrypt(encrypted);
    }

    private static void verify(Account account, CallbackRequest request) {
        CallbackQuery query = request.query();
        CallbackCrypto.verify(query.get("signature"), account.token(), query.get("timestamp"), query.get("nonce"));
        inTime(account, request);
    }

    private static void inTime(Account account, CallbackRequest request) {
        new ReplayWindow(account.timestampWindow())
                .checkSeconds(request.query().get("timestamp"), request.receivedAt());
    }

    /// A body that can't be read can't be proved either.
    private static String encrypted(byte[] body) {
        try {
            return WeChatPush.read(body).require("Encrypt");
        } catch (MalformedMessageException _) {
            throw new UntrustedCallbackException(Reason.UNDECRYPTABLE);
        }
    }
}
