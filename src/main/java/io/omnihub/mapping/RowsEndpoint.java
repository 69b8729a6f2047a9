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
import org.jspecify.annotations.Nullable;

/// `to: mapping:<name>?rows=500` leaves the body in pieces of so many rows, for a `split` that streams. Each is an
/// input for `mapping:<name>` with the header `HubLine`, the line of its first row in the whole.
final class RowsEndpoint extends DefaultEndpoint {

    private static final String LINE = "HubLine";

    /// The same for people.
    private static final String PLACE = "HubPlace";

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
                Message message = exchange.getMessage();
                InputStream stream = message.getMandatoryBody(InputStream.class);
                try {
                    message.setBody(pieces(mapping, stream, exchange));
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

    private Pieces pieces(Mapping mapping, InputStream stream, Exchange exchange) {
        Message message = exchange.getMessage();
        long first = first(message);
        RowPieces cut = mapping.rows(stream, most, first, arrival(message));
        String route = Objects.requireNonNullElse(exchange.getFromRouteId(), "unknown");
        long file = message.getHeader(Exchange.FILE_LENGTH) instanceof Long told ? told : 0;
        long length = cut.length() > 0 ? cut.length() : file;
        return new Pieces(
                mapping, cut, message, first > 0 ? null : component.progress().begin(route, length));
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

    private static final class Pieces implements Iterator<Message>, Closeable {

        private final Mapping mapping;
        private final RowPieces cut;
        private final Message whole;
        private final RowProgress.@Nullable Reading progress;
        private RowPieces.@Nullable Part last;

        /// @param progress null for a piece, whose rows are counted already
        Pieces(Mapping mapping, RowPieces cut, Message whole, RowProgress.@Nullable Reading progress) {
            this.mapping = mapping;
            this.cut = cut;
            this.whole = whole;
            this.progress = progress;
        }

        /// Who asks for another one is done with the one before.
        @Override
        public boolean hasNext() {
            RowPieces.Part before = last;
            if (progress != null && before != null) {
                progress.done(before);
                last = null;
            }
            if (progress != null && !cut.hasNext()) {
                progress.end();
            }
            return cut.hasNext();
        }

        @Override
        public Message next() {
            try {
                RowPieces.Part part = cut.next();
                last = part;
                Message message = new DefaultMessage(whole.getExchange());
                message.getHeaders().putAll(whole.getHeaders());
                message.setHeader(LINE, part.line());
                message.setHeader(PLACE, part.place());
                if (!cut.contentType().isEmpty()) {
                    message.setHeader(Exchange.CONTENT_TYPE, cut.contentType());
                }
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
