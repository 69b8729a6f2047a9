package io.omnihub.widget;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A site of its own origin, whose pages allow nothing but what docs/widget.md asks for.
public final class HostPage implements AutoCloseable {

    private static final String SCRIPT = """
            window.OmniHub = {q: [['on', 'error', () => document.title = 'blocked']]}
            const wish = new URLSearchParams(location.search)
            window.OmniHubSettings = {colorScheme: wish.get('scheme') ?? 'auto', color: wish.get('color')}
            """;

    private final HttpServer server;
    private String hub = "";

    /// Starts it.
    public HostPage() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            boolean script = exchange.getRequestURI().getPath().endsWith(".js");
            byte[] body =
                    (script ? SCRIPT : page(exchange.getRequestURI().getQuery())).getBytes(StandardCharsets.UTF_8);
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", script ? "text/javascript" : "text/html; charset=utf-8");
            headers.set(
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; script-src 'self' %1$s; frame-src %1$s".formatted(hub));
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
    }

    private String page(@Nullable String wishes) {
        boolean chinese = wishes != null && wishes.contains("lang=zh");
        return """
                <!doctype html><html lang="%s"><meta name="viewport" content="width=device-width"><title>Shop</title>
                <script src="/shop.js"></script><script async src="%s/sdk/omnihub.js" data-site-key="web"></script>
                <body><h1>Shop</h1>""".formatted(chinese ? "zh-CN" : "en", hub);
    }

    /// Has a path answered with this, under no policy.
    void serves(String path, String contentType, byte[] body) {
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", contentType);
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
    }

    /// @param address of the hub
    public void embeds(String address) {
        hub = address;
    }

    public String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /// The same page under a name that makes it no secure context.
    String plainOrigin() {
        return "http://shop.test:" + server.getAddress().getPort();
    }

    /// The same page under a name that the site does not list.
    String otherOrigin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
