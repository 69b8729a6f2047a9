package io.omnihub.cursor;

import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/// One table, by the name of its cursor.
final class TableEndpoint extends DefaultEndpoint {

    private final TableComponent component;
    private final String name;
    private final Duration every;
    private final Look look;

    /// @param every how often it is looked at when it had nothing more
    TableEndpoint(String uri, TableComponent component, String name, Duration every, Look look) {
        super(uri, component);
        this.component = component;
        this.name = name;
        this.every = every;
        this.look = look;
    }

    /// What is looked at.
    ///
    /// @param overlap how far before the newest row that was seen
    record Look(Table table, Duration overlap) {}

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        TableSource source = new TableSource(look.table, look.overlap, component.clock(), component.meters());
        PagesConsumer consumer = new PagesConsumer(this, processor, name, every, source, component.needs());
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("nothing is told to table:" + name + "; use it as a from:");
    }
}
