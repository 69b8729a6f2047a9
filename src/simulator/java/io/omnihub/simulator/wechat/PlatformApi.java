package io.omnihub.simulator.wechat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The platform's HTTP API.
final class PlatformApi implements AutoCloseable {

    private final SimulatedAccount account;
    private final Tokens tokens;
    private final MediaShelf shelf;
    private final Map<String, SimulatedCustomer> customers;
    private final Faults faults;
    private final Consumer<String> breaches;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    PlatformApi(
            SimulatedAccount account,
            Tokens tokens,
            MediaShelf shelf,
            Map<String, SimulatedCustomer> customers,
            Faults faults,
            Consumer<String> breaches)
            throws IOException {
        this.account = account;
        this.tokens = tokens;
        this.shelf = shelf;
        this.customers = customers;
        this.faults = faults;
        this.breaches = breaches;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) {
        ApiCall call = new ApiCall(exchange);
        try (exchange) {
            route(call);
        } catch (BreachException e) {
            breaches.accept(call.path() + ": " + e.getMessage());
            answerQuietly(call);
        } catch (IOException e) {
            breaches.accept(call.path() + ": the hub broke the connection");
        }
    }

    private void route(ApiCall call) throws IOException {
        switch (call.path()) {
            case "/cgi-bin/token" -> classicToken(call);
            case "/cgi-bin/stable_token" -> stableToken(call);
            case "/cgi-bin/message/custom/send" -> send(call);
            case "/cgi-bin/message/custom/typing" -> typing(call);
            case "/cgi-bin/media/upload" -> upload(call);
            case "/cgi-bin/media/get" -> download(call);
            case "/cgi-bin/user/info" -> userInfo(call);
            default -> other(call);
        }
    }

    private void classicToken(ApiCall call) throws IOException {
        call.requireMethod("GET");
        grant(call, call.query("appid"), call.query("secret"), call.query("grant_type"), null);
    }

    private void stableToken(ApiCall call) throws IOException {
        JsonNode json = call.json();
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
        if (faults.tokenCode() != 0) {
            call.error(faults.tokenCode());
        } else if (!appId.equals(account.appId())) {
            call.error(40013);
        } else if (!secret.equals(account.secret())) {
            call.error(40125);
        } else {
            String token = force == null ? tokens.grant() : tokens.stable(force);
            call.answer("{\"access_token\":\"" + token + "\",\"expires_in\":7200}");
        }
    }

    private void send(ApiCall call) throws IOException {
        JsonNode json = call.json();
        if (isRefused(call)) {
            return;
        }
        CustomMessageCheck.Result result = CustomMessageCheck.check(json, shelf);
        SimulatedCustomer customer = customers.get(json.path("touser").asString());
        Faults.Fault fault = faults.take();
        int code = code(customer, result, fault);
        if (code != 0 || customer == null) {
            call.error(code);
        } else if (fault != null && fault.status() != 200) {
            call.status(fault.status());
        } else if (fault != null && fault.rubbish()) {
            call.rubbish();
        } else {
            customer.receives(result.received());
            if (fault == null || !fault.silent()) {
                call.answer("{\"errcode\":0,\"errmsg\":\"ok\"}");
            }
        }
    }

    private static int code(
            @Nullable SimulatedCustomer customer, CustomMessageCheck.Result result, Faults.@Nullable Fault fault) {
        if (fault != null && fault.code() != 0) {
            return fault.code();
        }
        if (customer == null) {
            return 40003;
        }
        return result.code() == 0 ? customer.admits() : result.code();
    }

    private void typing(ApiCall call) throws IOException {
        JsonNode json = call.json();
        if (!isRefused(call)) {
            boolean known = customers.containsKey(json.path("touser").asString());
            call.error(known ? 0 : 40003);
        }
    }

    private void upload(ApiCall call) throws IOException {
        Multipart part = Multipart.read(call);
        if (!isRefused(call)) {
            String type = call.query("type");
            int code = part.check(type);
            if (code != 0) {
                call.error(code);
                return;
            }
            String id = shelf.put(type, part.contentType(), part.bytes());
            String name = type.equals("thumb") ? "thumb_media_id" : "media_id";
            call.answer("{\"type\":\"" + type + "\",\"" + name + "\":\"" + id + "\",\"created_at\":1718000000}");
        }
    }

    private void download(ApiCall call) throws IOException {
        call.requireMethod("GET");
        if (isRefused(call)) {
            return;
        }
        var file = shelf.get(call.query("media_id"));
        if (file.isEmpty()) {
            call.error(40007);
        } else if (file.get().type().equals("video")) {
            call.answer("{\"video_url\":\"" + url() + "/video/" + call.query("media_id") + "\"}");
        } else {
            call.bytes(file.get().contentType(), file.get().bytes());
        }
    }

    private void userInfo(ApiCall call) throws IOException {
        call.requireMethod("GET");
        if (!isRefused(call)) {
            String openid = call.query("openid");
            if (customers.containsKey(openid)) {
                call.answer("{\"subscribe\":1,\"openid\":\"" + openid + "\",\"language\":\"zh_CN\"}");
            } else {
                call.error(40003);
            }
        }
    }

    private void other(ApiCall call) throws IOException {
        if (!call.path().startsWith("/video/")) {
            throw new BreachException("there is no such address");
        }
        var file = shelf.get(call.path().substring("/video/".length()));
        call.bytes(
                "video/mp4",
                file.orElseThrow(() -> new BreachException("no such video")).bytes());
    }

    private boolean isRefused(ApiCall call) throws IOException {
        String token = call.query("access_token");
        if (token.isEmpty()) {
            throw new BreachException("there is no access_token");
        }
        int code = tokens.check(token);
        if (code != 0) {
            call.error(code);
        }
        return code != 0;
    }

    private static void answerQuietly(ApiCall call) {
        try {
            call.error(47001);
        } catch (IOException _) {
            // The breach is recorded already.
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
