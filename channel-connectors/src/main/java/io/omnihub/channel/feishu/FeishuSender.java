package io.omnihub.channel.feishu;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.feishu.FeishuProperties.Account;
import io.omnihub.channel.http.PlatformJson;
import io.omnihub.channel.send.Call;
import io.omnihub.channel.send.EditsMessages;
import io.omnihub.channel.send.PieceSender;
import io.omnihub.channel.send.RecallsMessages;
import io.omnihub.message.OutboundEdit;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.OutboundRecall;
import java.net.http.HttpRequest;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Sends one message, as an answer to the one that it quotes; changes and takes back what was sent.
final class FeishuSender implements PieceSender<FeishuReply>, EditsMessages<FeishuReply>, RecallsMessages {

    private static final String MESSAGES = "/open-apis/im/v1/messages";
    private static final Duration KEYS_KNOWN = Duration.ofHours(1);

    private final ChannelInboxes<Account> inboxes;
    private final FeishuApi api;
    private final FeishuMedia media;

    FeishuSender(ChannelInboxes<Account> inboxes, FeishuApi api, FeishuMedia media) {
        this.inboxes = inboxes;
        this.api = api;
        this.media = media;
    }

    @Override
    public void prepare(Call<FeishuReply> call) {
        content(inbox(call), call.content());
    }

    @Override
    public String send(Call<FeishuReply> call) {
        ChannelInbox<Account> inbox = inbox(call);
        try {
            return post(inbox, call);
        } catch (ChannelRejectedException e) {
            if (!(call.content() instanceof FeishuReply.File file) || !ErrorCodes.isFile(e.code())) {
                throw e;
            }
            // A key that we remember may have ended early.
            media.forget(inbox, file);
            return post(inbox, call);
        }
    }

    /// Texts and posts are replaced, cards are changed; other messages stay as they are.
    @Override
    public void edit(OutboundEdit edit, String externalId, FeishuReply content) {
        ChannelInbox<Account> inbox = inboxes.get(edit.inbox().value());
        if (content instanceof FeishuReply.File) {
            throw new ChannelRejectedException("not-capable", "Feishu can't change a file that was sent");
        }
        ObjectNode body =
                PlatformJson.object().put("content", content(inbox, content).toString());
        boolean card = type(content).equals("interactive");
        api.send(
                inbox,
                card ? "PATCH" : "PUT",
                MESSAGES + "/" + FeishuApi.encoded(externalId),
                card ? body : body.put("msg_type", type(content)));
    }

    @Override
    public void recall(OutboundRecall recall, String externalId) {
        try {
            api.send(
                    inboxes.get(recall.inbox().value()),
                    MESSAGES + "/" + FeishuApi.encoded(externalId),
                    HttpRequest.Builder::DELETE);
        } catch (ChannelRejectedException e) {
            if (!ErrorCodes.isGone(e.code())) {
                throw e;
            }
        }
    }

    @Override
    public Duration keysKnownFor() {
        return KEYS_KNOWN;
    }

    /// Whether all parts stand in the topic of the message that they answer, which is one already or becomes one.
    private static boolean isInTopic(ChannelInbox<Account> inbox, OutboundMessage message) {
        boolean becomes = inbox.account().replyInThread() && message.thread().startsWith("oc_");
        return !message.quoted().isEmpty() && (becomes || !message.topic().isEmpty());
    }

    private String post(ChannelInbox<Account> inbox, Call<FeishuReply> call) {
        ObjectNode body = PlatformJson.object()
                .put("msg_type", type(call.content()))
                .put("content", content(inbox, call.content()).toString())
                .put("uuid", call.key());
        String thread = call.message().thread();
        boolean inTopic = isInTopic(inbox, call.message());
        String quoted = call.isFirst() || inTopic ? call.message().quoted() : "";
        JsonNode answer;
        if (quoted.isEmpty()) {
            String kind = thread.startsWith("oc_") ? "chat_id" : "open_id";
            answer = api.send(inbox, "POST", MESSAGES + "?receive_id_type=" + kind, body.put("receive_id", thread));
        } else {
            body.put("reply_in_thread", inTopic);
            answer = api.send(inbox, "POST", MESSAGES + "/" + FeishuApi.encoded(quoted) + "/reply", body);
        }
        return FeishuPush.text(answer.path("data"), "message_id");
    }

    static String type(FeishuReply reply) {
        return switch (reply) {
            case FeishuReply.Text _ -> "text";
            case FeishuReply.Rich rich -> rich.type();
            case FeishuReply.File file -> file.type();
        };
    }

    private JsonNode content(ChannelInbox<Account> inbox, FeishuReply reply) {
        return switch (reply) {
            case FeishuReply.Text text -> PlatformJson.object().put("text", text.text());
            case FeishuReply.Rich rich -> rich.content();
            case FeishuReply.File file -> {
                ObjectNode content = PlatformJson.object();
                content.put(file.type().equals("image") ? "image_key" : "file_key", media.key(inbox, file.file()));
                if (!file.cover().blob().isEmpty()) {
                    content.put("image_key", media.key(inbox, file.cover()));
                }
                yield content;
            }
        };
    }

    private ChannelInbox<Account> inbox(Call<FeishuReply> call) {
        return inboxes.get(call.message().inbox().value());
    }
}
