package io.omnihub.channel.callback;

import io.omnihub.channel.MalformedMessageException;
import io.omnihub.message.InvalidMessageException;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/// Makes a genuine message that can't be understood, be it by a fault of ours, ready for `hub:deadletter`: the bytes
/// and the reason.
final class CallbackUnreadable implements Processor {

    private static final String REASON = "HubReason";

    @Override
    public void process(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        exchange.getMessage().setHeader(REASON, reason(cause));
        Callback unread = Callback.of(exchange).unread();
        unread.on(exchange);
        exchange.getMessage().setBody(unread.raw());
    }

    /// Only our own exceptions are known to repeat no text of the message.
    private static String reason(@Nullable Exception cause) {
        if (cause instanceof MalformedMessageException || cause instanceof InvalidMessageException) {
            return Objects.requireNonNullElse(cause.getMessage(), "the message can't be understood");
        }
        return "the adapter failed"
                + (cause == null ? "" : ": " + cause.getClass().getSimpleName());
    }
}
