package io.omnihub.gateway;

import io.omnihub.bound.Addresses;
import io.omnihub.bound.Holdings;
import io.omnihub.visitor.Sites;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may come in, before it is known who it is.
final class Entrance {

    private final Sites sites;
    private final Set<String> consoleOrigins;
    private final Addresses addresses;
    private volatile boolean closed;

    Entrance(Sites sites, GatewayProperties properties, Addresses addresses) {
        this.sites = sites;
        this.consoleOrigins = Set.copyOf(properties.origins());
        this.addresses = addresses;
    }

    /// From now on nobody may.
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /// Whether a page of this origin may open a connection. Programs and apps name none.
    ///
    /// @param origin null where the request has none
    /// @param host   under which the gateway is called
    boolean allows(Endpoint endpoint, @Nullable String origin, String host) {
        return switch (endpoint) {
            case VISITOR -> sites.anyAllows(origin) || isOwn(origin, host);
            case AGENT -> origin == null || isOwn(origin, host);
        };
    }

    /// Whether a page is one of the hub itself. In which pages the widget's frame may stand, its headers say.
    boolean isOwn(@Nullable String origin, String host) {
        return origin != null && (consoleOrigins.contains(origin) || isSameHost(origin, host));
    }

    /// Where a connection comes from; nobody in particular where it is a proxy's.
    String direct(SocketAddress remote) {
        return isProxy(remote) ? Holdings.MANY : address(remote, List.of());
    }

    boolean isProxy(SocketAddress remote) {
        return remote instanceof InetSocketAddress inet
                && addresses.isProxy(inet.getAddress().getHostAddress());
    }

    /// Where a client is, as far as that can be believed.
    String address(SocketAddress remote, List<String> forwarded) {
        String direct =
                remote instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : "";
        return Addresses.group(addresses.client(direct, forwarded));
    }

    private static boolean isSameHost(String origin, String host) {
        try {
            String originHost = URI.create(origin).getHost();
            String ours = URI.create("http://" + host).getHost();
            return originHost != null
                    && ours != null
                    && originHost.toLowerCase(Locale.ROOT).equals(ours.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
