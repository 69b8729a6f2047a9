package io.omnihub.cursor;

import io.omnihub.loop.Loop;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/// One source, by the name of its cursor.
final class CursorEndpoint extends DefaultEndpoint implements PageSource {

    private final CursorComponent component;
    private final String name;
    private final Duration every;
    private final String start;
    private final String next;

    /// @param every how often the source is asked when it had nothing more
    /// @param start the position before there is one
    /// @param next  the field of a page with the position behind it
    CursorEndpoint(String uri, CursorComponent component, String name, Duration every, String start, String next) {
        super(uri, component);
        this.component = component;
        this.name = name;
        this.every = every;
        this.start = start;
        this.next = next;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        PagesConsumer consumer =
                new PagesConsumer(this, processor, name, every, this, component.needs(), Loop::virtual);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        if (next.isEmpty()) {
            throw new IllegalArgumentException("next must be given where " + getEndpointUri() + " stands after \"to\"");
        }
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) throws Exception {
                Page.of(exchange, name).read(exchange, next);
            }
        };
    }

    @Override
    public Turn begin(Exchange exchange, Optional<String> position) {
        return Page.begin(exchange, name, position.orElse(start));
    }
}
