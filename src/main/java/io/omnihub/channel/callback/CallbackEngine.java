package io.omnihub.channel.callback;

import io.omnihub.channel.Takers;
import java.util.List;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;

/// Begins routes of `platform-http`, which lie under the paths that are open to them: whoever calls there carries no
/// login, and the route itself checks who it is.
final class CallbackEngine implements PlatformHttpEngine {

    /// Channels' platforms call under the first, business systems under the second.
    static final List<String> OPEN = List.of("/channels/", "/webhooks/");

    private final int port;
    private final Takers takers;
    private final CallbackEntrance entrance;

    CallbackEngine(int port, Takers takers, CallbackEntrance entrance) {
        this.port = port;
        this.takers = takers;
        this.entrance = entrance;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        if (OPEN.stream().noneMatch(endpoint.getPath()::startsWith)) {
            throw new IllegalArgumentException("platform-http:" + endpoint.getPath() + " must begin with "
                    + String.join(" or ", OPEN) + ", since all other paths need a login");
        }
        return new CallbackConsumer(endpoint, processor, takers, entrance);
    }

    @Override
    public int getServerPort() {
        return port;
    }
}
