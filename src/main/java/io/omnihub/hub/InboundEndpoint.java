package io.omnihub.hub;

import io.omnihub.buffer.Buffer;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Typing;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/// `to: hub:inbound` takes inbound events in: it returns once they are durable in the buffer.
final class InboundEndpoint extends HubEndpoint {

    private final Buffer buffer;
    private final Inboxes inboxes;

    InboundEndpoint(String uri, HubComponent component, Doors doors) {
        super(uri, component, "inbound");
        this.buffer = doors.buffer();
        this.inboxes = doors.inboxes();
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
        events.forEach(event -> check(event.header()));
        buffer.put(events);
    }

    /// An event of an inbox that nobody configured would begin a conversation that can't be answered, and one that
    /// names another channel than its inbox's would share the conversations of that channel.
    private void check(Header header) {
        Optional<Inbox> inbox = inboxes.find(header.tenant(), header.inbox());
        if (inbox.isEmpty()) {
            throw new InvalidMessageException(
                    "header.inbox",
                    "the tenant " + header.tenant() + " has no inbox " + header.inbox() + " in its configuration");
        }
        if (!inbox.get().channel().equals(header.channel())) {
            throw new InvalidMessageException(
                    "header.channel",
                    "the inbox " + header.inbox() + " is one of the channel "
                            + inbox.get().channel() + ", not of " + header.channel());
        }
    }

    private static InboundEvent event(Object thing) {
        if (thing instanceof InboundEvent event) {
            return event;
        }
        throw new IllegalArgumentException("hub:inbound takes an InboundEvent or a list of them, not a "
                + thing.getClass().getName());
    }
}
