package io.omnihub.hub;

import io.omnihub.buffer.Buffer;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Typing;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/// `to: hub:inbound` takes inbound events in: it returns once they are durable in the buffer.
final class InboundEndpoint extends HubEndpoint {

    private final Buffer buffer;

    InboundEndpoint(String uri, HubComponent component, Buffer buffer) {
        super(uri, component, "inbound");
        this.buffer = buffer;
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) {
                take(exchange.getMessage().getBody());
            }
        };
    }

    private void take(@Nullable Object body) {
        if (body == null) {
            throw new IllegalArgumentException("hub:inbound takes an InboundEvent or a list of them, not nothing");
        }
        List<?> things = body instanceof List<?> list ? list : List.of(body);
        List<InboundEvent> events = things.stream()
                .map(InboundEndpoint::event)
                // Typing is of the moment only and never stored.
                .filter(event -> !(event.body() instanceof Typing))
                .toList();
        buffer.put(events);
    }

    private static InboundEvent event(Object thing) {
        if (thing instanceof InboundEvent event) {
            return event;
        }
        throw new IllegalArgumentException("hub:inbound takes an InboundEvent or a list of them, not a "
                + thing.getClass().getName());
    }
}
