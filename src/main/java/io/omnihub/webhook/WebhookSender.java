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
            return Attempted.without(now, since(begun), why(e));
        } catch (RuntimeException e) {
            // Whatever the client says of its address is the webhook's trouble, and not the hub's.
            LOG.warn(
                    "The webhook {} can't be called: {}",
                    subscription.id(),
                    e.getClass().getName());
            return Attempted.without(now, since(begun), NoAnswer.NO_CALL);
        }
    }

    /// What becomes of an attempt where the secret can't be read: nothing is sent without a signature.
    Attempted unsigned() {
        return Attempted.without(clock.instant(), Duration.ZERO, NoAnswer.NO_SECRET);
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /// PostgreSQL keeps no NUL.
    private static String fit(String answer) {
        return answer.replace('\0', '?');
    }

    private static NoAnswer why(IOException failure) {
        return switch (failure) {
            case PublicAddresses.ClosedException _ -> NoAnswer.CLOSED;
            case UnknownHostException _ -> NoAnswer.NO_ADDRESS;
            case ConnectException _ -> NoAnswer.UNREACHABLE;
            case PublicHttp.SlowException _ -> NoAnswer.TIMEOUT;
            case SSLException _ -> NoAnswer.TLS;
            default -> NoAnswer.BROKEN;
        };
    }
}
