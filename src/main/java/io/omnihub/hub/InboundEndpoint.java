package io.omnihub.hub;

import io.omnihub.buffer.Buffer;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.cluster.Lead;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Typing;
import io.omnihub.trace.Door;
import io.omnihub.trace.Span;
import io.omnihub.trace.Traces;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultProducer;

/// `to: hub:inbound` takes inbound events in: it returns once they are durable in the buffer.
final class InboundEndpoint extends HubEndpoint {

    private final Buffer buffer;
    private final Inboxes inboxes;
    private final UnifiedEvents unified;
    private final Traces traces;
    private final Clock clock;

    InboundEndpoint(String uri, HubComponent component, Doors doors) {
        super(uri, component, "inbound");
        this.buffer = doors.buffer();
        this.inboxes = doors.inboxes();
        this.traces = doors.traces();
        this.clock = doors.clock();
        this.unified = new UnifiedEvents(doors.inboxes(), doors.clock());
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) {
                take(exchange);
            }
        };
    }

    private void take(Exchange exchange) {
        List<InboundEvent> events = unified.read(exchange).stream()
                // Typing is of the moment only and never stored.
                .filter(event -> !(event.body() instanceof Typing))
                .toList();
        events.forEach(event -> check(event.header()));
        Lead.require(exchange);
        try (Span span = span(exchange);
                Span.Inside _ = span.enter()) {
            span.note("omnihub.events", Integer.toString(events.size()));
            buffer.put(events.stream().map(event -> noted(event, span)).toList());
        }
    }

    /// Part of the call that brought them, or what a system that is no caller gave along.
    private Span span(Exchange exchange) {
        Span call = Span.active();
        return call == null
                ? traces.door("hub:inbound", exchange.getMessage().getHeader(HubHeaders.TRACE, String.class))
                : call.child("hub:inbound");
    }

    /// What is told of how it came in is ours to say, whatever it says itself.
    private InboundEvent noted(InboundEvent event, Span span) {
        Header header = event.header();
        long received = header.receivedAt().toEpochMilli();
        Door door = new Door(span.trace(), received, clock.millis() - received);
        return new InboundEvent(header.withMetadata(door.in(header.metadata())), event.body());
    }

    /// An event of an inbox that nobody configured would begin a conversation that can't be answered, and one that
    /// names another channel than its inbox's would share the conversations of that channel.
    private void check(Header header) {
        Optional<Inbox> inbox = inboxes.find(header.tenant(), header.inbox());
        if (inbox.isEmpty()) {
            throw unknownInbox(header.tenant().value(), header.inbox().value());
        }
        if (!inbox.get().channel().equals(header.channel())) {
            throw new InvalidMessageException(
                    "header.channel",
                    "the inbox " + header.inbox() + " is one of the channel "
                            + inbox.get().channel() + ", not of " + header.channel());
        }
    }

    static InvalidMessageException unknownInbox(String tenant, String inbox) {
        return new InvalidMessageException(
                "header.inbox", "the tenant " + tenant + " has no inbox " + inbox + " in its configuration");
    }
}
