package io.omnihub.cluster;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.support.DefaultComponent;

/// The component `master:<name>:<endpoint>`: of all nodes only the one that leads in that name takes from the endpoint.
/// It is written as Camel's own, which is not to be had for this Camel, and stricter: each exchange must be of a term
/// that goes on.
final class MasterComponent extends DefaultComponent {

    private static final Pattern ADDRESS = Pattern.compile("([a-z0-9][a-z0-9-]{0,63}):(.+)");

    private final CamelClusterService service;

    MasterComponent(CamelClusterService service) {
        this.service = service;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Matcher address = ADDRESS.matcher(remaining);
        if (!address.matches()) {
            throw new IllegalArgumentException(
                    "master: needs a name of small letters, digits and hyphens and an endpoint: master:<name>:<endpoint>");
        }
        if (address.group(2).startsWith("master:")) {
            throw new IllegalArgumentException("master: within master: is not allowed: one name is enough");
        }
        String options = parameters.isEmpty() ? "" : uri.substring(uri.indexOf('?'));
        parameters.clear();
        Endpoint within = getCamelContext().getEndpoint(address.group(2) + options);
        return new MasterEndpoint(uri, this, service, address.group(1), within);
    }

    /// They are those of the endpoint within.
    @Override
    public boolean useRawUri() {
        return true;
    }
}
