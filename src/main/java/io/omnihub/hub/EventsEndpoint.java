package io.omnihub.hub;

import io.omnihub.message.Entry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;

/// `from: hub:events` gives out what happens, to a subscription that resumes where it was. It is public only because
/// JMX asks for that.
@ManagedResource(description = "A subscription to what happens in the hub")
public final class EventsEndpoint extends HubEndpoint {

    private final Doors doors;
    private final String subscription;
    private final Set<String> types;
    private final boolean fromStart;
    private final List<EventsConsumer> consumers = new CopyOnWriteArrayList<>();
    private final LongAdder given = new LongAdder();
    private final LongAdder failed = new LongAdder();

    EventsEndpoint(
            String uri,
            HubComponent component,
            Doors doors,
            String subscription,
            Set<String> types,
            boolean fromStart) {
        super(uri, component, "events");
        this.doors = doors;
        this.subscription = subscription;
        this.types = types;
        this.fromStart = fromStart;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        EventsConsumer consumer = new EventsConsumer(this, processor, doors);
        configureConsumer(consumer);
        consumers.add(consumer);
        return consumer;
    }

    @ManagedAttribute(description = "The subscription's name")
    public String getSubscription() {
        return subscription;
    }

    @ManagedAttribute(description = "The types of events given out; empty for all")
    public String getTypes() {
        return String.join(",", types.stream().sorted().toList());
    }

    @ManagedAttribute(description = "The partitions that this node serves now")
    public String getPartitions() {
        return consumers.stream()
                .flatMap(consumer -> consumer.served().stream())
                .map(String::valueOf)
                .toList()
                .toString();
    }

    @ManagedAttribute(description = "Events given out since the start")
    public long getGiven() {
        return given.sum();
    }

    @ManagedAttribute(description = "Attempts that failed since the start")
    public long getFailed() {
        return failed.sum();
    }

    @ManagedOperation(
            description = "Sets the subscription to a position of a partition: it goes on with the entry after")
    public void reset(int partition, long position) {
        if (partition < 0 || partition >= doors.partitions().count() || position < 0) {
            throw new IllegalArgumentException("There is no such partition or position");
        }
        doors.cursors().reset(cursor(), partition, position);
        consumers.forEach(consumer -> consumer.lose(partition));
    }

    @ManagedOperation(description = "Sets the subscription back to the beginning")
    public void resetToStart() {
        IntStream.range(0, doors.partitions().count()).forEach(partition -> reset(partition, 0));
    }

    String cursor() {
        return "events." + subscription;
    }

    boolean wants(Entry entry) {
        return types.isEmpty() || types.contains(entry.kind().publicName());
    }

    /// Where a subscription begins that has no cursor yet.
    long start(int partition) {
        return fromStart ? 0 : doors.reader().lastPosition(partition);
    }

    void gave() {
        given.increment();
    }

    void failed() {
        failed.increment();
    }

    void remove(EventsConsumer consumer) {
        consumers.remove(consumer);
    }
}
