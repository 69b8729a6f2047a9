package io.omnihub.channel.http;

import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// HTTP as we want it towards a platform: no redirects, a deadline for the whole answer and a limit on its size.
public final class PlatformHttp implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(3);

    private final String platform;
    private final HttpClient client;
    private final Duration deadline;

    /// @param platform its name, for what people read
    /// @param deadline for the whole of an answer
    public PlatformHttp(String platform, Duration deadline) {
        this.platform = platform;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
        this.deadline = deadline;
    }

    /// The answer to a call that was taken.
    ///
    /// @throws ChannelUnavailableException where no whole answer of HTTP 200 came
    public HttpResponse<byte[]> send(HttpRequest request, long largest) {
        return checked(exchange(request, largest));
    }

    /// The answer whatever its status is, for platforms that tell their errors in the body of any.
    ///
    /// @throws ChannelUnavailableException where no whole answer came; it may have been sent once it was connected
    public HttpResponse<byte[]> exchange(HttpRequest request, long largest) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), largest));
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new ChannelUnavailableException(platform + " did not answer in time", true, e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ChannelUnavailableException("the call was interrupted", true, e);
        } catch (ExecutionException e) {
            throw unavailable(e.getCause());
        }
    }

    private HttpResponse<byte[]> checked(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        if (status == 429) {
            throw ChannelUnavailableException.later(platform + " answered HTTP 429: it is called too often");
        }
        if (status != 200) {
            throw new ChannelUnavailableException(platform + " answered HTTP " + status, status >= 500, null);
        }
        return answer;
    }

    private RuntimeException unavailable(@Nullable Throwable cause) {
        return switch (cause) {
            case HttpConnectTimeoutException _, ConnectException _, SSLHandshakeException _ ->
                new ChannelUnavailableException(platform + " can't be reached", false, cause);
            case IOException e
            when Objects.toString(e.getMessage(), "").contains("exceeds capacity") ->
                new ChannelRejectedException("too-large", "what " + platform + " sends is larger than we take");
            case IOException _ ->
                new ChannelUnavailableException("the connection to " + platform + " broke", true, cause);
            case RuntimeException e -> e;
            case null, default -> new IllegalStateException("the call to " + platform + " failed", cause);
        };
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
