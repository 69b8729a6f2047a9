package io.omnihub.simulator.telegram;

import io.omnihub.simulator.platform.ApiCall;
import io.omnihub.simulator.platform.ApiServer;
import io.omnihub.simulator.platform.BreachException;
import io.omnihub.simulator.platform.Faults;
import io.omnihub.simulator.platform.MediaShelf;
import io.omnihub.simulator.platform.Multipart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The Bot API.
final class TelegramApi implements ApiServer.Api {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_TEXT = 4096;
    private static final Map<String, String> FILES = Map.of(
            "sendPhoto", "photo",
            "sendVoice", "voice",
            "sendVideo", "video",
            "sendDocument", "document",
            "sendSticker", "sticker");

    private final String token;
    private final MediaShelf shelf;
    private final Faults faults;
    private final AtomicLong ids;
    private final Map<Long, List<ObjectNode>> sent = new ConcurrentHashMap<>();

    TelegramApi(String token, MediaShelf shelf, Faults faults, AtomicLong ids) {
        this.token = token;
        this.shelf = shelf;
        this.faults = faults;
        this.ids = ids;
    }

    List<JsonNode> sent(long chat) {
        List<ObjectNode> messages = sent.getOrDefault(chat, List.of());
        synchronized (messages) {
            return List.copyOf(messages);
        }
    }

    @Override
    public void answer(ApiCall call) throws IOException {
        String file = "/file/bot" + token + "/";
        String method = "/bot" + token + "/";
        if (call.path().startsWith(file)) {
            String id = call.path().substring(file.length()).replace("files/", "");
            MediaShelf.Kept kept = shelf.get(id).orElseThrow(() -> new BreachException("there is no such file"));
            call.bytes(200, kept.contentType(), kept.bytes());
        } else if (call.path().startsWith(method)) {
            answer(call, call.path().substring(method.length()));
        } else {
            throw new BreachException("the token is wrong");
        }
    }

    @Override
    public void refuse(ApiCall call) throws IOException {
        error(call, 400, "Bad Request");
    }

    private void answer(ApiCall call, String method) throws IOException {
        switch (method) {
            case "getFile" -> {
                String id = call.query("file_id");
                if (shelf.get(id).isEmpty()) {
                    throw new BreachException("there is no file " + id);
                }
                result(call, JSON.createObjectNode().put("file_id", id).put("file_path", "files/" + id));
            }
            case "sendMessage", "sendLocation" -> send(call, method, json(call));
            case "editMessageText" -> edit(call, json(call));
            case "deleteMessage" -> delete(call, json(call));
            case "sendChatAction" -> {
                if (!json(call).path("action").asString("").equals("typing")) {
                    throw new BreachException("the bot does nothing but type");
                }
                result(call, JSON.getNodeFactory().booleanNode(true));
            }
            default -> upload(call, method);
        }
    }

    private static ObjectNode json(ApiCall call) {
        call.requireMethod("POST");
        if (!call.header("Content-Type").startsWith("application/json")) {
            throw new BreachException("the body must be JSON and say so");
        }
        if (!(call.json() instanceof ObjectNode body) || !body.path("chat_id").isIntegralNumber()) {
            throw new BreachException("chat_id must be a number");
        }
        return body;
    }

    private void upload(ApiCall call, String method) throws IOException {
        String field = FILES.get(method);
        if (field == null) {
            throw new BreachException("there is no method " + method);
        }
        Multipart form = Multipart.read(call);
        Multipart.Part file = form.file(field);
        ObjectNode message = JSON.createObjectNode().put("chat_id", Long.parseLong(form.text("chat_id")));
        String id = shelf.put(field, file.contentType(), file.bytes());
        message.putObject(field).put("file_id", id).put("file_unique_id", id);
        send(call, method, message);
    }

    private void send(ApiCall call, String method, ObjectNode body) throws IOException {
        String text = body.path("text").asString("");
        if (method.equals("sendMessage") && (text.isBlank() || text.length() > LONGEST_TEXT)) {
            throw new BreachException("a text has 1 to " + LONGEST_TEXT + " units");
        }
        Faults.Fault fault = faults.take();
        if (fault.instead(call, (to, code) -> error(to, code, "Told by a test"))) {
            return;
        }
        long chat = body.path("chat_id").asLong();
        ObjectNode message = body.deepCopy();
        message.remove("chat_id");
        message.put("message_id", ids.incrementAndGet());
        message.putObject("chat").put("id", chat).put("type", "private");
        message.putObject("from").put("id", 1).put("is_bot", true).put("first_name", "Shop");
        List<ObjectNode> messages = sent.computeIfAbsent(chat, _ -> new ArrayList<>());
        synchronized (messages) {
            messages.add(message);
        }
        if (!fault.silent()) {
            result(call, message);
        }
    }

    private void edit(ApiCall call, ObjectNode body) throws IOException {
        for (ObjectNode message : sent.getOrDefault(body.path("chat_id").asLong(), List.of())) {
            if (message.path("message_id").asLong() == body.path("message_id").asLong()) {
                message.set("text", body.path("text"));
                result(call, message);
                return;
            }
        }
        error(call, 400, "Bad Request: message to edit not found");
    }

    private void delete(ApiCall call, ObjectNode body) throws IOException {
        List<ObjectNode> messages = sent.getOrDefault(body.path("chat_id").asLong(), new ArrayList<>());
        synchronized (messages) {
            if (messages.removeIf(message -> message.path("message_id").asLong()
                    == body.path("message_id").asLong())) {
                result(call, JSON.getNodeFactory().booleanNode(true));
                return;
            }
        }
        error(call, 400, "Bad Request: message to delete not found");
    }

    private static void result(ApiCall call, JsonNode result) throws IOException {
        ObjectNode answer = JSON.createObjectNode().put("ok", true);
        answer.set("result", result);
        call.answer(answer.toString());
    }

    private static void error(ApiCall call, int code, String description) throws IOException {
        call.answer(
                code,
                JSON.createObjectNode()
                        .put("ok", false)
                        .put("error_code", code)
                        .put("description", description)
                        .toString());
    }
}
