package io.omnihub.simulator.platform;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Pushes to the hub, and again what was not taken.
public final class Pusher implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final int mostAttempts;
    private volatile Duration patience;
    private volatile Duration pause = Duration.ZERO;

    /// @param patience how long the platform waits for an answer
    public Pusher(int mostAttempts, Duration patience) {
        this.mostAttempts = mostAttempts;
        this.patience = patience;
    }

    /// How long the platform waits for an answer, and how long until it calls again; not at all until this is told.
    public void waits(Duration answer, Duration again) {
        patience = answer;
        pause = again;
    }

    /// Pushes until it is taken, or too often.
    ///
    /// @param callback seals it anew for each attempt
    public Pushed push(URI address, Supplier<Callback> callback) {
        for (int attempt = 1; ; attempt++) {
            Pushed pushed = send(address, callback.get(), attempt);
            if (pushed.isTaken() || attempt == mostAttempts) {
                return pushed;
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    /// Pushes once, whatever becomes of it.
    public Pushed once(URI address, Callback callback) {
        return send(address, callback, 1);
    }

    /// Calls without a body.
    public Pushed get(URI address) {
        return send(HttpRequest.newBuilder(address), 1);
    }

    private Pushed send(URI address, Callback callback, int attempt) {
        String query = callback.query().isEmpty() ? "" : "?" + callback.query();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + query)).POST(BodyPublishers.ofByteArray(callback.body()));
        callback.headers().forEach(request::header);
        return send(request, attempt);
    }

    private Pushed send(HttpRequest.Builder request, int attempt) {
        try {
            HttpResponse<String> answer =
                    client.send(request.timeout(patience).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Pushed(attempt, answer.statusCode(), answer.body());
        } catch (IOException _) {
            return new Pushed(attempt, 0, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while pushing", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
