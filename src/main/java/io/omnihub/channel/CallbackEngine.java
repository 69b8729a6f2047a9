package io.omnihub.channel;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;

/// Begins routes of `platform-http`: those under `/channels/` by a [CallbackConsumer], all others by Spring MVC.
final class CallbackEngine implements PlatformHttpEngine {

    private final int port;

    CallbackEngine(int port) {
        this.port = port;
    }

    /// Requests have a virtual thread already, on which the route runs.
    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return endpoint.getPath().startsWith("/channels/")
                ? new CallbackConsumer(endpoint, processor)
                : new SpringBootPlatformHttpConsumer(endpoint, processor, Runnable::run);
    }

    @Override
    public int getServerPort() {
        return port;
    }
}
