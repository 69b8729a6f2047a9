package io.omnihub.mapping;

import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/// `to: mapping:<name>?rows=500` leaves the body in pieces of so many rows, for a `split` that streams. Each is an
/// input for `mapping:<name>` with the header `HubLine`, the line of its first row in the whole.
final class RowsEndpoint extends DefaultEndpoint {

    private final MappingComponent component;
    private final String name;
    private final int most;

    /// @param most rows of a piece
    RowsEndpoint(String uri, MappingComponent component, String name, int most) {
        super(uri, component);
        this.component = component;
        this.name = name;
        this.most = most;
    }

    @Override
    public Producer createProducer() {
        Mapping mapping = component.mappings().get(name);
        if (!mapping.hasRows()) {
            throw new IllegalArgumentException("mapping:" + name + " must be of csv or excel to be read row by row");
        }
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) throws Exception {
                exchange.getMessage().setBody(pieces(mapping, exchange));
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("nothing comes from mapping:" + name + "; use it as a to:");
    }

    private RowMessages pieces(Mapping mapping, Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        Cut cut = cut(mapping, exchange);
        if (RowMessages.line(message) > 0) {
            return closed(new RowMessages(mapping, cut.pieces, cut.input, exchange, null), exchange);
        }
        String route = Objects.requireNonNullElse(exchange.getFromRouteId(), "unknown");
        String file = Objects.toString(message.getHeader(Exchange.FILE_NAME), "");
        long told = message.getHeader(Exchange.FILE_LENGTH) instanceof Long length ? length : 0;
        long length = cut.pieces.length() > 0 ? cut.pieces.length() : told;
        RowProgress.Key key = new RowProgress.Key(route, exchange.getContext().getRoute(route), mapping, file);
        RowProgress.Reading progress = component.progress().begin(key, length);
        try {
            if (!progress.goesOn(cut.pieces)) {
                cut.close();
                cut = cut(mapping, exchange);
            }
        } catch (Exception | Error e) {
            progress.cutShort();
            cut.close();
            throw e;
        }
        return closed(new RowMessages(mapping, cut.pieces, cut.input, exchange, progress), exchange);
    }

    /// Whoever takes the pieces may leave some.
    private static RowMessages closed(RowMessages pieces, Exchange exchange) {
        exchange.getExchangeExtension().addOnCompletion(pieces);
        return pieces;
    }

    /// An input that is cut while it is read.
    private record Cut(RowPieces pieces, ReadBytes input) implements Closeable {
        @Override
        public void close() throws IOException {
            try (input) {
                pieces.close();
            }
        }
    }

    private Cut cut(Mapping mapping, Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        ReadBytes input = ReadBytes.of(exchange);
        try {
            RowPieces pieces = mapping.rows(input, most, RowMessages.line(message), arrival(message));
            input.requireWhole();
            return new Cut(pieces, input);
        } catch (UnmappableException e) {
            input.close();
            input.requireWhole();
            throw RowMessages.malformed(e);
        } catch (RuntimeException | Error e) {
            input.close();
            throw e;
        }
    }

    /// Only its heading is read, for which nothing else counts than what its sender says of its characters.
    private static Arrival arrival(Message message) {
        String type = Objects.toString(message.getHeader(Exchange.CONTENT_TYPE), "");
        return new Arrival(TenantId.DEFAULT, new ChannelId("rows"), new InboxId("rows"), Instant.EPOCH, type, Map.of());
    }
}
