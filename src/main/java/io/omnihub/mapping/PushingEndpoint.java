package io.omnihub.mapping;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.util.Objects;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/// `to: mapping:<name>?push=<endpoint>` makes the call by which a push from `hub:push` is told to a platform, through
/// that endpoint.
final class PushingEndpoint extends DefaultEndpoint {

    private static final JsonMapper JSON = new JsonMapper();

    private final MappingComponent component;
    private final String name;
    private final String push;

    PushingEndpoint(String uri, MappingComponent component, String name, String push) {
        super(uri, component);
        this.component = component;
        this.name = name;
        this.push = push;
    }

    @Override
    public Producer createProducer() {
        Mapping mapping = component.mappings().get(name);
        ProducerTemplate template = getCamelContext().createProducerTemplate();
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) throws Exception {
                MappingComponent.Surroundings around = component.surroundings();
                Message message = exchange.getMessage();
                new RouteSender(mapping, template, push, around.blobs(), around.links())
                        .push(
                                new TenantId(header(message, "HubTenant")),
                                new InboxId(header(message, "HubInbox")),
                                JSON.readTree(message.getMandatoryBody(byte[].class)),
                                header(message, "webhook-id"));
            }

            @Override
            protected void doStop() throws Exception {
                super.doStop();
                template.stop();
            }
        };
    }

    private static String header(Message message, String name) {
        return Objects.requireNonNullElse(message.getHeader(name, String.class), "");
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("nothing comes from mapping:" + name + "; use it as a to:");
    }
}
