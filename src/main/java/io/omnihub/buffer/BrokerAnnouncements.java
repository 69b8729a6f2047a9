package io.omnihub.buffer;

import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.loop.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Announcements by a multicast address of the external broker: not durable, and each node has a queue there while it
/// is connected.
final class BrokerAnnouncements implements Announcements, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerAnnouncements.class);
    private static final SimpleString NODE = SimpleString.of("node");
    private static final int MOST_WAITING = 10_000;
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofMillis(500);

    private final Broker broker;
    private final String node = UUID.randomUUID().toString();
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final List<Consumer<byte[]>> listeners = new CopyOnWriteArrayList<>();
    private final Loop loop;
    private final Trouble trouble = new Trouble(LOG, "Telling other nodes, which look for news by themselves,");
    private volatile boolean running;

    BrokerAnnouncements(Broker broker, Loops loops) {
        this.broker = broker;
        this.loop = loops.loop("announcements", this::step).every(Duration.ZERO, RETRY);
    }

    @Override
    public void tell(Supplier<byte[]> announcement) {
        var _ = waiting.offer(announcement.get());
    }

    @Override
    public void listen(Consumer<byte[]> listener) {
        listeners.add(listener);
    }

    @Override
    public void start() {
        running = true;
        loop.start();
    }

    @Override
    public void stop() {
        running = false;
        loop.stop(Duration.ofSeconds(5));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Outlet.PHASE;
    }

    private void step() throws InterruptedException {
        try (Link link = broker.connect();
                ClientSession session = link.session()) {
            serve(session);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (running) {
                trouble.failed(new BufferUnavailableException(BufferUnavailableException.Reason.AWAY, e.toString()));
            }
        }
    }

    private void serve(ClientSession session) throws Exception {
        Link.ensureMulticast(session, Queues.LIVE);
        String queue = Queues.LIVE + "." + node;
        session.createQueue(QueueConfiguration.of(queue)
                .setAddress(Queues.LIVE)
                .setRoutingType(RoutingType.MULTICAST)
                .setFilterString("node <> '" + node + "'")
                .setDurable(false)
                .setTemporary(true));
        session.createConsumer(SimpleString.of(queue)).setMessageHandler(this::received);
        ClientProducer producer = session.createProducer(SimpleString.of(Queues.LIVE));
        session.start();
        while (running && !session.isClosed()) {
            trouble.worked();
            byte[] announcement = waiting.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
            if (announcement != null) {
                ClientMessage message = session.createMessage(false);
                message.putStringProperty(NODE, SimpleString.of(node));
                message.getBodyBuffer().writeBytes(announcement);
                producer.send(message);
            }
        }
    }

    private void received(ClientMessage message) {
        byte[] announcement = Link.body(message);
        for (Consumer<byte[]> listener : listeners) {
            try {
                listener.accept(announcement);
            } catch (RuntimeException e) {
                LOG.warn("An announcement of another node was not understood: {}", e.toString());
            }
        }
        try {
            message.acknowledge();
        } catch (ActiveMQException e) {
            LOG.debug("An announcement could not be acknowledged; the connection is lost", e);
        }
    }
}
