package io.omnihub.mapping;

import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/// `to: mapping:<name>?send=<endpoint>` makes the calls of what `to: mapping:<name>` made of a message, one after the
/// other, through that endpoint; `?push=<endpoint>` the one by which a push from `hub:push` is told to a platform.
final class CallingEndpoint extends DefaultEndpoint {

    private final MappingComponent component;
    private final String name;
    private final String endpoint;
    private final Calls calls;

    CallingEndpoint(String uri, MappingComponent component, String name, String endpoint, Calls calls) {
        super(uri, component);
        this.component = component;
        this.name = name;
        this.endpoint = endpoint;
        this.calls = calls;
    }

    /// What is called of what a route has.
    @FunctionalInterface
    interface Calls {
        void make(RouteSender sender, Exchange exchange) throws Exception;
    }

    @Override
    public Producer createProducer() {
        Mapping mapping = component.mappings().get(name);
        ProducerTemplate template = getCamelContext().createProducerTemplate();
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) throws Exception {
                MappingComponent.Surroundings around = component.surroundings();
                calls.make(new RouteSender(mapping, template, endpoint, around.blobs(), around.links()), exchange);
            }

            @Override
            protected void doStop() throws Exception {
                super.doStop();
                template.stop();
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("nothing comes from mapping:" + name + "; use it as a to:");
    }
}
