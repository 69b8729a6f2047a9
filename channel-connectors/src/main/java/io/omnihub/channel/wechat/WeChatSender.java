package io.omnihub.channel.wechat;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.send.Call;
import io.omnihub.channel.send.PieceSender;
import io.omnihub.channel.wechat.WeChatProperties.Account;

/// Sends through the customer-service API, which has no idempotency field and gives no ids.
final class WeChatSender implements PieceSender<WeChatReply> {

    private final ChannelInboxes<Account> inboxes;
    private final WeChatApi api;
    private final WeChatUploads uploads;

    WeChatSender(ChannelInboxes<Account> inboxes, WeChatApi api, WeChatUploads uploads) {
        this.inboxes = inboxes;
        this.api = api;
        this.uploads = uploads;
    }

    @Override
    public void prepare(Call<WeChatReply> call) {
        ChannelInbox<Account> inbox = inbox(call);
        CustomMessages.json(call.message().thread(), call.content(), upload -> uploads.id(inbox, upload));
    }

    @Override
    public String send(Call<WeChatReply> call) {
        try {
            post(call);
        } catch (ChannelRejectedException e) {
            if (!ErrorCodes.isMediaId(e.code())) {
                throw e;
            }
            // An id that we remember may have ended early.
            ChannelInbox<Account> inbox = inbox(call);
            CustomMessages.json(call.message().thread(), call.content(), upload -> {
                uploads.forget(inbox, upload);
                return "";
            });
            post(call);
        }
        return "";
    }

    private void post(Call<WeChatReply> call) {
        ChannelInbox<Account> inbox = inbox(call);
        var json = CustomMessages.json(call.message().thread(), call.content(), upload -> uploads.id(inbox, upload));
        api.post(inbox, "/cgi-bin/message/custom/send", json);
    }

    private ChannelInbox<Account> inbox(Call<WeChatReply> call) {
        return inboxes.get(call.message().inbox().value());
    }
}
