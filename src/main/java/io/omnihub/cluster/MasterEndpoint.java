package io.omnihub.cluster;

import org.apache.camel.Consumer;
import org.apache.camel.DelegateEndpoint;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.support.DefaultEndpoint;

/// An endpoint from which only the leading node takes.
final class MasterEndpoint extends DefaultEndpoint implements DelegateEndpoint {

    private final CamelClusterService service;
    private final String name;
    private final Endpoint within;

    MasterEndpoint(String uri, MasterComponent component, CamelClusterService service, String name, Endpoint within) {
        super(uri, component);
        this.service = service;
        this.name = name;
        this.within = within;
    }

    CamelClusterService service() {
        return service;
    }

    /// What nodes agree on.
    String name() {
        return name;
    }

    @Override
    public Endpoint getEndpoint() {
        return within;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("master: is for what a route takes from; write it after \"from\"");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        MasterConsumer consumer = new MasterConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public boolean isLenientProperties() {
        return true;
    }
}
