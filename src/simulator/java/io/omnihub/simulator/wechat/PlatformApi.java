package io.omnihub.simulator.wechat;

import io.omnihub.simulator.platform.ApiCall;
import io.omnihub.simulator.platform.ApiServer;
import io.omnihub.simulator.platform.BreachException;
import io.omnihub.simulator.platform.Faults;
import io.omnihub.simulator.platform.MediaShelf;
import io.omnihub.simulator.platform.Multipart;
import io.omnihub.simulator.platform.Tokens;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The platform's HTTP API.
final class PlatformApi implements ApiServer.Api {

    private static final int MALFORMED = 47001;
    /// Beyond what a double holds.
    private static final AtomicLong MESSAGE_IDS = new AtomicLong(2_794_188_253_209_100_289L);

    private static final Map<String, Integer> LARGEST = Map.of(
            "image", 10 << 20,
            "voice", 2 << 20,
            "video", 10 << 20,
            "thumb", 64 << 10);

    private final SimulatedAccount account;
    private final Tokens tokens;
    private final MediaShelf shelf;
    private final Map<String, SimulatedCustomer> customers;
    private final Faults faults;

    PlatformApi(
            SimulatedAccount account,
            Tokens tokens,
            MediaShelf shelf,
            Map<String, SimulatedCustomer> customers,
            Faults faults) {
        this.account = account;
        this.tokens = tokens;
        this.shelf = shelf;
        this.customers = customers;
        this.faults = faults;
    }

    @Override
    public void answer(ApiCall call) throws IOException {
        switch (call.path()) {
            case "/cgi-bin/token" -> classicToken(call);
            case "/cgi-bin/stable_token" -> stableToken(call);
            case "/cgi-bin/message/custom/send" -> send(call);
            case "/cgi-bin/message/custom/typing" -> typing(call);
            case "/cgi-bin/message/template/send" -> template(call, Set.of("client_msg_id", "url", "miniprogram"));
            case "/cgi-bin/message/subscribe/bizsend" -> template(call, Set.of("page", "miniprogram"));
            case "/cgi-bin/message/subscribe/send" -> template(call, Set.of("page"));
            case "/cgi-bin/media/upload" -> upload(call);
            case "/cgi-bin/media/get" -> download(call);
            case "/cgi-bin/user/info" -> userInfo(call);
            default -> other(call);
        }
    }

    @Override
    public void refuse(ApiCall call) throws IOException {
        error(call, MALFORMED);
    }

    private void classicToken(ApiCall call) throws IOException {
        call.requireMethod("GET");
        grant(call, call.query("appid"), call.query("secret"), call.query("grant_type"), null);
    }

    private void stableToken(ApiCall call) throws IOException {
        JsonNode json = json(call);
        grant(
                call,
                json.path("appid").asString(),
                json.path("secret").asString(),
                json.path("grant_type").asString(),
                json.path("force_refresh").asBoolean());
    }

    private void grant(ApiCall call, String appId, String secret, String type, @Nullable Boolean force)
            throws IOException {
        if (!type.equals("client_credential")) {
            throw new BreachException("grant_type must be client_credential");
        }
        if (faults.token().instead(call, PlatformApi::error)) {
            return;
        }
        if (!appId.equals(account.appId())) {
            error(call, 40013);
        } else if (!secret.equals(account.secret())) {
            error(call, 40125);
        } else {
            String token = force == null ? tokens.only() : tokens.same(force);
            call.answer("{\"access_token\":\"" + token + "\",\"expires_in\":7200}");
        }
    }

    private void send(ApiCall call) throws IOException {
        JsonNode json = json(call);
        if (isRefused(call)) {
            return;
        }
        CustomMessageCheck.Result result = CustomMessageCheck.check(json, shelf);
        Faults.Fault fault = faults.take();
        if (fault.instead(call, PlatformApi::error)) {
            return;
        }
        SimulatedCustomer customer = customers.get(json.path("touser").asString());
        int code = customer == null ? 40003 : result.code() == 0 ? customer.admits() : result.code();
        if (code != 0 || customer == null) {
            error(call, code);
            return;
        }
        customer.receives(result.received());
        if (!fault.silent()) {
            error(call, 0);
        }
    }

    private void typing(ApiCall call) throws IOException {
        JsonNode json = json(call);
        if (!isRefused(call)) {
            boolean known = customers.containsKey(json.path("touser").asString());
            error(call, known ? 0 : 40003);
        }
    }

    /// @param more what such a message may have beside receiver, template and data
    private void template(ApiCall call, Set<String> more) throws IOException {
        JsonNode json = json(call);
        if (isRefused(call)) {
            return;
        }
        Set<String> unknown = new HashSet<>(json.propertyNames());
        unknown.removeAll(Set.of("touser", "template_id", "data"));
        unknown.removeAll(more);
        if (!unknown.isEmpty() || !json.path("data").isObject()) {
            throw new BreachException("a template message has no " + unknown);
        }
        for (JsonNode value : json.path("data")) {
            if (value.size() != 1 || value.path("value").asString("").isEmpty()) {
                throw new BreachException("each of a template's data has a value");
            }
        }
        Faults.Fault fault = faults.take();
        if (fault.instead(call, PlatformApi::error)) {
            return;
        }
        SimulatedCustomer customer = customers.get(json.path("touser").asString());
        if (customer == null || json.path("template_id").asString().isEmpty()) {
            error(call, customer == null ? 40003 : 40037);
            return;
        }
        long id = MESSAGE_IDS.incrementAndGet();
        customer.sees(
                new Received("template", ((ObjectNode) json).put("msgid", id).toString(), false));
        if (!fault.silent()) {
            call.answer("{\"errcode\":0,\"errmsg\":\"ok\",\"msgid\":" + id + "}");
        }
    }

    private void upload(ApiCall call) throws IOException {
        Multipart.Part part = Multipart.read(call).file("media");
        if (!isRefused(call)) {
            String type = call.query("type");
            int code = check(type, part);
            if (code != 0) {
                error(call, code);
                return;
            }
            String id = shelf.put(type, part.contentType(), part.bytes());
            String name = type.equals("thumb") ? "thumb_media_id" : "media_id";
            call.answer("{\"type\":\"" + type + "\",\"" + name + "\":\"" + id + "\",\"created_at\":1718000000}");
        }
    }

    /// 0, or the code by which the platform refuses a file.
    private static int check(String type, Multipart.Part file) {
        Integer largest = LARGEST.get(type);
        if (largest == null) {
            return 40004;
        }
        if (file.bytes().length == 0 || file.bytes().length > largest) {
            return 40006;
        }
        boolean right = switch (type) {
            case "image", "thumb" -> file.contentType().startsWith("image/");
            case "voice" ->
                file.contentType().equals("audio/amr") || file.contentType().equals("audio/mpeg");
            default -> file.contentType().equals("video/mp4");
        };
        return right ? 0 : 40005;
    }

    private void download(ApiCall call) throws IOException {
        call.requireMethod("GET");
        if (isRefused(call)) {
            return;
        }
        var file = shelf.get(call.query("media_id"));
        if (file.isEmpty()) {
            error(call, 40007);
        } else if (file.get().type().equals("video")) {
            String host = "http://" + call.header("Host");
            call.answer("{\"video_url\":\"" + host + "/video/" + call.query("media_id") + "\"}");
        } else {
            call.bytes(200, file.get().contentType(), file.get().bytes());
        }
    }

    private void userInfo(ApiCall call) throws IOException {
        call.requireMethod("GET");
        if (!isRefused(call)) {
            String openid = call.query("openid");
            SimulatedCustomer customer = customers.get(openid);
            if (customer != null) {
                String union = customer.unionId().isEmpty() ? "" : ",\"unionid\":\"" + customer.unionId() + "\"";
                call.answer("{\"subscribe\":1,\"openid\":\"" + openid + "\",\"language\":\"zh_CN\"" + union + "}");
            } else {
                error(call, 40003);
            }
        }
    }

    private void other(ApiCall call) throws IOException {
        if (!call.path().startsWith("/video/")) {
            throw new BreachException("there is no such address");
        }
        var file = shelf.get(call.path().substring("/video/".length()));
        call.bytes(
                200,
                "video/mp4",
                file.orElseThrow(() -> new BreachException("no such video")).bytes());
    }

    private boolean isRefused(ApiCall call) throws IOException {
        String token = call.query("access_token");
        if (token.isEmpty()) {
            throw new BreachException("there is no access_token");
        }
        int code = switch (tokens.check(token)) {
            case VALID -> 0;
            case ENDED -> 42001;
            case UNKNOWN -> 40001;
        };
        if (code != 0) {
            error(call, code);
        }
        return code != 0;
    }

    private static JsonNode json(ApiCall call) {
        call.requireMethod("POST");
        if (call.text().contains("\\u")) {
            throw new BreachException("the JSON has \\u escapes, which customers would see as such");
        }
        return call.json();
    }

    private static void error(ApiCall call, int code) throws IOException {
        call.answer("{\"errcode\":" + code + ",\"errmsg\":\"" + (code == 0 ? "ok" : "simulated error") + "\"}");
    }
}
