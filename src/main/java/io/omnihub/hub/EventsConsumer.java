package io.omnihub.hub;

import io.omnihub.channel.TroubleLog;
import io.omnihub.message.Entry;
import io.omnihub.trace.Span;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Gives a subscription's events to the route: each partition in order, on a thread of its own.
final class EventsConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(EventsConsumer.class);

    private final EventsEndpoint door;
    private final Doors doors;
    private final TroubleLog trouble;
    private List<EventsPartition> partitions = List.of();

    EventsConsumer(EventsEndpoint door, Processor processor, Doors doors) {
        super(door, processor);
        this.door = door;
        this.doors = doors;
        this.trouble = new TroubleLog(LOG, Level.WARN, "The subscription " + door.cursor() + " gets on again");
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        doors.takers().take("the subscription " + door.getSubscription(), Set.of(), this);
        String owner = UUID.randomUUID().toString();
        partitions = IntStream.range(0, doors.partitions().count())
                .mapToObj(partition -> new EventsPartition(this, door, doors, partition, owner))
                .toList();
        partitions.forEach(EventsPartition::start);
    }

    @Override
    protected void doStop() throws Exception {
        partitions.forEach(EventsPartition::stop);
        partitions.forEach(EventsPartition::join);
        doors.takers().release(this);
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        door.remove(this);
        super.doShutdown();
    }

    List<Integer> served() {
        return partitions.stream()
                .filter(EventsPartition::serves)
                .map(EventsPartition::number)
                .toList();
    }

    /// The cursor of a partition was set elsewhere.
    void lose(int partition) {
        if (partition < partitions.size()) {
            partitions.get(partition).lose();
        }
    }

    /// Gives one entry to the route.
    ///
    /// @return whether the route took it
    boolean give(Entry entry) {
        Exchange exchange = createExchange(false);
        Span span = doors.traces().inner("hub:events", entry.metadata());
        try (span;
                Span.Inside _ = span.enter()) {
            span.note("omnihub.subscription", door.getSubscription());
            if (!span.context().isEmpty()) {
                exchange.getMessage().setHeader(HubHeaders.TRACE, span.context());
            }
            exchange.getMessage().setBody(entry);
            exchange.getMessage().setHeader(HubHeaders.TYPE, entry.kind().publicName());
            exchange.getMessage().setHeader(HubHeaders.TENANT, entry.tenant().value());
            exchange.getMessage()
                    .setHeader(HubHeaders.CONVERSATION, entry.conversation().value());
            exchange.getMessage().setHeader(HubHeaders.SEQUENCE, entry.sequence());
            exchange.getMessage().setHeader(HubHeaders.PARTITION, entry.partition());
            exchange.getMessage().setHeader(HubHeaders.POSITION, entry.position());
            RouteRuns.run(getProcessor(), exchange);
            Exception failure = exchange.getException();
            if (failure == null) {
                door.gave();
                trouble.works();
                return true;
            }
            door.failed();
            span.failed(failure.getClass().getName());
            trouble.fails(
                    "The route " + getRouteId() + " failed on an event, which it gets again: "
                            + failure.getClass().getName(),
                    null);
            LOG.debug(
                    "The route {} failed on the event at position {} of partition {}",
                    getRouteId(),
                    entry.position(),
                    entry.partition());
            return false;
        } finally {
            releaseExchange(exchange, false);
        }
    }
}
