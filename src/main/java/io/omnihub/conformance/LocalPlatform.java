package io.omnihub.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The platform as the channel's routes call it: it says yes, but where it was told to fail, and has a file at each
/// place from which one is fetched.
final class LocalPlatform implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("https?:(\\\\?/\\\\?/)[^/{}?&\"'<>\\s\\\\|]+");
    private static final Pattern CHARSET = Pattern.compile("charset=\"?([A-Za-z0-9_-]+)");
    private static final int OK = 200;
    private static final int BUSY = 429;
    private static final int AWAY = 503;
    private static final int LARGEST = 4 << 20;
    private static final byte[] FILE = "%PDF-1.4 a file".getBytes(StandardCharsets.US_ASCII);
    private static final String TOKEN = "{\"access_token\":\"token\",\"token_type\":\"Bearer\",\"expires_in\":3600}";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<String> files = ConcurrentHashMap.newKeySet();
    private final List<Pattern> fetched = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Failure> failures = new ConcurrentLinkedQueue<>();
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private volatile @Nullable PlatformAnswers answers;

    LocalPlatform() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange);
            }
        });
        server.start();
    }

    /// A call that sent something.
    ///
    /// @param said its words, as they are meant
    /// @param body as it came
    @SuppressWarnings("ArrayRecordComponent")
    record Taken(String said, byte[] body) {}

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /// A text with all addresses in it leading here, in whichever way their slashes are written.
    static String here(String text, String platform) {
        return ADDRESS.matcher(text).replaceAll(platform.replaceFirst("//", "\\$1"));
    }

    /// Whether no address in a text leads elsewhere.
    static boolean isHere(String text, String platform) {
        return ADDRESS.matcher(text)
                .results()
                .allMatch(address -> address.group().replace("\\", "").equals(platform));
    }

    void answersAs(PlatformAnswers said) {
        answers = said;
    }

    /// A path under which a file lies.
    void hasFile(String path) {
        files.add(path);
    }

    /// Where files are fetched, as a route's address says it.
    void hasFiles(String template) {
        String path = template.replaceFirst("^(\\{[^}]*}|https?://[^/]*)", "");
        if (path.length() > 1) {
            StringBuilder pattern = new StringBuilder(".*");
            for (String literal : path.split("\\{[^}]*}", -1)) {
                pattern.append(Pattern.quote(literal)).append(".*");
            }
            fetched.add(Pattern.compile(pattern.toString()));
        }
    }

    /// What was to fail before and never did is forgotten.
    void failsNext(Failure failure) {
        failures.clear();
        failures.add(failure);
    }

    /// The calls that sent something to somebody, in order.
    List<Taken> told(String customer) {
        return taken.stream().filter(call -> call.said().contains(customer)).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST);
        String path = exchange.getRequestURI().toString();
        String said = plain(exchange, body) + " " + URLDecoder.decode(path, StandardCharsets.UTF_8);
        if (said.contains("grant_type=")) {
            send(exchange, OK, "application/json", TOKEN.getBytes(StandardCharsets.UTF_8));
        } else if (isFile(path)) {
            send(exchange, OK, "application/octet-stream", FILE);
        } else {
            Failure failure = failures.poll();
            if (failure == null || failure == Failure.CUT) {
                taken.add(new Taken(said, body));
            }
            answer(exchange, failure);
        }
    }

    private boolean isFile(String path) {
        return files.contains(path.replaceFirst("\\?.*", ""))
                || fetched.stream().anyMatch(pattern -> pattern.matcher(path).matches());
    }

    private void answer(HttpExchange exchange, @Nullable Failure failure) throws IOException {
        PlatformAnswers said = answers;
        if (said == null) {
            throw new IllegalStateException("nobody has told what the platform answers");
        }
        switch (failure) {
            case null -> send(exchange, OK, said.type(), said.taken());
            case BUSY -> send(exchange, BUSY, "text/plain", new byte[0]);
            case AWAY -> send(exchange, AWAY, "text/plain", new byte[0]);
            case PAGE -> send(exchange, OK, "text/html", "<html>maintenance".getBytes(StandardCharsets.UTF_8));
            case REFUSED -> send(exchange, said.refusalStatus(), said.type(), said.refused());
            case CUT -> {
                // The exchange is closed without a word.
            }
        }
    }

    /// A call's words as they are meant, however they are written.
    private static String plain(HttpExchange exchange, byte[] body) {
        String type = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Content-Type"), "");
        Matcher named = CHARSET.matcher(type);
        String text = new String(body, named.find() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8);
        if (text.startsWith("{")) {
            try {
                return JsonMapper.shared().readTree(text).toString();
            } catch (JacksonException _) {
                return text;
            }
        }
        return type.contains("form-urlencoded") ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
