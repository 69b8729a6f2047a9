package io.omnihub.hub;

import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/// Has a route do something on the thread that waits for it.
final class RouteRuns {

    private RouteRuns() {}

    /// Whatever goes wrong is the exchange's exception.
    static void run(Processor route, Exchange exchange) {
        try {
            route.process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
    }

    /// Why a channel did not do it: what the route says of the channel, or else a fault of the route's own.
    ///
    /// @param fault in words
    static RuntimeException failure(Exchange exchange, String fault) {
        ChannelRejectedException rejected = exchange.getException(ChannelRejectedException.class);
        if (rejected != null) {
            return rejected;
        }
        ChannelUnavailableException unavailable = exchange.getException(ChannelUnavailableException.class);
        return unavailable != null ? unavailable : new IllegalStateException(fault, exchange.getException());
    }
}
