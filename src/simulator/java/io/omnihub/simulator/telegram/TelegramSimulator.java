package io.omnihub.simulator.telegram;

import io.omnihub.simulator.platform.ApiServer;
import io.omnihub.simulator.platform.Callback;
import io.omnihub.simulator.platform.Pushed;
import io.omnihub.simulator.platform.Pusher;
import io.omnihub.simulator.platform.SimulatedPlatform;
import io.omnihub.simulator.platform.Tokens;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Telegram's platform: the Bot API that the hub calls, and updates that it pushes to the hub.
public final class TelegramSimulator extends SimulatedPlatform {

    private static final JsonMapper JSON = JsonMapper.shared();

    /// The number by which the first update is known is random; those behind it follow.
    private final AtomicLong updates = new AtomicLong(9_007_199_254_740_992L);

    private final AtomicLong messages = new AtomicLong(1_000);
    private final String secret;
    private final TelegramApi telegram;
    private final ApiServer api;

    /// @param token  of the bot
    /// @param secret which each update carries
    public TelegramSimulator(String token, String secret, Clock clock) {
        super(clock, new Tokens(clock, Duration.ofDays(1), Duration.ZERO), new Pusher(3, Duration.ofSeconds(5)));
        this.secret = secret;
        this.telegram = new TelegramApi(token, shelf, faults(), messages);
        this.api = new ApiServer(telegram, this::breach);
    }

    @Override
    protected ApiServer api() {
        return api;
    }

    /// What `setWebhook` does.
    public void pushesTo(URI address) {
        callback(address);
    }

    /// An update as it would be pushed now.
    public Callback update(String kind, ObjectNode of) {
        ObjectNode update = JSON.createObjectNode().put("update_id", updates.incrementAndGet());
        update.set(kind, of);
        return sealed(update.toString());
    }

    /// The same of anything.
    public Callback sealed(String body) {
        return new Callback(
                "",
                Map.of("Content-Type", "application/json", "X-Telegram-Bot-Api-Secret-Token", secret),
                body.getBytes(StandardCharsets.UTF_8));
    }

    /// A message of somebody's to the bot, which has to be told what it holds.
    ///
    /// @param id 0 for the next one
    public ObjectNode message(long chat, long id) {
        ObjectNode message = JSON.createObjectNode().put("message_id", id == 0 ? messages.incrementAndGet() : id);
        message.set("from", person(chat, false));
        message.putObject("chat").put("id", chat).put("type", "private").put("first_name", "Ada");
        return message.put("date", clock.instant().getEpochSecond());
    }

    /// A file that people can send.
    ///
    /// @return as a message shows it
    public ObjectNode file(String type, byte[] bytes) {
        String id = shelf.put(type, "application/octet-stream", bytes);
        return JSON.createObjectNode()
                .put("file_id", id)
                .put("file_unique_id", id)
                .put("file_size", bytes.length);
    }

    /// Somebody, or the bot.
    public ObjectNode person(long id, boolean bot) {
        return JSON.createObjectNode().put("id", id).put("is_bot", bot).put("first_name", bot ? "Shop" : "Ada");
    }

    /// Somebody presses a button of the last message that the bot sent him.
    public Pushed press(long chat, String label) {
        JsonNode message = telegram.sent(chat).getLast();
        for (JsonNode row : message.path("reply_markup").path("inline_keyboard")) {
            for (JsonNode button : row) {
                if (button.path("text").asString().equals(label)) {
                    ObjectNode query = JSON.createObjectNode()
                            .put("id", Long.toString(updates.get()))
                            .put("data", button.path("callback_data").asString());
                    query.set("from", person(chat, false));
                    query.set("message", message);
                    return deliver(update("callback_query", query));
                }
            }
        }
        throw new IllegalArgumentException("there is no button " + label);
    }

    /// What the bot sent somebody, as he sees it now.
    public List<JsonNode> sent(long chat) {
        return telegram.sent(chat);
    }
}
