package io.omnihub.channel.wechat;

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

/// HTTP as we want it towards the platform: no redirects, a deadline for the whole answer and a limit on its size.
final class WeChatHttp implements AutoCloseable {

    private final HttpClient client;
    private final Duration deadline;

    WeChatHttp(Duration connect, Duration deadline) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connect)
                .build();
        this.deadline = deadline;
    }

    /// @throws ChannelUnavailableException where no whole answer came; it may have been sent once it was connected
    HttpResponse<byte[]> send(HttpRequest request, long largest) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), largest));
        try {
            return checked(answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new ChannelUnavailableException("WeChat did not answer in time", true, e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ChannelUnavailableException("the call was interrupted", true, e);
        } catch (ExecutionException e) {
            throw unavailable(e.getCause());
        }
    }

    private static HttpResponse<byte[]> checked(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        if (status == 429) {
            throw ChannelUnavailableException.later("WeChat answered HTTP 429: it is called too often");
        }
        if (status != 200) {
            throw new ChannelUnavailableException("WeChat answered HTTP " + status, status >= 500, null);
        }
        return answer;
    }

    private static RuntimeException unavailable(@Nullable Throwable cause) {
        return switch (cause) {
            case HttpConnectTimeoutException _, ConnectException _, SSLHandshakeException _ ->
                new ChannelUnavailableException("WeChat can't be reached", false, cause);
            case IOException e
            when Objects.toString(e.getMessage(), "").contains("exceeds capacity") ->
                new ChannelRejectedException("too-large", "what WeChat sends is larger than we take");
            case IOException _ -> new ChannelUnavailableException("the connection to WeChat broke", true, cause);
            case RuntimeException e -> e;
            case null, default -> new IllegalStateException("the call to WeChat failed", cause);
        };
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
