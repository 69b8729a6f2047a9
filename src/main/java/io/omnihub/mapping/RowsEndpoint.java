package io.omnihub.mapping;

import io.omnihub.channel.MalformedMessageException;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.DefaultProducer;

/// `to: mapping:<name>?rows=500` leaves the body in pieces of so many rows, for a `split` that streams. Each is an
/// input
/// for `mapping:<name>` with the header `HubLine`, the line of its first row in the whole.
final class RowsEndpoint extends DefaultEndpoint {

    private static final String LINE = "HubLine";

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
            throw new IllegalArgumentException("mapping:" + name + " must be of csv to be read row by row");
        }
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) throws Exception {
                Message message = exchange.getMessage();
                InputStream stream = message.getMandatoryBody(InputStream.class);
                try {
                    message.setBody(
                            new Pieces(mapping, mapping.rows(stream, most, first(message), arrival(message)), message));
                } catch (UnmappableException e) {
                    stream.close();
                    throw malformed(e);
                }
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("nothing comes from mapping:" + name + "; use it as a to:");
    }

    /// A piece may be cut again.
    private static long first(Message message) {
        return message.getHeader(LINE) instanceof Long line ? line : 0;
    }

    /// Only its heading is read, for which nothing else counts than what its sender says of its characters.
    private static Arrival arrival(Message message) {
        String type = Objects.toString(message.getHeader(Exchange.CONTENT_TYPE), "");
        return new Arrival(TenantId.DEFAULT, new ChannelId("rows"), new InboxId("rows"), Instant.EPOCH, type, Map.of());
    }

    private static MalformedMessageException malformed(UnmappableException e) {
        return new MalformedMessageException(Objects.toString(e.getMessage(), ""), e);
    }

    private record Pieces(Mapping mapping, RowCut cut, Message whole) implements Iterator<Message>, Closeable {

        @Override
        public boolean hasNext() {
            return cut.hasNext();
        }

        @Override
        public Message next() {
            try {
                RowCut.Part part = cut.next();
                Message message = new DefaultMessage(whole.getExchange());
                message.getHeaders().putAll(whole.getHeaders());
                message.setHeader(LINE, part.line());
                message.setBody(part.bytes());
                return message;
            } catch (BadInputException e) {
                throw malformed(mapping.unreadable(e));
            }
        }

        @Override
        public void close() throws IOException {
            cut.close();
        }
    }
}
