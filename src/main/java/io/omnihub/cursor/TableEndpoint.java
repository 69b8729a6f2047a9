package io.omnihub.cursor;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/// One table, by the name of its cursor.
final class TableEndpoint extends DefaultEndpoint {

    private static final int MOST_KNOWN = 100_000;

    private final TableComponent component;
    private final String name;
    private final Duration every;
    private final Table table;
    private final Duration overlap;
    private final UnaryOperator<PageSource> telling;

    /// @param every   how often it is looked at when it had nothing more
    /// @param overlap how far before the newest row that was seen
    /// @param telling has the source tell its inbox, if it is known, how it does
    TableEndpoint(
            String uri,
            TableComponent component,
            String name,
            Duration every,
            Table table,
            Duration overlap,
            UnaryOperator<PageSource> telling) {
        super(uri, component);
        this.component = component;
        this.name = name;
        this.every = every;
        this.table = table;
        this.overlap = overlap;
        this.telling = telling;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        TableSource source = new TableSource(table, overlap, MOST_KNOWN, component.clock(), component.meters());
        PageSource told = telling.apply(source);
        // Drivers may call what is native.
        PagesConsumer consumer = new PagesConsumer(this, processor, name, every, told, component.needs(), loop -> loop);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("nothing is told to table:" + name + "; use it as a from:");
    }
}
