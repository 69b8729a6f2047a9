package io.omnihub.simulator.feishu;

import io.omnihub.simulator.platform.ApiCall;
import io.omnihub.simulator.platform.ApiServer;
import io.omnihub.simulator.platform.BreachException;
import io.omnihub.simulator.platform.Faults;
import io.omnihub.simulator.platform.MediaShelf;
import io.omnihub.simulator.platform.Multipart;
import io.omnihub.simulator.platform.Tokens;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The platform's HTTP API, under `/open-apis`.
final class FeishuApi implements ApiServer.Api {

    private static final Pattern MESSAGE =
            Pattern.compile("/open-apis/im/v1/messages/([^/]+)(/reply|/reactions)?(/[^/]+)?");
    private static final Pattern RESOURCE = Pattern.compile("/open-apis/im/v1/messages/([^/]+)/resources/([^/]+)");
    private static final Pattern CHAT = Pattern.compile("/open-apis/im/v1/chats/([^/]+)");
    private static final Pattern USER = Pattern.compile("/open-apis/contact/v3/users/([^/]+)");
    private static final Duration IDEMPOTENT = Duration.ofHours(1);
    private static final int MOST_KEPT = 10_000;
    private static final int LARGEST_IMAGE = 10 << 20;
    private static final int LARGEST_FILE = 30 << 20;

    private final FeishuApp app;
    private final Clock clock;
    private final Tokens tokens;
    private final MediaShelf shelf;
    private final Directory directory;
    private final Faults faults;
    private final MessageCheck check;
    private final Map<String, Sent> sent = Collections.synchronizedMap(new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sent> eldest) {
            return size() > MOST_KEPT;
        }
    });
    private final AtomicInteger repeated = new AtomicInteger();
    private final Map<String, AtomicInteger> rates = new ConcurrentHashMap<>();
    private volatile int perSecond = 5;
    private volatile int errorStatus = 400;
    private volatile int namesCode;
    private volatile Function<String, byte[]> avatars = Avatars::of;
    private volatile String avatarsAt = "";

    FeishuApi(FeishuApp app, Clock clock, Tokens tokens, MediaShelf shelf, Directory directory, Faults faults) {
        this.app = app;
        this.clock = clock;
        this.tokens = tokens;
        this.shelf = shelf;
        this.directory = directory;
        this.faults = faults;
        this.check = new MessageCheck(shelf);
    }

    /// @param picture of a person or group by its id; without a byte for none
    void showsAvatars(Function<String, byte[]> picture) {
        avatars = picture;
    }

    void keepsAvatarsAt(String place) {
        avatarsAt = place;
    }

    void takesPerSecond(int messages) {
        perSecond = messages;
    }

    void tellsErrorsWith(int status) {
        errorStatus = status;
    }

    int repeated() {
        return repeated.get();
    }

    void refusesNames(int code) {
        namesCode = code;
    }

    @Override
    public void refuse(ApiCall call) throws IOException {
        error(call, 9499);
    }

    @Override
    public void answer(ApiCall call) throws IOException {
        if (call.path().equals("/open-apis/auth/v3/tenant_access_token/internal")) {
            grant(call);
        } else if (call.path().startsWith("/avatars/")) {
            avatar(call);
        } else if (!isRefused(call)) {
            granted(call);
        }
    }

    private void granted(ApiCall call) throws IOException {
        Matcher resource = RESOURCE.matcher(call.path());
        Matcher message = MESSAGE.matcher(call.path());
        Matcher chat = CHAT.matcher(call.path());
        Matcher user = USER.matcher(call.path());
        switch (call.path()) {
            case "/open-apis/im/v1/messages" -> create(call);
            case "/open-apis/im/v1/images" -> image(call);
            case "/open-apis/im/v1/files" -> file(call);
            case "/open-apis/bot/v3/info" -> bot(call);
            default -> {
                if (resource.matches()) {
                    resource(call, resource.group(1), resource.group(2));
                } else if (chat.matches()) {
                    chat(call, chat.group(1));
                } else if (user.matches()) {
                    user(call, user.group(1));
                } else if (message.matches()) {
                    message(
                            call,
                            message.group(1),
                            Optional.ofNullable(message.group(2)).orElse(""));
                } else {
                    throw new BreachException("there is no such address");
                }
            }
        }
    }

    /// Where pictures are, nobody needs a token, and none must be shown.
    private void avatar(ApiCall call) throws IOException {
        call.requireMethod("GET");
        if (!call.header("Authorization").isEmpty()) {
            throw new BreachException("the app's token is nobody's business here");
        }
        byte[] bytes = avatars.apply(call.path().replaceAll(".*/|\\.png$", ""));
        if (bytes.length == 0) {
            call.status(404);
        } else {
            call.bytes(200, "image/png", bytes);
        }
    }

    private String avatarOf(ApiCall call, String id) {
        String place = avatarsAt;
        return (place.isEmpty() ? "http://" + call.header("Host") : place) + "/avatars/" + id + ".png";
    }

    private void grant(ApiCall call) throws IOException {
        JsonNode json = json(call, "POST");
        if (faults.token().instead(call, this::error)) {
            return;
        }
        if (!json.path("app_id").asString("").equals(app.appId())) {
            error(call, 10003);
        } else if (!json.path("app_secret").asString("").equals(app.secret())) {
            error(call, 10014);
        } else {
            call.answer("{\"code\":0,\"msg\":\"ok\",\"tenant_access_token\":\"t-" + tokens.same(false)
                    + "\",\"expire\":7200}");
        }
    }

    private boolean isRefused(ApiCall call) throws IOException {
        String header = call.header("Authorization");
        if (!header.startsWith("Bearer t-")) {
            throw new BreachException("there is no access token");
        }
        int code = switch (tokens.check(header.substring("Bearer t-".length()))) {
            case VALID -> 0;
            case ENDED -> 99991663;
            case UNKNOWN -> 99991661;
        };
        if (code != 0) {
            error(call, code);
        }
        return code != 0;
    }

    private void create(ApiCall call) throws IOException {
        JsonNode json = json(call, "POST");
        String type = call.query("receive_id_type");
        String to = json.path("receive_id").asString("");
        if (!Set.of("open_id", "chat_id").contains(type)) {
            throw new BreachException("receive_id_type is missing or none that the hub should use");
        }
        if (to.startsWith("oc_") != type.equals("chat_id")) {
            throw new BreachException("receive_id is not of the type that is named");
        }
        Optional<FeishuChat> chat =
                type.equals("chat_id") ? directory.chat(to) : directory.find(to).map(FeishuPerson::chat);
        send(call, json, chat, type.equals("chat_id") ? 230002 : 230013, "", false);
    }

    private void send(
            ApiCall call, JsonNode json, Optional<FeishuChat> chat, int unknown, String parent, boolean inThread)
            throws IOException {
        String uuid = json.path("uuid").asString("");
        if (uuid.isEmpty() || uuid.length() > 50) {
            throw new BreachException("uuid must be there and not be longer than 50 characters");
        }
        String type = json.path("msg_type").asString("");
        int code = check.check(type, json.path("content"), call.body().length);
        Faults.Fault fault = faults.take();
        if (fault.instead(call, this::error)) {
            return;
        }
        if (chat.isEmpty() || !chat.get().isBotIn()) {
            error(call, unknown);
            return;
        }
        if (code != 0) {
            error(call, code);
            return;
        }
        Sent earlier = sent.get(uuid);
        if (earlier != null && clock.instant().isBefore(earlier.at().plus(IDEMPOTENT))) {
            repeated.incrementAndGet();
            told(call, earlier.message());
            return;
        }
        if (isTooOften(chat.get())) {
            call.with("x-ogw-ratelimit-limit", Integer.toString(perSecond));
            call.with("x-ogw-ratelimit-reset", "1");
            error(call, 230020);
            return;
        }
        FeishuMessage message = new FeishuMessage(
                FeishuEvents.id("om_"),
                chat.get().id(),
                app.appId(),
                type,
                json.path("content").asString(),
                parent,
                inThread,
                0,
                false);
        sent.put(uuid, new Sent(message, clock.instant()));
        chat.get().receives(message);
        if (!fault.silent()) {
            told(call, message);
        }
    }

    private boolean isTooOften(FeishuChat chat) {
        String second = chat.id() + " " + clock.instant().getEpochSecond();
        if (rates.size() > MOST_KEPT) {
            rates.clear();
        }
        return rates.computeIfAbsent(second, _ -> new AtomicInteger()).incrementAndGet() > perSecond;
    }

    private void message(ApiCall call, String id, String what) throws IOException {
        Optional<FeishuChat> chat = directory.chatOf(id);
        switch (call.method() + what) {
            case "GET" -> read(call, chat, id);
            case "POST/reply" -> {
                JsonNode json = json(call, "POST");
                // What answers a message of a thread stands there too.
                boolean inThread = json.path("reply_in_thread").asBoolean(false)
                        || chat.flatMap(any -> any.find(id))
                                .filter(FeishuMessage::inThread)
                                .isPresent();
                send(call, json, chat, 230011, id, inThread);
            }
            case "PUT" -> {
                JsonNode json = json(call, "PUT");
                if (!Set.of("text", "post").contains(json.path("msg_type").asString(""))) {
                    throw new BreachException("only texts and posts are edited");
                }
                edit(call, chat, id, json);
            }
            case "PATCH" -> edit(call, chat, id, json(call, "PATCH"));
            case "DELETE" -> own(call, chat, id, FeishuMessage::withdrawn, 230026);
            case "POST/reactions" -> {
                JsonNode json = json(call, "POST");
                if (json.path("reaction_type").path("emoji_type").asString("").isEmpty()) {
                    throw new BreachException("a reaction has an emoji_type");
                }
                call.answer("{\"code\":0,\"data\":{\"reaction_id\":\"" + FeishuEvents.id("r_") + "\"}}");
            }
            default -> throw new BreachException("there is no such address");
        }
    }

    /// A message, and those in it where it is a bundle.
    private void read(ApiCall call, Optional<FeishuChat> chat, String id) throws IOException {
        FeishuMessage message = chat.flatMap(any -> any.find(id)).orElse(null);
        if (namesCode != 0) {
            error(call, namesCode);
            return;
        }
        if (message == null || chat.isEmpty()) {
            error(call, 230110);
            return;
        }
        ObjectNode json = FeishuEvents.object().put("code", 0).put("msg", "success");
        ArrayNode items = json.putObject("data").putArray("items");
        items.add(item(message, ""));
        chat.get().bundled(id).forEach(each -> items.add(item(each, id)));
        call.answer(FeishuEvents.write(json));
    }

    private ObjectNode item(FeishuMessage message, String upper) {
        ObjectNode item = FeishuEvents.object()
                .put("message_id", message.id())
                .put("msg_type", message.type())
                .put("create_time", Long.toString(clock.instant().toEpochMilli()))
                .put("deleted", false)
                .put("chat_id", message.chat());
        item.putObject("sender")
                .put("id", message.sender())
                .put("id_type", "open_id")
                .put("sender_type", "user")
                .put("tenant_key", app.tenantKey());
        item.putObject("body").put("content", message.content());
        return upper.isEmpty() ? item : item.put("upper_message_id", upper);
    }

    private void edit(ApiCall call, Optional<FeishuChat> chat, String id, JsonNode json) throws IOException {
        FeishuMessage known = chat.flatMap(any -> any.find(id)).orElse(null);
        String type = json.path("msg_type").asString(known == null ? "text" : known.type());
        int code = check.check(type, json.path("content"), call.body().length);
        if (code != 0) {
            error(call, code);
        } else {
            own(call, chat, id, message -> message.with(json.path("content").asString()), 230071);
        }
    }

    private void own(ApiCall call, Optional<FeishuChat> chat, String id, Change change, int foreign)
            throws IOException {
        Faults.Fault fault = faults.take();
        if (fault.instead(call, this::error)) {
            return;
        }
        FeishuMessage message = chat.flatMap(any -> any.find(id)).orElse(null);
        if (message == null || chat.isEmpty()) {
            error(call, 230011);
        } else if (!message.sender().equals(app.appId())) {
            error(call, foreign);
        } else if (message.recalled()) {
            error(call, 230011);
        } else {
            chat.get().put(change.of(message));
            if (!fault.silent()) {
                call.answer("{\"code\":0,\"msg\":\"success\",\"data\":{}}");
            }
        }
    }

    private void image(ApiCall call) throws IOException {
        Multipart upload = Multipart.read(call);
        Multipart.Part part = upload.file("image");
        if (!upload.text("image_type").equals("message")) {
            throw new BreachException("image_type must be message");
        }
        uploaded(call, part, "image", LARGEST_IMAGE, "image_key");
    }

    private void file(ApiCall call) throws IOException {
        Multipart upload = Multipart.read(call);
        String type = upload.text("file_type");
        if (!Set.of("opus", "mp4", "pdf", "doc", "xls", "ppt", "stream").contains(type)
                || upload.text("file_name").isEmpty()) {
            throw new BreachException("a file has a file_type that the platform knows, and a file_name");
        }
        uploaded(call, upload.file("file"), type, LARGEST_FILE, "file_key");
    }

    private void uploaded(ApiCall call, Multipart.Part part, String type, int largest, String key) throws IOException {
        Faults.Fault fault = faults.take();
        if (fault.instead(call, this::error)) {
            return;
        }
        if (part.bytes().length == 0) {
            error(call, 234010);
        } else if (part.bytes().length > largest) {
            error(call, 234006);
        } else {
            String id = shelf.put(type, part.contentType(), part.bytes());
            call.answer("{\"code\":0,\"msg\":\"success\",\"data\":{\"" + key + "\":\"" + id + "\"}}");
        }
    }

    private void resource(ApiCall call, String message, String key) throws IOException {
        call.requireMethod("GET");
        if (!Set.of("image", "file").contains(call.query("type"))) {
            throw new BreachException("type must be image or file");
        }
        Optional<FeishuMessage> known = directory.chatOf(message).flatMap(chat -> chat.find(message));
        if (known.isEmpty() || !known.get().content().contains(key)) {
            error(call, 234003);
        } else if (shelf.get(key).isEmpty()) {
            error(call, 234003);
        } else if (call.query("type").equals("image") != key.startsWith("img-")) {
            error(call, 234001);
        } else {
            MediaShelf.Kept file = shelf.get(key).get();
            call.bytes(200, file.contentType(), file.bytes());
        }
    }

    private void chat(ApiCall call, String id) throws IOException {
        call.requireMethod("GET");
        Optional<FeishuChat> chat = directory.chat(id);
        if (chat.isEmpty() || !chat.get().isBotIn()) {
            error(call, 232011);
            return;
        }
        ObjectNode json = FeishuEvents.object().put("code", 0).put("msg", "success");
        json.putObject("data")
                .put("name", chat.get().name())
                .put("avatar", avatarOf(call, id))
                .put("user_count", Integer.toString(chat.get().members().size()));
        call.answer(FeishuEvents.write(json));
    }

    private void user(ApiCall call, String id) throws IOException {
        call.requireMethod("GET");
        if (!call.query("user_id_type").equals("open_id")) {
            throw new BreachException("user_id_type must be open_id");
        }
        Optional<FeishuPerson> person = directory.find(id);
        if (namesCode != 0) {
            error(call, namesCode);
        } else if (person.isEmpty()) {
            error(call, 41012);
        } else {
            ObjectNode json = FeishuEvents.object().put("code", 0).put("msg", "success");
            ObjectNode user = json.putObject("data")
                    .putObject("user")
                    .put("open_id", id)
                    .put("name", person.get().name());
            user.putObject("avatar").put("avatar_240", avatarOf(call, id));
            call.answer(FeishuEvents.write(json));
        }
    }

    private void bot(ApiCall call) throws IOException {
        call.requireMethod("GET");
        ObjectNode json = FeishuEvents.object().put("code", 0).put("msg", "ok");
        json.putObject("bot").put("open_id", app.botOpenId()).put("app_name", app.botName());
        call.answer(FeishuEvents.write(json));
    }

    private static JsonNode json(ApiCall call, String method) {
        call.requireMethod(method);
        if (!call.header("Content-Type").equalsIgnoreCase("application/json; charset=utf-8")) {
            throw new BreachException("Content-Type must be application/json; charset=utf-8");
        }
        return call.json();
    }

    private void told(ApiCall call, FeishuMessage message) throws IOException {
        ObjectNode json = FeishuEvents.object().put("code", 0).put("msg", "success");
        json.putObject("data")
                .put("message_id", message.id())
                .put("chat_id", message.chat())
                .put("msg_type", message.type())
                .put("create_time", Long.toString(clock.instant().toEpochMilli()))
                .put("deleted", false)
                .put("updated", false);
        call.answer(FeishuEvents.write(json));
    }

    /// The platform tells most of its errors with HTTP 400, and some with 200.
    private void error(ApiCall call, int code) throws IOException {
        int status = switch (code) {
            case 99991400 -> 429;
            case 10003, 10014, 10015 -> 200;
            default -> errorStatus;
        };
        call.answer(status, "{\"code\":" + code + ",\"msg\":\"simulated error\",\"error\":{\"log_id\":\"20260301\"}}");
    }

    private record Sent(FeishuMessage message, Instant at) {}

    /// What becomes of a message.
    private interface Change {

        FeishuMessage of(FeishuMessage message);
    }
}
