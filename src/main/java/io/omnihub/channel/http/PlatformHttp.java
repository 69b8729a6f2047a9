package io.omnihub.channel.http;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelStatus.Reason;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.trace.Span;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// HTTP as we want it towards a platform: no redirects, limits on an answer's size and on the time until it is whole.
///
/// The time is what is given at the start, and more for each byte, so that a large file has the time that it needs on
/// a slow line, and a line that stands still ends.
public final class PlatformHttp implements AutoCloseable {

    /// Bytes in a second, below which a line counts as broken. The largest file that any platform takes, 30 MB, must go
    /// within the claim of a delivery.
    static final long SLOWEST = 384 * 1024;

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final long LARGEST_JSON = 1 << 20;

    private final String platform;
    private final HttpClient client;
    private final Duration deadline;

    /// @param platform its name, for what people read
    /// @param deadline for the whole of an answer, to which what is sent and received adds
    public PlatformHttp(String platform, Duration deadline) {
        this(platform, deadline, HttpClient.Version.HTTP_1_1);
    }

    /// The same for a platform that asks for a version of HTTP.
    public PlatformHttp(String platform, Duration deadline, HttpClient.Version version) {
        this.platform = platform;
        this.client = HttpClient.newBuilder()
                .version(version)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
        this.deadline = deadline;
    }

    /// Makes a call that is answered by JSON, be it an error.
    ///
    /// @throws ChannelUnavailableException where no whole JSON came; it may have been sent once it was connected
    public PlatformJson json(HttpRequest request) {
        return json(request, deadline);
    }

    /// The same, with a time of its own for the whole of the answer.
    public PlatformJson json(HttpRequest request, Duration longest) {
        try (PlatformBody body = answer(request, LARGEST_JSON, longest).telling()) {
            return body.json();
        }
    }

    /// The same for an inbox, whose operator is told where the platform fails.
    public PlatformJson json(ChannelInbox<?> inbox, HttpRequest request) {
        return reaching(inbox, () -> json(request));
    }

    /// Makes a call that is answered by a file, or by JSON in its place.
    ///
    /// @param largest the most bytes that are read of it
    /// @return what is to be closed
    /// @throws ChannelUnavailableException where no answer came, or one that is an error of HTTP and no JSON
    public PlatformBody open(HttpRequest request, long largest) {
        return answer(request, largest).telling();
    }

    /// The same for an inbox, whose operator is told where the platform fails.
    public PlatformBody open(ChannelInbox<?> inbox, HttpRequest request, long largest) {
        return reaching(inbox, () -> open(request, largest));
    }

    /// Makes a call for an inbox whose answer is the caller's to judge, whatever its status and whatever it holds.
    ///
    /// @param largest the most bytes that are read of it
    /// @return what is to be closed
    /// @throws ChannelUnavailableException where no answer came
    public PlatformBody answer(ChannelInbox<?> inbox, HttpRequest request, long largest) {
        return reaching(inbox, () -> answer(request, largest));
    }

    private PlatformBody answer(HttpRequest request, long largest) {
        return answer(request, largest, deadline);
    }

    private PlatformBody answer(HttpRequest request, long largest, Duration time) {
        try (Span span = Span.call(request.method() + " " + platform)) {
            try {
                PlatformBody answered = call(request, largest, time);
                span.note("http.response.status_code", Integer.toString(answered.status()));
                return answered;
            } catch (RuntimeException e) {
                span.failed(e.getClass().getName());
                throw e;
            }
        }
    }

    private PlatformBody call(HttpRequest request, long largest, Duration time) {
        long began = System.nanoTime();
        Duration longest = time.plus(sending(request));
        CompletableFuture<HttpResponse<TimedBody>> answer =
                client.sendAsync(request, _ -> new TimedBody(began, longest, largest));
        try {
            return new PlatformBody(platform, answer.get(longest.toMillis(), TimeUnit.MILLISECONDS));
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

    private <T> T reaching(ChannelInbox<?> inbox, Supplier<T> call) {
        try {
            return call.get();
        } catch (ChannelUnavailableException e) {
            if (isUnreachable(e.getCause())) {
                inbox.offline(Reason.UNREACHABLE, platform + "'s API can't be reached: check the network and api-url");
            } else if (e.isLater()) {
                inbox.degraded(Reason.RATE_LIMITED, platform + " wants to be called less often");
            } else {
                inbox.degraded(Reason.UNREACHABLE, platform + "'s API does not answer as it should");
            }
            throw e;
        }
    }

    /// How long what we send may take.
    private static Duration sending(HttpRequest request) {
        long bytes = request.bodyPublisher().map(BodyPublisher::contentLength).orElse(0L);
        return Duration.ofMillis(Math.max(bytes, 0) * 1000 / SLOWEST);
    }

    private RuntimeException unavailable(@Nullable Throwable cause) {
        return switch (cause) {
            case IOException _
            when isUnreachable(cause) -> new ChannelUnavailableException(platform + " can't be reached", false, cause);
            case IOException _ ->
                new ChannelUnavailableException("the connection to " + platform + " broke", true, cause);
            case RuntimeException e -> e;
            case null, default -> new IllegalStateException("the call to " + platform + " failed", cause);
        };
    }

    private static boolean isUnreachable(@Nullable Throwable cause) {
        return cause instanceof HttpConnectTimeoutException
                || cause instanceof ConnectException
                || cause instanceof SSLHandshakeException;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
