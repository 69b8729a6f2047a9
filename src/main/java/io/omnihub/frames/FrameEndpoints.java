package io.omnihub.frames;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.LoggingExceptionHandler;
import org.apache.camel.support.PropertyBindingSupport;
import org.jspecify.annotations.Nullable;

/// How endpoints of raw TCP behave where their route leaves it open. What callers were not told, since they have gone,
/// is counted and leaves the log alone, in which Camel would write a stack for each: strangers can have it happen as
/// often as they like. And the thread of a message waits for its route, also where that goes on by another one: else
/// the next message would come meanwhile.
final class FrameEndpoints implements CamelContextConfiguration {

    /// Its classes are there only where a route names it.
    private static final String NETTY = "netty:";

    private final Counter unanswered;

    FrameEndpoints(MeterRegistry meters) {
        unanswered = meters.counter("omnihub.frames.unanswered");
    }

    @Override
    public void beforeApplicationStart(CamelContext camel) {
        camel.getCamelContextExtension().registerEndpointCallback((_, endpoint) -> prepared(camel, endpoint));
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {
        // Endpoints are prepared as they are made.
    }

    private Endpoint prepared(CamelContext camel, Endpoint endpoint) {
        if (endpoint instanceof DefaultEndpoint door
                && door.getEndpointBaseUri().startsWith(NETTY)) {
            PropertyBindingSupport.build().bind(camel, door, "synchronous", true);
            if (door.getExceptionHandler() == null) {
                door.setExceptionHandler(
                        new Handler(unanswered, new LoggingExceptionHandler(camel, endpoint.getClass())));
            }
        }
        return endpoint;
    }

    /// @param others takes what is no broken connection
    private record Handler(Counter unanswered, ExceptionHandler others) implements ExceptionHandler {

        @Override
        public void handleException(Throwable cause) {
            handleException(null, null, cause);
        }

        @Override
        public void handleException(@Nullable String message, Throwable cause) {
            handleException(message, null, cause);
        }

        @Override
        public void handleException(@Nullable String message, @Nullable Exchange exchange, Throwable cause) {
            if (Stream.iterate(cause, each -> each != null, Throwable::getCause)
                    .anyMatch(IOException.class::isInstance)) {
                unanswered.increment();
            } else {
                others.handleException(message, exchange, cause);
            }
        }
    }
}
