package io.omnihub.buffer;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;
import org.apache.activemq.artemis.api.core.client.SessionFailureListener;

/// A connection that sends: many callers share one session, and each waits only for the broker's word on its own
/// message, so that one sync of the journal serves all that wait for it.
final class SendLine implements AutoCloseable {

    private final Link link;
    private final ClientSession session;
    private final ClientProducer producer;
    private final ReentrantLock sending = new ReentrantLock();
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, CompletableFuture<Void>> unanswered = new ConcurrentHashMap<>();
    private volatile boolean lost;

    private SendLine(Link link) throws ActiveMQException {
        this.link = link;
        session = link.session();
        producer = session.createProducer();
    }

    static SendLine open(Broker broker, Collection<String> queues) throws Exception {
        Link link = broker.connectToSend();
        try {
            SendLine line = new SendLine(link);
            line.session.addFailureListener(line.new Lost());
            for (String queue : queues) {
                Link.ensure(line.session, queue);
            }
            return line;
        } catch (Exception e) {
            link.close();
            throw e;
        }
    }

    boolean isLost() {
        return lost || session.isClosed();
    }

    /// @return completed when the broker has the message for good
    CompletableFuture<Void> send(Parcel parcel, long patienceNanos) throws InterruptedException {
        Answer answer = new Answer(numbers.incrementAndGet());
        ClientMessage message = message(session, parcel);
        if (!sending.tryLock(patienceNanos, TimeUnit.NANOSECONDS)) {
            return CompletableFuture.failedFuture(new IllegalStateException("the connection is busy"));
        }
        try {
            unanswered.put(answer.number, answer.future);
            producer.send(SimpleString.of(parcel.queue()), message, answer);
        } catch (ActiveMQException | RuntimeException e) {
            answer.sendFailed(message, e);
        } finally {
            sending.unlock();
        }
        if (lost) {
            answer.sendFailed(message, new IllegalStateException("the connection was lost"));
        }
        return answer.future;
    }

    /// Sends all or none, so that the order within a list holds when its sender has to come again.
    void sendTogether(Collection<Parcel> parcels) throws ActiveMQException {
        try (ClientSession together = link.transaction();
                ClientProducer all = together.createProducer()) {
            for (Parcel parcel : parcels) {
                all.send(SimpleString.of(parcel.queue()), message(together, parcel));
            }
            together.commit();
        }
    }

    /// How many messages lie in a queue; also tells whether the broker answers.
    long depth(ClientSession asking, String queue) throws ActiveMQException {
        return asking.queueQuery(SimpleString.of(queue)).getMessageCount();
    }

    ClientSession asking() throws ActiveMQException {
        return link.session();
    }

    @Override
    public void close() {
        giveUp();
        link.close();
    }

    private static ClientMessage message(ClientSession session, Parcel parcel) {
        ClientMessage message = session.createMessage(Message.BYTES_TYPE, true);
        for (Map.Entry<String, String> label : parcel.labels().entrySet()) {
            message.putStringProperty(label.getKey(), label.getValue());
        }
        message.getBodyBuffer().writeBytes(parcel.body());
        return message;
    }

    /// Answers everyone who waits; nothing is sent on it any more.
    void giveUp() {
        failAll(new IllegalStateException("the connection was lost"));
    }

    private void failAll(Exception cause) {
        lost = true;
        unanswered.values().forEach(answer -> answer.completeExceptionally(cause));
        unanswered.clear();
    }

    /// The broker's word on one message.
    private final class Answer implements SendAcknowledgementHandler {

        private final long number;
        private final CompletableFuture<Void> future = new CompletableFuture<>();

        Answer(long number) {
            this.number = number;
        }

        @Override
        public void sendAcknowledged(Message message) {
            unanswered.remove(number);
            future.complete(null);
        }

        @Override
        public void sendFailed(Message message, Exception e) {
            unanswered.remove(number);
            future.completeExceptionally(e);
        }
    }

    private final class Lost implements SessionFailureListener {
        @Override
        public void connectionFailed(ActiveMQException e, boolean failedOver) {
            failAll(e);
        }

        @Override
        public void connectionFailed(ActiveMQException e, boolean failedOver, String scaleDownTargetNodeId) {
            failAll(e);
        }

        @Override
        public void beforeReconnect(ActiveMQException e) {
            failAll(e);
        }
    }
}
