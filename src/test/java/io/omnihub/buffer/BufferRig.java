package io.omnihub.buffer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnihub.conversation.Engine;
import io.omnihub.conversation.Partitions;
import io.omnihub.loop.Loops;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.unit.DataSize;

/// A buffer with its broker, put together as the configuration does it.
final class BufferRig implements AutoCloseable {

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final AtomicBoolean ended;
    final AtomicLong usable = new AtomicLong(Long.MAX_VALUE);
    final Clock clock = Clock.fixed(BufferEvents.NOW, ZoneOffset.UTC);
    final BufferProperties properties;
    final Partitions partitions;
    final RecordedCount count = new RecordedCount();
    private final @Nullable EmbeddedBroker embedded;
    final Broker broker;
    final Outlet outlet;
    final Buffer buffer;
    final BufferHealth health;
    final List<SmartLifecycle> parts = new ArrayList<>();

    private BufferRig(
            BufferProperties properties,
            int count,
            Broker broker,
            @Nullable EmbeddedBroker embedded,
            AtomicBoolean ended) {
        this.embedded = embedded;
        this.ended = ended;
        this.properties = properties;
        partitions = new Partitions(count);
        this.broker = broker;
        List<String> queues = Queues.all(count);
        DiskSpace disk = new DiskSpace(usable::get, DataSize.ofMegabytes(200));
        outlet = new Outlet(broker, queues, Loops.unobserved());
        buffer = new Buffer(outlet, partitions, disk, meters);
        health = new BufferHealth(outlet, buffer, disk, queues);
        if (embedded != null) {
            start(embedded);
        }
        start(outlet);
    }

    static BufferProperties properties(String... pairs) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put("omnihub.buffer." + pairs[i], pairs[i + 1]);
        }
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("omnihub.buffer", BufferProperties.class);
    }

    /// On a broker in this process.
    static BufferRig embedded(Path directory, String... pairs) {
        return embedded(directory, 1, pairs);
    }

    static BufferRig embedded(Path directory, int count, String... pairs) {
        AtomicBoolean ended = new AtomicBoolean();
        EmbeddedBroker embedded = new EmbeddedBroker(directory, properties(pairs), () -> ended.set(true));
        BufferRig rig = new BufferRig(properties(pairs), count, embedded.broker(), embedded, ended);
        Awaitility.await("connected").until(rig.outlet::connected);
        return rig;
    }

    /// On a broker elsewhere.
    static BufferRig external(String url, String account, int count) {
        return new BufferRig(properties(), count, Broker.external(url, account, "secret"), null, new AtomicBoolean());
    }

    EmbeddedBroker embedded() {
        return Objects.requireNonNull(embedded);
    }

    BufferFeed feed(Engine engine) {
        return start(new BufferFeed(broker, properties, partitions, count, engine, buffer, clock, Loops.unobserved()));
    }

    /// With other settings than the rest.
    BufferFeed feed(Engine engine, String... pairs) {
        return start(new BufferFeed(
                broker, properties(pairs), partitions, count, engine, buffer, clock, Loops.unobserved()));
    }

    int consumers(String queue) throws Exception {
        try (Link link = broker.connect();
                ClientSession session = link.session()) {
            return session.queueQuery(SimpleString.of(queue)).getConsumerCount();
        }
    }

    QueueFeed letters(DeadLetterSink sink) {
        return start(QueueFeed.deadLetters(broker, sink, clock, Loops.unobserved()));
    }

    <T extends SmartLifecycle> T start(T part) {
        part.start();
        parts.addFirst(part);
        return part;
    }

    /// Makes sure of a queue by a connection of its own.
    @Nullable
    Void ensure(String queue) throws Exception {
        try (Link link = broker.connect();
                ClientSession session = link.session()) {
            Link.ensure(session, queue);
            return null;
        }
    }

    /// Writes to a queue past the buffer.
    void write(String queue, byte[] bytes) throws Exception {
        try (Link link = broker.connect();
                ClientSession session = link.session();
                ClientProducer producer = session.createProducer(queue)) {
            ClientMessage message = session.createMessage(Message.BYTES_TYPE, true);
            message.getBodyBuffer().writeBytes(bytes);
            producer.send(message);
            session.commit();
        }
    }

    /// How many messages lie in a queue now.
    long depth(String queue) throws Exception {
        try (Link link = broker.connect();
                ClientSession session = link.session()) {
            return session.queueQuery(SimpleString.of(queue)).getMessageCount();
        }
    }

    void awaitEmpty(int partition) {
        Awaitility.await("all acknowledged")
                .atMost(Duration.ofSeconds(30))
                .until(() -> depth(Queues.inbound(partition)) == 0);
    }

    @Override
    public void close() {
        parts.forEach(SmartLifecycle::stop);
        parts.clear();
    }
}
