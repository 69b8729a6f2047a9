package io.omnihub.buffer;

import java.util.EnumSet;
import org.apache.activemq.artemis.api.core.ActiveMQAddressExistsException;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQQueueExistsException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/// One connection to the broker.
record Link(ServerLocator locator, ClientSessionFactory factory, String user, String password)
        implements AutoCloseable {

    /// A session whose sends and acknowledgements count at once.
    ClientSession session() throws ActiveMQException {
        return session(true);
    }

    /// A session whose sends and acknowledgements count with its commit.
    ClientSession transaction() throws ActiveMQException {
        return session(false);
    }

    private ClientSession session(boolean auto) throws ActiveMQException {
        return factory.createSession(
                user, password, false, auto, auto, ActiveMQClient.DEFAULT_PRE_ACKNOWLEDGE, locator.getAckBatchSize());
    }

    /// Makes sure of a durable, exclusive queue, without which neither durability nor order would hold.
    static void ensure(ClientSession session, String queue) throws ActiveMQException {
        SimpleString name = SimpleString.of(queue);
        ClientSession.QueueQuery found = session.queueQuery(name);
        if (!found.isExists()) {
            create(session, queue);
            found = session.queueQuery(name);
        }
        if (!found.isDurable() || !Boolean.TRUE.equals(found.isExclusive())) {
            throw new IllegalStateException("the broker's queue " + queue
                    + " must be durable and exclusive: configure it as config/artemis/broker.xml shows");
        }
    }

    /// The bytes of a message.
    static byte[] body(ClientMessage message) {
        ActiveMQBuffer body = message.getBodyBuffer();
        byte[] bytes = new byte[body.readableBytes()];
        body.readBytes(bytes);
        return bytes;
    }

    /// Makes sure of an address where each queue gets each message.
    static void ensureMulticast(ClientSession session, String address) throws ActiveMQException {
        createAddress(session, SimpleString.of(address), RoutingType.MULTICAST);
    }

    private static void create(ClientSession session, String queue) throws ActiveMQException {
        try {
            createAddress(session, SimpleString.of(queue), RoutingType.ANYCAST);
            session.createQueue(QueueConfiguration.of(queue)
                    .setRoutingType(RoutingType.ANYCAST)
                    .setDurable(true)
                    .setExclusive(true)
                    .setAutoDelete(false));
        } catch (ActiveMQQueueExistsException _) {
            // Another connection was faster.
            return;
        } catch (ActiveMQSecurityException e) {
            throw new IllegalStateException(
                    "the broker has no queue " + queue
                            + ", and this account may not create it: create it as config/artemis/broker.xml shows",
                    e);
        }
    }

    private static void createAddress(ClientSession session, SimpleString address, RoutingType routing)
            throws ActiveMQException {
        try {
            if (!session.addressQuery(address).isExists()) {
                session.createAddress(address, EnumSet.of(routing), false);
            }
        } catch (ActiveMQAddressExistsException _) {
            // Another connection was faster.
            return;
        }
    }

    /// Drops the connection without a word to the broker, which may not listen any more.
    @Override
    public void close() {
        factory.cleanup();
        locator.close();
    }
}
