package io.omnihub.hub;

import io.micrometer.core.instrument.Timer;
import io.omnihub.loop.Latency;
import io.omnihub.message.ChannelId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;

/// `from: hub:outbound` gives out what is to go to a channel's customers. It is public only because JMX asks for that.
@ManagedResource(description = "Messages on their way to a channel's customers")
public final class OutboundEndpoint extends HubEndpoint {

    private final Doors doors;
    private final ChannelId channel;
    private final int concurrency;
    private final Timer took;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    OutboundEndpoint(String uri, HubComponent component, Doors doors, ChannelId channel, int concurrency) {
        super(uri, component, "outbound");
        this.doors = doors;
        this.channel = channel;
        this.concurrency = concurrency;
        this.took = Latency.of("omnihub.delivery.send", "Attempts to send a message, by the channel's route")
                .tag("channel", channel.value())
                .register(doors.meters());
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        OutboundConsumer consumer = new OutboundConsumer(this, processor, doors, channel, concurrency, inFlight);
        configureConsumer(consumer);
        return consumer;
    }

    @ManagedAttribute(description = "The channel")
    public String getChannel() {
        return channel.value();
    }

    @ManagedAttribute(description = "How many messages may be sent at once")
    public int getConcurrency() {
        return concurrency;
    }

    @ManagedAttribute(description = "Messages being sent now")
    public int getInFlight() {
        return inFlight.get();
    }

    @ManagedAttribute(description = "Messages taken up since the start")
    public long getClaimed() {
        return count("claimed");
    }

    @ManagedAttribute(description = "Messages that the platform took since the start")
    public long getSent() {
        return count("sent");
    }

    @ManagedAttribute(description = "Attempts that are tried again later, since the start")
    public long getUnavailable() {
        return count("unavailable");
    }

    @ManagedAttribute(description = "Messages that the platform refused since the start")
    public long getFailed() {
        return count("rejected");
    }

    @ManagedAttribute(description = "Attempts that ended by a fault of the hub or the route since the start")
    public long getFaulted() {
        return count("faulted");
    }

    void count(String what, int number) {
        counts.computeIfAbsent(what, _ -> new LongAdder()).add(number);
        doors.meters()
                .counter("omnihub.delivery", "channel", channel.value(), "what", what)
                .increment(number);
    }

    /// A route took so many nanoseconds to send a message, or not to.
    void took(long nanos) {
        took.record(nanos, TimeUnit.NANOSECONDS);
    }

    private long count(String what) {
        LongAdder counter = counts.get(what);
        return counter == null ? 0 : counter.sum();
    }
}
