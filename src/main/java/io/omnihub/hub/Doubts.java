package io.omnihub.hub;

import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.send.Doubt;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.jspecify.annotations.Nullable;

/// Remembers of each message on its way out whether a try of it may have arrived. A route's own retries forget that
/// with each new failure; whatever comes after them, the doubt stays.
final class Doubts extends EventNotifierSupport {

    Doubts() {
        setupIgnore(true);
        setIgnoreExchangeEvents(false);
        setIgnoreExchangeRedeliveryEvents(false);
        // Camel asks this one too before it tells of a redelivery.
        setIgnoreExchangeFailedEvents(false);
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof CamelEvent.ExchangeRedeliveryEvent again) {
            Exchange exchange = again.getExchange();
            Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
            if (Doubt.isWatched(exchange) && mayHaveArrived(failure)) {
                Doubt.of(exchange).arises();
            }
        }
    }

    private static boolean mayHaveArrived(@Nullable Exception failure) {
        return switch (failure) {
            case ChannelUnavailableException unavailable -> unavailable.maybeSent();
            case ChannelRejectedException rejected -> rejected.maybeSent();
            // A fault of ours: nobody knows.
            case null, default -> true;
        };
    }
}
