package io.omnihub.simulator.feishu;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes events as the platform does.
final class FeishuEvents {

    private static final JsonMapper JSON = new JsonMapper();

    /// So many characters at the end of an open_id are of the person, in whichever app.
    private static final int SAME = 24;

    private final FeishuApp app;
    private final Clock clock;

    FeishuEvents(FeishuApp app, Clock clock) {
        this.app = app;
        this.clock = clock;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static String id(String prefix) {
        return prefix + UUID.randomUUID().toString().replace("-", "");
    }

    /// @param event in the form of version 2.0
    String v2(String type, ObjectNode event) {
        ObjectNode json = object().put("schema", "2.0");
        json.putObject("header")
                .put("event_id", id(""))
                .put("event_type", type)
                .put("create_time", Long.toString(clock.instant().toEpochMilli()))
                .put("token", app.verificationToken())
                .put("app_id", app.appId())
                .put("tenant_key", app.tenantKey());
        json.set("event", event);
        return JSON.writeValueAsString(json);
    }

    /// @param event in the form of version 1.0, without its type
    String v1(String type, ObjectNode event) {
        Instant now = clock.instant();
        ObjectNode json = object().put("uuid", id(""))
                .put("ts", now.getEpochSecond() + "." + String.format("%06d", now.getNano() / 1000))
                .put("token", app.verificationToken())
                .put("type", "event_callback");
        json.set("event", event.put("type", type).put("app_id", app.appId()).put("tenant_key", app.tenantKey()));
        return JSON.writeValueAsString(json);
    }

    String verification(String challenge) {
        return JSON.writeValueAsString(object().put("challenge", challenge)
                .put("token", app.verificationToken())
                .put("type", "url_verification"));
    }

    String encrypted(String text) {
        return JSON.writeValueAsString(object().put("encrypt", text));
    }

    /// A message of somebody.
    ///
    /// @param mentions names by the keys that stand in the text
    ObjectNode received(FeishuChat chat, FeishuMessage message, Map<String, ObjectNode> mentions) {
        ObjectNode event = object();
        ObjectNode sender = event.putObject("sender");
        sender.set("sender_id", ids(message.sender()));
        sender.put("sender_type", "user").put("tenant_key", app.tenantKey());
        String now = Long.toString(clock.instant().toEpochMilli());
        ObjectNode json = event.putObject("message")
                .put("message_id", message.id())
                .put("create_time", now)
                .put("update_time", now)
                .put("chat_id", chat.id())
                .put("chat_type", chat.isGroup() ? "group" : "p2p")
                .put("message_type", message.type())
                .put("content", message.content());
        if (!message.parent().isEmpty()) {
            json.put("root_id", message.parent()).put("parent_id", message.parent());
        }
        if (message.inThread()) {
            json.put("thread_id", "omt_" + message.parent().substring("om_".length()));
        }
        if (!mentions.isEmpty()) {
            var list = json.putArray("mentions");
            mentions.values().forEach(list::add);
        }
        return event;
    }

    ObjectNode mention(String key, String openId, String name) {
        ObjectNode mention = object().put("key", key);
        mention.set("id", ids(openId));
        return mention.put("name", name).put("tenant_key", app.tenantKey());
    }

    /// The ids of a person or a bot; bots have no user_id. Who has the same end of the open_id in two apps is one
    /// person.
    ObjectNode ids(String openId) {
        String rest = openId.substring("ou_".length());
        return object().put("union_id", "on_" + rest.substring(Math.max(0, rest.length() - SAME)))
                .put("user_id", openId.equals(app.botOpenId()) ? "" : "u" + rest.substring(rest.length() - 7))
                .put("open_id", openId);
    }

    String now() {
        return Long.toString(clock.instant().toEpochMilli());
    }

    static String write(ObjectNode json) {
        return JSON.writeValueAsString(json);
    }
}
