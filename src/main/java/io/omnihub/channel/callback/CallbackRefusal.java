package io.omnihub.channel.callback;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.channel.TroubleLog;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Answers a call that was not taken: one same answer to whoever could not prove himself, and "try again" to the
/// platform.
final class CallbackRefusal implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(CallbackRefusal.class);

    private final TroubleLog trouble = new TroubleLog(LOG, Level.WARN, "Callbacks are taken again");
    private final MeterRegistry meters;

    CallbackRefusal(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void process(Exchange exchange) {
        String channel = channel(exchange);
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (cause instanceof UntrustedCallbackException untrusted) {
            count(channel, untrusted.reason().name().toLowerCase(Locale.ROOT));
            CallbackAnswer.forbidden().process(exchange);
        } else {
            count(channel, "unavailable");
            trouble.fails("A callback of " + channel + " could not be taken; it will come again: " + cause, null);
            LOG.debug("Why the callback could not be taken", cause);
            CallbackAnswer.unavailable().process(exchange);
        }
    }

    /// As the route's own address says it: `/channels/<channel>/{inbox}`.
    private static String channel(Exchange exchange) {
        String[] path = exchange.getFromEndpoint() instanceof PlatformHttpEndpoint http
                ? http.getPath().split("/", -1)
                : new String[0];
        return path.length > 2 ? path[2] : "unknown";
    }

    private void count(String channel, String reason) {
        meters.counter("omnihub.callbacks.refused", "channel", channel, "reason", reason)
                .increment();
    }
}
