package io.omnihub.mapping;

import io.omnihub.channel.MalformedMessageException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Route;
import org.apache.camel.StatefulService;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/// The pieces of an input as messages, one after the other: who asks for the next one is done with the one before. Its
/// route may be stopped between two of them.
final class RowMessages extends SynchronizationAdapter implements Iterator<Message>, Closeable {

    private static final String LINE = "HubLine";

    /// The same for people.
    private static final String PLACE = "HubPlace";

    private final Mapping mapping;
    private final RowPieces cut;
    private final ReadBytes input;
    private final Exchange exchange;
    private final Message whole;
    private final RowProgress.@Nullable Reading progress;
    private RowPieces.@Nullable Part last;

    /// @param progress null for a piece, whose rows are counted already
    RowMessages(
            Mapping mapping,
            RowPieces cut,
            ReadBytes input,
            Exchange exchange,
            RowProgress.@Nullable Reading progress) {
        this.mapping = mapping;
        this.cut = cut;
        this.input = input;
        this.exchange = exchange;
        this.whole = exchange.getMessage();
        this.progress = progress;
    }

    /// The line in the whole of a piece that may be cut again; 0 where it is no piece.
    static long line(Message message) {
        return message.getHeader(LINE) instanceof Long line ? line : 0;
    }

    static MalformedMessageException malformed(UnmappableException e) {
        return new MalformedMessageException(Objects.toString(e.getMessage(), ""), e);
    }

    /// Once a piece has failed Camel would fetch all others, only to let go of them.
    @Override
    public boolean hasNext() {
        return exchange.getException() == null && cut.hasNext();
    }

    @Override
    public Message next() {
        done();
        requireRunning();
        try {
            RowPieces.Part part = cut.next();
            input.requireWhole();
            last = part;
            Message message = new DefaultMessage(exchange);
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

    private void done() {
        if (progress != null && last != null) {
            progress.done(last);
        }
        last = null;
    }

    /// A long file gives way where somebody stops its route, or the hub: it is read again, behind what was taken.
    private void requireRunning() {
        String id = Objects.toString(exchange.getFromRouteId(), "");
        Route route = exchange.getContext().getRoute(id);
        if (progress != null
                && route != null
                && route.getConsumer() instanceof StatefulService consumer
                && (consumer.isSuspending()
                        || consumer.isSuspended()
                        || consumer.isStopping()
                        || consumer.isStopped())) {
            throw new RejectedExecutionException("the route " + id + " is being stopped");
        }
    }

    @Override
    public void onComplete(Exchange ended) {
        done();
        if (progress != null) {
            progress.end();
        }
        IOHelper.close(this);
    }

    @Override
    public void onFailure(Exchange ended) {
        if (progress != null) {
            progress.cutShort();
        }
        IOHelper.close(this);
    }

    @Override
    public void close() throws IOException {
        try (input) {
            cut.close();
        }
    }
}
