package io.omnihub.webhook;

import io.omnihub.channel.http.RetryAfter;
import io.omnihub.outside.PublicAddresses;
import io.omnihub.outside.PublicHttp;
import io.omnihub.wire.CloudEvent;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends one webhook, signed as the Standard Webhooks say.
final class WebhookSender {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final int LONGEST_ANSWER = 1_024;

    private final PublicHttp http;
    private final Duration timeout;
    private final Clock clock;

    WebhookSender(PublicHttp http, Duration timeout, Clock clock) {
        this.http = http;
        this.timeout = timeout;
        this.clock = clock;
    }

    Attempted send(Subscription subscription, String id, byte[] event) {
        Instant now = clock.instant();
        long begun = System.nanoTime();
        try {
            PublicHttp.Answer answer = http.post(
                    URI.create(subscription.url()),
                    CloudEvent.JSON_TYPE,
                    Map.of(
                            "webhook-id",
                            id,
                            "webhook-timestamp",
                            Long.toString(now.getEpochSecond()),
                            "webhook-signature",
                            subscription.keys().sign(id, now, event)),
                    event,
                    timeout,
                    LONGEST_ANSWER);
            return new Attempted(
                    now, since(begun), answer.status(), "", fit(answer.start()), RetryAfter.of(answer.retryAfter()));
        } catch (IOException e) {
            return new Attempted(now, since(begun), 0, failure(e), "", Duration.ZERO);
        } catch (RuntimeException e) {
            // Whatever the client says of its address is the webhook's trouble, and not the hub's.
            LOG.warn(
                    "The webhook {} can't be called: {}",
                    subscription.id(),
                    e.getClass().getName());
            return new Attempted(now, since(begun), 0, "it can't be called", "", Duration.ZERO);
        }
    }

    /// What becomes of an attempt where the secret can't be read: nothing is sent without a signature.
    Attempted unsigned() {
        String failure = "the webhook's secret can't be read: give it another one";
        return new Attempted(clock.instant(), Duration.ZERO, 0, failure, "", Duration.ZERO);
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /// PostgreSQL keeps no NUL.
    private static String fit(String answer) {
        return answer.replace('\0', '?');
    }

    /// What went wrong, in words that tell nothing of our own networks.
    private static String failure(IOException failure) {
        return switch (failure) {
            case PublicAddresses.ClosedException e -> Objects.toString(e.getMessage(), "");
            case UnknownHostException _ -> "its host has no address";
            case ConnectException _ -> "it can't be reached";
            case PublicHttp.SlowException _ -> "it did not answer in time";
            case SSLException _ -> "its certificate or TLS is not in order";
            default -> "the connection broke";
        };
    }
}
