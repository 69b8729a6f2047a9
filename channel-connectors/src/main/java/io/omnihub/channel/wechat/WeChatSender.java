package io.omnihub.channel.wechat;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.http.PlatformJson;
import io.omnihub.channel.send.Call;
import io.omnihub.channel.send.PieceSender;
import io.omnihub.channel.send.ShowsTyping;
import io.omnihub.channel.wechat.WeChatProperties.Account;
import io.omnihub.message.OutboundTyping;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Sends through the customer-service API, which has no idempotency field and gives no ids, and template messages
/// through theirs.
///
/// Documented at https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
final class WeChatSender implements PieceSender<WeChatReply>, ShowsTyping {

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
        if (call.content() instanceof WeChatReply.Template) {
            return;
        }
        ChannelInbox<Account> inbox = inbox(call);
        json(call, inbox.account(), upload -> uploads.id(inbox, upload));
    }

    @Override
    public String send(Call<WeChatReply> call) {
        if (call.content() instanceof WeChatReply.Template template) {
            return post(call, template);
        }
        try {
            post(call);
        } catch (ChannelRejectedException e) {
            if (!ErrorCodes.isMediaId(e.code())) {
                throw e;
            }
            // An id that we remember may have ended early.
            ChannelInbox<Account> inbox = inbox(call);
            json(call, inbox.account(), upload -> {
                uploads.forget(inbox, upload);
                return "";
            });
            post(call);
        }
        return "";
    }

    @Override
    public void type(OutboundTyping typing) {
        ObjectNode json = PlatformJson.object()
                .put("touser", typing.thread())
                .put("command", typing.stopped() ? "CancelTyping" : "Typing");
        api.post(inboxes.get(typing.inbox().value()), "/cgi-bin/message/custom/typing", json);
    }

    private void post(Call<WeChatReply> call) {
        ChannelInbox<Account> inbox = inbox(call);
        var json = json(call, inbox.account(), upload -> uploads.id(inbox, upload));
        api.post(inbox, "/cgi-bin/message/custom/send", json);
    }

    /// Template messages alone have ids, and are told of later.
    private String post(Call<WeChatReply> call, WeChatReply.Template template) {
        ObjectNode json =
                PlatformJson.object().put("touser", call.message().thread()).put("template_id", template.templateId());
        switch (template.form()) {
            case TEMPLATE -> {
                json.put("client_msg_id", call.key());
                put(json, "url", template.url());
                miniProgram(json, template);
            }
            case SUBSCRIPTION -> {
                put(json, "page", template.url());
                miniProgram(json, template);
            }
            case MINI_PROGRAM -> put(json, "page", template.page());
        }
        ObjectNode data = json.putObject("data");
        template.data().forEach(each -> data.putObject(each.name()).put("value", each.value()));
        return api.post(inbox(call), template.form().path(), json).path("msgid").asString("");
    }

    private static void miniProgram(ObjectNode json, WeChatReply.Template template) {
        if (!template.appId().isEmpty()) {
            json.putObject("miniprogram").put("appid", template.appId()).put("pagepath", template.page());
        }
    }

    private static void put(ObjectNode json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }

    private ChannelInbox<Account> inbox(Call<WeChatReply> call) {
        return inboxes.get(call.message().inbox().value());
    }

    /// @param ids gives the platform's id of a file, empty for none
    private static ObjectNode json(Call<WeChatReply> call, Account account, Function<WeChatReply.Upload, String> ids) {
        ObjectNode json = PlatformJson.object().put("touser", call.message().thread());
        content(json, call.content(), ids);
        if (!account.kfAccount().isEmpty()) {
            json.putObject("customservice").put("kf_account", account.kfAccount());
        }
        return json;
    }

    private static void content(ObjectNode json, WeChatReply reply, Function<WeChatReply.Upload, String> ids) {
        switch (reply) {
            case WeChatReply.Text text -> typed(json, "text").put("content", text.content());
            case WeChatReply.Image image -> typed(json, "image").put("media_id", ids.apply(image.media()));
            case WeChatReply.Voice voice -> typed(json, "voice").put("media_id", ids.apply(voice.media()));
            case WeChatReply.Video video -> {
                ObjectNode node = typed(json, "video").put("media_id", ids.apply(video.media()));
                String thumb = ids.apply(video.thumb());
                if (!thumb.isEmpty()) {
                    node.put("thumb_media_id", thumb);
                }
            }
            case WeChatReply.News news ->
                typed(json, "news")
                        .putArray("articles")
                        .addObject()
                        .put("title", news.title())
                        .put("description", news.description())
                        .put("url", news.url())
                        .put("picurl", news.picurl());
            case WeChatReply.Link link ->
                typed(json, "link")
                        .put("title", link.title())
                        .put("description", link.description())
                        .put("url", link.url())
                        .put("thumb_url", link.thumbUrl());
            case WeChatReply.Music music ->
                typed(json, "music")
                        .put("title", music.title())
                        .put("description", music.description())
                        .put("musicurl", music.url())
                        .put("hqmusicurl", music.hqUrl())
                        .put("thumb_media_id", ids.apply(music.thumb()));
            case WeChatReply.Article article -> typed(json, "mpnewsarticle").put("article_id", article.articleId());
            case WeChatReply.Material material -> typed(json, "mpnews").put("media_id", material.mediaId());
            case WeChatReply.Menu menu -> {
                ObjectNode node = typed(json, "msgmenu").put("head_content", menu.head());
                ArrayNode list = node.putArray("list");
                menu.entries()
                        .forEach(entry -> list.addObject().put("id", entry.id()).put("content", entry.content()));
                node.put("tail_content", menu.tail());
            }
            case WeChatReply.Coupon coupon -> typed(json, "wxcard").put("card_id", coupon.cardId());
            case WeChatReply.MiniProgramPage page ->
                typed(json, "miniprogrampage")
                        .put("title", page.title())
                        .put("appid", page.appId())
                        .put("pagepath", page.page())
                        .put("thumb_media_id", ids.apply(page.thumb()));
            case WeChatReply.Template _ -> throw new IllegalArgumentException("a template goes another way");
        }
    }

    private static ObjectNode typed(ObjectNode json, String type) {
        return json.put("msgtype", type).putObject(type);
    }
}
