package io.omnihub.simulator.feishu;

import io.omnihub.simulator.platform.Pushed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// A person with Feishu on their phone: writes to the bot, in a chat of its own or in groups, and sees what it answers.
public final class FeishuPerson {

    private final FeishuSimulator platform;
    private final String openId;
    private final String name;

    FeishuPerson(FeishuSimulator platform, String openId, String name) {
        this.platform = platform;
        this.openId = openId;
        this.name = name;
    }

    public String openId() {
        return openId;
    }

    public String name() {
        return name;
    }

    /// Their chat with the bot.
    public FeishuChat chat() {
        return platform.chatWith(this);
    }

    /// Writes to the bot alone.
    public Pushed says(String text) {
        return says(chat(), text);
    }

    public Pushed says(FeishuChat chat, String text) {
        return sends(chat, "text", FeishuEvents.object().put("text", text), "", Map.of());
    }

    /// Calls the bot by its name in a group.
    public Pushed asksBot(FeishuChat chat, String text) {
        return sends(
                chat,
                "text",
                FeishuEvents.object().put("text", "@_user_1 " + text),
                "",
                Map.of("@_user_1", platform.app().botOpenId()));
    }

    /// Quotes a message.
    public Pushed replies(FeishuChat chat, String message, String text) {
        return sends(chat, "text", FeishuEvents.object().put("text", text), message, Map.of());
    }

    /// Writes into the thread below a message, which begins with it where there is none yet.
    public Pushed repliesInThread(FeishuChat chat, String message, String text) {
        return pushes(chat, message("text", FeishuEvents.object().put("text", text), chat, message, true), Map.of());
    }

    /// Forwards messages of another chat as one.
    public Pushed forwards(FeishuChat chat, List<FeishuMessage> messages) {
        ObjectNode content = FeishuEvents.object().put("content", "Merged and Forwarded Message");
        FeishuMessage bundle = message("merge_forward", content, chat, "", false);
        chat.put(bundle, messages);
        return pushes(chat, bundle, Map.of());
    }

    public Pushed sendsPicture(FeishuChat chat, String contentType, byte[] bytes) {
        return sends(chat, "image", FeishuEvents.object().put("image_key", platform.keep("img", contentType, bytes)));
    }

    public Pushed sendsFile(FeishuChat chat, String fileName, byte[] bytes) {
        ObjectNode content =
                FeishuEvents.object().put("file_key", platform.keep("file", "application/octet-stream", bytes));
        return sends(chat, "file", content.put("file_name", fileName));
    }

    public Pushed sendsVoice(FeishuChat chat, byte[] bytes, int milliseconds) {
        ObjectNode content = FeishuEvents.object().put("file_key", platform.keep("file", "audio/ogg", bytes));
        return sends(chat, "audio", content.put("duration", milliseconds));
    }

    public Pushed sendsPlace(FeishuChat chat, double latitude, double longitude, String label) {
        return sends(
                chat,
                "location",
                FeishuEvents.object()
                        .put("name", label)
                        .put("longitude", Double.toString(longitude))
                        .put("latitude", Double.toString(latitude)));
    }

    /// Sends a message of any type.
    public Pushed sends(FeishuChat chat, String type, ObjectNode content) {
        return sends(chat, type, content, "", Map.of());
    }

    /// @param mentioned open_ids by the keys that stand in the content
    public Pushed sends(
            FeishuChat chat, String type, ObjectNode content, String parent, Map<String, String> mentioned) {
        return pushes(chat, message(type, content, chat, parent, false), mentioned);
    }

    private FeishuMessage message(String type, ObjectNode content, FeishuChat chat, String parent, boolean inThread) {
        return new FeishuMessage(
                FeishuEvents.id("om_"),
                chat.id(),
                openId,
                type,
                FeishuEvents.write(content),
                parent,
                inThread,
                0,
                false);
    }

    private Pushed pushes(FeishuChat chat, FeishuMessage message, Map<String, String> mentioned) {
        chat.put(message);
        Map<String, ObjectNode> mentions = new LinkedHashMap<>();
        mentioned.forEach((key, who) -> mentions.put(key, platform.mention(key, who)));
        return platform.push("im.message.receive_v1", platform.events().received(chat, message, mentions));
    }

    /// Takes a message of theirs back.
    public Pushed recalls(FeishuMessage message) {
        return platform.push(
                "im.message.recalled_v1",
                FeishuEvents.object()
                        .put("message_id", message.id())
                        .put("chat_id", message.chat())
                        .put("recall_time", platform.events().now())
                        .put("recall_type", "message_owner"));
    }

    /// Reads messages of the bot.
    public Pushed reads(FeishuMessage... messages) {
        ObjectNode event = FeishuEvents.object();
        ObjectNode reader = event.putObject("reader");
        reader.set("reader_id", platform.events().ids(openId));
        reader.put("read_time", platform.events().now())
                .put("tenant_key", platform.app().tenantKey());
        var list = event.putArray("message_id_list");
        for (FeishuMessage message : messages) {
            list.add(message.id());
        }
        return platform.push("im.message.message_read_v1", event);
    }

    /// Puts an emoji on a message, or takes it away.
    public Pushed reacts(FeishuMessage message, String emoji, boolean removed) {
        ObjectNode event = FeishuEvents.object().put("message_id", message.id());
        event.putObject("reaction_type").put("emoji_type", emoji);
        event.put("operator_type", "user");
        event.set("user_id", platform.events().ids(openId));
        event.put("action_time", platform.events().now());
        return platform.push("im.message.reaction." + (removed ? "deleted" : "created") + "_v1", event);
    }

    /// Opens the chat with the bot.
    public Pushed enters() {
        ObjectNode event = FeishuEvents.object().put("chat_id", chat().id());
        event.set("operator_id", platform.events().ids(openId));
        return platform.push("im.chat.access_event.bot_p2p_chat_entered_v1", event);
    }

    /// Taps an entry of the bot's menu.
    public Pushed taps(String eventKey) {
        ObjectNode event = FeishuEvents.object();
        ObjectNode operator = event.putObject("operator").put("operator_name", name);
        operator.set("operator_id", platform.events().ids(openId));
        event.put("event_key", eventKey).put("timestamp", platform.clockSeconds());
        return platform.push("application.bot.menu_v6", event);
    }

    /// Clicks a button of a card, by its label.
    public Pushed clicks(FeishuMessage card, String label) {
        return platform.click(this, card, label);
    }

    /// Adds the bot to a group.
    public Pushed addsBot(FeishuChat group) {
        ObjectNode event = FeishuEvents.object().put("chat_id", group.id());
        event.set("operator_id", platform.events().ids(openId));
        event.put("external", false).put("name", group.name());
        return platform.push("im.chat.member.bot.added_v1", event);
    }
}
