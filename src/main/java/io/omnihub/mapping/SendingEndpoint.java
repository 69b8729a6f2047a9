package io.omnihub.mapping;

import io.omnihub.channel.send.SendingProcessor;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/// `to: mapping:<name>?send=<endpoint>` makes the calls of what `to: mapping:<name>` made of a message, one after the
/// other, through that endpoint.
final class SendingEndpoint extends DefaultEndpoint {

    private final MappingComponent component;
    private final String name;
    private final String send;

    SendingEndpoint(String uri, MappingComponent component, String name, String send) {
        super(uri, component);
        this.component = component;
        this.name = name;
        this.send = send;
    }

    @Override
    public Producer createProducer() {
        Mapping mapping = component.mappings().get(name);
        ProducerTemplate template = getCamelContext().createProducerTemplate();
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) throws Exception {
                MappingComponent.Surroundings around = component.surroundings();
                RouteSender sender = new RouteSender(mapping, template, send, around.blobs(), around.links());
                new SendingProcessor<>(sender, around.ledger()).process(exchange);
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
