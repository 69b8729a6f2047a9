package io.omnihub.buffer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// The buffer's broker alone, with the journal settings of the hub: durable sends, and a consumer that acknowledges.
public final class BareBroker implements AutoCloseable {

    private static final String QUEUE = "bare";

    /// As many as the hub has callbacks on the way.
    private final Semaphore free;

    private final int senders;
    private final EmbeddedBroker broker;
    private final Link link;
    private final ClientSession sending;
    private final ClientSession receiving;
    private final ClientProducer producer;
    private final ClientConsumer consumer;

    public BareBroker(Path directory, int senders) throws Exception {
        this.senders = senders;
        free = new Semaphore(senders);
        BufferProperties properties = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("omnihub.buffer", BufferProperties.class);
        broker = new EmbeddedBroker(
                directory, properties, () -> Runtime.getRuntime().halt(1));
        broker.start();
        link = broker.broker().connect();
        sending = link.session();
        Link.ensure(sending, QUEUE);
        producer = sending.createProducer(QUEUE);
        receiving = link.transaction();
        consumer = receiving.createConsumer(QUEUE);
        receiving.start();
    }

    /// Sends and receives for a time.
    ///
    /// @return how many were sent durably, received and acknowledged durably
    public long run(int bytes, Duration time) throws Exception {
        byte[] body = new byte[bytes];
        long end = System.nanoTime() + time.toNanos();
        Thread sender = Thread.ofPlatform().start(() -> send(body, end));
        long received = 0;
        while (true) {
            boolean last = !sender.isAlive();
            ClientMessage message = consumer.receive(last ? 200 : 1);
            if (message != null) {
                message.individualAcknowledge();
                received++;
            }
            if (message == null || received % senders == 0) {
                receiving.commit();
            }
            if (message == null && last) {
                return received;
            }
        }
    }

    private void send(byte[] body, long end) {
        try {
            while (System.nanoTime() < end) {
                free.acquire();
                ClientMessage message = sending.createMessage(Message.BYTES_TYPE, true);
                for (String label : List.of(Parcel.TENANT, Parcel.INBOX, Parcel.CHANNEL)) {
                    message.putStringProperty(label, "default");
                }
                message.getBodyBuffer().writeBytes(body);
                producer.send(SimpleString.of(QUEUE), message, new Sent());
            }
            free.acquire(senders);
            free.release(senders);
        } catch (Exception e) {
            throw new IllegalStateException("the bare broker failed", e);
        }
    }

    @Override
    public void close() throws ActiveMQException {
        sending.close();
        receiving.close();
        link.close();
        broker.stop();
    }

    private final class Sent implements SendAcknowledgementHandler {
        @Override
        public void sendAcknowledged(Message message) {
            free.release();
        }

        @Override
        public void sendFailed(Message message, Exception e) {
            throw new IllegalStateException("the bare broker refused a message", e);
        }
    }
}
