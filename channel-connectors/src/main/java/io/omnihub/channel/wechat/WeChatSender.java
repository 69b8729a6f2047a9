package io.omnihub.channel.wechat;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.Recent;
import io.omnihub.channel.Sent;
import io.omnihub.channel.wechat.WeChatProperties.Account;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/// Sends through the customer-service API.
///
/// The API has no idempotency field. A delivery of several parts that fails in the middle goes on where it stopped as
/// long as this process lives; otherwise its next attempt is marked "maybe repeated".
final class WeChatSender implements Processor {

    private static final Duration PROGRESS_KEPT = Duration.ofDays(2);

    private final ChannelInboxes<Account> inboxes;
    private final WeChatApi api;
    private final WeChatUploads uploads;
    private final Recent<Integer> progress;

    WeChatSender(ChannelInboxes<Account> inboxes, WeChatApi api, WeChatUploads uploads, Clock clock) {
        this.inboxes = inboxes;
        this.api = api;
        this.uploads = uploads;
        this.progress = new Recent<>(PROGRESS_KEPT, clock);
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        send(exchange.getMessage().getMandatoryBody(WeChatSend.class));
        // The platform gives no id for what it takes.
        exchange.getMessage().setBody(new Sent(""));
    }

    private void send(WeChatSend send) {
        ChannelInbox<Account> inbox = inboxes.get(send.inbox());
        List<WeChatReply> replies = send.replies();
        int done = progress.get(send.delivery()).orElse(0);
        for (WeChatReply reply : replies.subList(done, replies.size())) {
            // Whatever can fail without the customer seeing half of it shall fail first.
            CustomMessages.json(send.touser(), reply, upload -> uploads.id(inbox, upload));
        }
        for (int i = done; i < replies.size(); i++) {
            try {
                send(inbox, send.touser(), replies.get(i));
            } catch (ChannelUnavailableException e) {
                throw e.withMaybeSent(i > 0 || e.maybeSent());
            } catch (ChannelRejectedException e) {
                throw i == 0 ? e : partly(e, i, replies.size());
            }
            progress.put(send.delivery(), i + 1);
        }
        progress.forget(send.delivery());
    }

    private void send(ChannelInbox<Account> inbox, String touser, WeChatReply reply) {
        try {
            post(inbox, touser, reply);
        } catch (ChannelRejectedException e) {
            if (!ErrorCodes.isMediaId(e.code())) {
                throw e;
            }
            // An id that we remember may have ended early.
            CustomMessages.json(touser, reply, upload -> {
                uploads.forget(inbox, upload);
                return "";
            });
            post(inbox, touser, reply);
        }
    }

    private void post(ChannelInbox<Account> inbox, String touser, WeChatReply reply) {
        var json = CustomMessages.json(touser, reply, upload -> uploads.id(inbox, upload));
        api.post(inbox, "/cgi-bin/message/custom/send", json);
    }

    private static ChannelRejectedException partly(ChannelRejectedException e, int sent, int all) {
        String reason = Objects.toString(e.getMessage(), "").replace(" (" + e.code() + ")", "");
        return new ChannelRejectedException(e.code(), sent + " of " + all + " parts were sent, then: " + reason, true);
    }
}
