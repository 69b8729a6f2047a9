package io.omnihub.simulator.platform;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Serves a platform's API on a port of its own, remembers what was called, and tells each breach of the protocol.
public final class ApiServer implements AutoCloseable {

    private static final int MOST_CALLS = 10_000;

    private final Api api;
    private final Consumer<String> breaches;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<String> calls = new ConcurrentLinkedQueue<>();

    public ApiServer(Api api, Consumer<String> breaches) {
        this.api = api;
        this.breaches = breaches;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /// Where the hub finds it.
    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /// What was called so far, as `POST /path`, in order; the oldest go first.
    public List<String> calls() {
        return List.copyOf(calls);
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            ApiCall call = new ApiCall(exchange);
            calls.add(call.method() + " " + call.path());
            if (calls.size() > MOST_CALLS) {
                calls.poll();
            }
            answer(call);
        }
    }

    private void answer(ApiCall call) {
        try {
            api.answer(call);
        } catch (BreachException e) {
            breaches.accept(call.path() + ": " + e.getMessage());
            refuse(call);
        } catch (IOException _) {
            breaches.accept(call.path() + ": the hub broke the connection");
        }
    }

    private void refuse(ApiCall call) {
        try {
            api.refuse(call);
        } catch (IOException _) {
            // The breach is recorded already.
            return;
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /// What the platform does.
    public interface Api {

        void answer(ApiCall call) throws IOException;

        /// Answers a call that no right client would have made.
        void refuse(ApiCall call) throws IOException;
    }
}
