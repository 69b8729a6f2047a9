package io.omnihub.channel;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;

/// Begins routes of `platform-http`: those under `/channels/` by a [CallbackConsumer], all others by Spring MVC.
final class CallbackEngine implements PlatformHttpEngine {

    private final int port;
    private final Takers takers;

    CallbackEngine(int port, Takers takers) {
        this.port = port;
        this.takers = takers;
    }

    /// Requests have a virtual thread already, on which the route runs.
    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return endpoint.getPath().startsWith("/channels/")
                ? new CallbackConsumer(endpoint, processor, takers)
                : new PathConsumer(endpoint, processor, takers);
    }

    @Override
    public int getServerPort() {
        return port;
    }
}
