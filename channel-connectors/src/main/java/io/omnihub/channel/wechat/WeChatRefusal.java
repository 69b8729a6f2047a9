package io.omnihub.channel.wechat;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.channel.TroubleLog;
import io.omnihub.channel.UntrustedCallbackException;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Answers a callback that was not taken: one same answer to whoever could not prove himself, and "try again" to the
/// platform.
final class WeChatRefusal implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(WeChatRefusal.class);

    private final TroubleLog trouble = new TroubleLog(LOG, Level.WARN, "Callbacks are taken again");
    private final MeterRegistry meters;

    WeChatRefusal(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void process(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (cause instanceof UntrustedCallbackException untrusted) {
            count(untrusted.reason().name().toLowerCase(Locale.ROOT));
            CallbackAnswers.forbidden(exchange);
        } else {
            count("unavailable");
            trouble.fails("A callback could not be taken; WeChat will try again: " + cause, null);
            LOG.debug("Why the callback could not be taken", cause);
            CallbackAnswers.unavailable(exchange);
        }
    }

    private void count(String reason) {
        meters.counter("omnihub.callbacks.refused", "channel", WeChatChannel.ID.value(), "reason", reason)
                .increment();
    }
}
