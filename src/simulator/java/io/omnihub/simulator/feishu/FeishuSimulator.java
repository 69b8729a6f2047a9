package io.omnihub.simulator.feishu;

import io.omnihub.simulator.platform.ApiCall;
import io.omnihub.simulator.platform.ApiServer;
import io.omnihub.simulator.platform.BreachException;
import io.omnihub.simulator.platform.Callback;
import io.omnihub.simulator.platform.Pushed;
import io.omnihub.simulator.platform.Pusher;
import io.omnihub.simulator.platform.SimulatedPlatform;
import io.omnihub.simulator.platform.Tokens;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Feishu's platform: the API that the hub calls, and the people and groups whose events it pushes to the hub.
public final class FeishuSimulator extends SimulatedPlatform {

    /// At once, and after 15 s, 5 min, 1 h and 6 h.
    private static final int MOST_ATTEMPTS = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration TOKENS_LIVE = Duration.ofHours(2);
    private static final Duration TOKENS_RENEWED = Duration.ofMinutes(30);
    private static final Set<String> TOASTS = Set.of("info", "success", "error", "warning");

    private final FeishuApp app;
    private final Directory directory;
    private final FeishuEvents events;
    private final FeishuApi feishu;
    private final ApiServer api;
    private volatile boolean encrypts = true;

    public FeishuSimulator(FeishuApp app, Clock clock) {
        super(clock, new Tokens(clock, TOKENS_LIVE, TOKENS_RENEWED), new Pusher(MOST_ATTEMPTS, PATIENCE));
        this.app = app;
        this.directory = new Directory(this);
        this.events = new FeishuEvents(app, clock);
        this.feishu = new FeishuApi(app, clock, tokens, shelf, directory, faults());
        this.api = new ApiServer(feishu, this::breach);
    }

    @Override
    protected ApiServer api() {
        return api;
    }

    public FeishuApp app() {
        return app;
    }

    /// Sets the address that events are pushed to, without asking there.
    public void pushesTo(URI address) {
        callback(address);
    }

    /// Whether events are encrypted and signed, as with an Encrypt Key, or neither.
    public void encrypts(boolean on) {
        encrypts = on;
    }

    /// Asks the address to prove that it is the app's; what the console's "save" does.
    public boolean verifies() {
        String challenge = UUID.randomUUID().toString();
        Pushed pushed = pusher().once(address(), unsigned(events.verification(challenge)));
        return pushed.isTaken()
                && pushed.body().contains("\"challenge\"")
                && ApiCall.json(pushed.body()).path("challenge").asString("").equals(challenge);
    }

    /// Most messages that a chat takes in a second.
    public void takesPerSecond(int messages) {
        feishu.takesPerSecond(messages);
    }

    /// The status of HTTP with which errors are told.
    public void tellsErrorsWith(int status) {
        feishu.tellsErrorsWith(status);
    }

    /// From now on tells of nobody what they are called, but this code; 0 ends it.
    public void refusesNames(int code) {
        feishu.refusesNames(code);
    }

    /// The picture of a person or a group, as everybody has one from the beginning.
    public static byte[] avatar(String id) {
        return Avatars.of(id);
    }

    /// From now on each has this picture by its id, or none where that has no bytes.
    public void showsAvatars(Function<String, byte[]> picture) {
        feishu.showsAvatars(picture);
    }

    /// From now on pictures are somewhere else.
    public void keepsAvatarsAt(String place) {
        feishu.keepsAvatarsAt(place);
    }

    /// How many messages the hub sent once more within the hour; none of them was shown again.
    public int repeated() {
        return feishu.repeated();
    }

    /// The person of an id, who is one of those that may use the app.
    public FeishuPerson person(String openId, String name) {
        return directory.person(openId, name);
    }

    /// A new group with the bot in it.
    public FeishuChat group(String name, FeishuPerson... members) {
        FeishuChat group = directory.group(name);
        for (FeishuPerson member : members) {
            group.join(member.openId());
        }
        return group;
    }

    /// An event of version 2.0.
    public String event(String type, ObjectNode event) {
        return events.v2(type, event);
    }

    /// An event of version 1.0.
    public String oldEvent(String type, ObjectNode event) {
        return events.v1(type, event);
    }

    /// A push as it would go over the wire now.
    public Callback seal(String event) {
        return encrypts ? signed(event) : plain(event);
    }

    /// Pushes an event until it is taken.
    public Pushed push(String type, ObjectNode event) {
        return pushes(events.v2(type, event));
    }

    /// Pushes what was written as an event until it is taken.
    public Pushed pushes(String event) {
        return pusher().push(address(), () -> seal(event));
    }

    FeishuEvents events() {
        return events;
    }

    FeishuChat chatWith(FeishuPerson person) {
        return directory.chatWith(person);
    }

    String keep(String type, String contentType, byte[] bytes) {
        return shelf.put(type, contentType, bytes);
    }

    ObjectNode mention(String key, String openId) {
        String name = openId.equals(app.botOpenId()) ? app.botName() : directory.name(openId);
        return events.mention(key, openId, name);
    }

    long clockSeconds() {
        return clock.instant().getEpochSecond();
    }

    /// The answer to a click is what the person sees, so that it must be right.
    Pushed click(FeishuPerson person, FeishuMessage card, String label) {
        ObjectNode event = FeishuEvents.object();
        ObjectNode operator = events.ids(person.openId()).put("tenant_key", app.tenantKey());
        event.set("operator", operator);
        event.put("token", FeishuEvents.id("c-"));
        ObjectNode action = event.putObject("action").put("tag", "button");
        action.set("value", button(card, label).path("value"));
        event.put("host", "im_message");
        event.putObject("context").put("open_message_id", card.id()).put("open_chat_id", card.chat());
        // The platform does not push a click again.
        Pushed pushed = pusher().once(address(), seal(events.v2("card.action.trigger", event)));
        if (pushed.isTaken()) {
            judge(pushed.body());
        }
        return pushed;
    }

    private static JsonNode button(FeishuMessage card, String label) {
        for (JsonNode element : ApiCall.json(card.content()).path("elements")) {
            for (JsonNode action : element.path("actions")) {
                if (action.path("text").path("content").asString("").equals(label)) {
                    return action;
                }
            }
        }
        throw new IllegalArgumentException("the card has no button " + label);
    }

    private void judge(String answer) {
        try {
            JsonNode toast = ApiCall.json(answer).path("toast");
            if (!toast.isMissingNode()
                    && (!TOASTS.contains(toast.path("type").asString(""))
                            || toast.path("content").asString("").isEmpty())) {
                throw new BreachException("a toast has a type and a text");
            }
        } catch (BreachException e) {
            breach("answer to a click: " + e.getMessage());
        }
    }

    private Callback signed(String event) {
        Callback unsigned = unsigned(event);
        String timestamp = Long.toString(clockSeconds());
        String nonce = FeishuCrypto.nonce();
        Map<String, String> headers = new HashMap<>(unsigned.headers());
        headers.put("X-Lark-Request-Timestamp", timestamp);
        headers.put("X-Lark-Request-Nonce", nonce);
        headers.put(
                "X-Lark-Signature",
                FeishuCrypto.sign(
                        timestamp, nonce, app.encryptKey(), new String(unsigned.body(), StandardCharsets.UTF_8)));
        return new Callback("", headers, unsigned.body());
    }

    private Callback unsigned(String event) {
        return encrypts ? plain(events.encrypted(FeishuCrypto.encrypt(app.encryptKey(), event))) : plain(event);
    }

    private static Callback plain(String body) {
        Map<String, String> headers = Map.of(
                "Content-Type",
                "application/json;charset=utf-8",
                "X-Request-Id",
                UUID.randomUUID().toString());
        return new Callback("", headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
