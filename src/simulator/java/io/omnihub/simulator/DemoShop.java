package io.omnihub.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The demo's shop: a site of its own with the widget in its pages, as strict as a careful site would be. To browsers
/// it is another site than the hub: that is at 127.0.0.1, the shop at localhost. Its only customer logs in with one
/// click, and it signs who she is.
public final class DemoShop implements AutoCloseable {

    static final String SITE = "shop";
    static final String SECRET = "the secret that the demo shop shares with the hub";

    private static final Duration VALID = Duration.ofMinutes(30);
    private static final Map<String, String> FILES = Map.of(
            "/index.html", "text/html; charset=utf-8",
            "/shop.js", "text/javascript; charset=utf-8",
            "/shop.css", "text/css; charset=utf-8");

    private final Clock clock;
    private final HttpServer server;
    private volatile String hub = "";

    /// @param port where it should be; where that is taken, it takes any other
    DemoShop(int port, Clock clock) {
        this.clock = clock;
        server = open(port);
        server.createContext("/", this::answer);
        server.start();
    }

    private static HttpServer open(int port) {
        InetAddress here = InetAddress.getLoopbackAddress();
        try {
            return HttpServer.create(new InetSocketAddress(here, port), 0);
        } catch (BindException e) {
            if (port == 0) {
                throw new UncheckedIOException(e);
            }
            return open(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where browsers find it.
    public String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /// @param address of the hub, whose widget stands in the pages
    void embeds(String address) {
        hub = address;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String file = path.equals("/") ? "/index.html" : path;
        if (path.equals("/login") && exchange.getRequestMethod().equals("POST")) {
            send(exchange, 200, "application/json", "{\"token\": \"" + token() + "\"}");
        } else if (FILES.containsKey(file)) {
            send(exchange, 200, FILES.get(file), read(file).replace("{{hub}}", hub));
        } else {
            send(exchange, 404, "text/plain", "There is no such page");
        }
    }

    private void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Content-Security-Policy", """
                default-src 'none'; script-src 'self' %1$s; style-src 'self'; img-src 'self'; connect-src 'self'; \
                frame-src %1$s; base-uri 'none'; form-action 'none'""".formatted(hub));
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static String read(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(DemoShop.class.getResourceAsStream("/demo-shop" + file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String token() {
        long expires = clock.instant().plus(VALID).getEpochSecond();
        String claims = """
                {"sub": "customer-1001", "name": "Han Meimei", "email": "meimei@customer.example", "exp": %d}""".formatted(expires);
        String signed = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + encode(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return signed + "." + encode(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }

    private static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
