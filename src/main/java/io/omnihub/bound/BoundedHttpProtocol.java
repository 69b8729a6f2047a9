package io.omnihub.bound;

import org.apache.coyote.http11.Http11NioProtocol;

/// HTTP of the web server with bounds on what a caller may hold. Public, since Tomcat makes it by its name.
public final class BoundedHttpProtocol extends Http11NioProtocol {

    private final BoundedEndpoint endpoint;

    public BoundedHttpProtocol() {
        this(new BoundedEndpoint());
    }

    private BoundedHttpProtocol(BoundedEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    void limit(ConnectionLimits limits) {
        endpoint.limit(limits);
    }
}
