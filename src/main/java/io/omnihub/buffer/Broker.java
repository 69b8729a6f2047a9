package io.omnihub.buffer;

import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants;

/// Where the broker is, and how connections to it behave: each call ends after at most two seconds, and a lost
/// connection stays lost, since whoever uses it makes a new one.
final class Broker {

    private static final int CALL_MILLIS = 1_800;

    private final Locators locators;
    private final String user;
    private final String password;

    private Broker(Locators locators, String user, String password) {
        this.locators = locators;
        this.user = user;
        this.password = password;
    }

    /// The broker in this process.
    static Broker embedded(int serverId) {
        TransportConfiguration transport = new TransportConfiguration(
                InVMConnectorFactory.class.getName(), Map.of(TransportConstants.SERVER_ID_PROP_NAME, serverId));
        // Longer than any pause of this process, which both ends share.
        return new Broker(
                () -> ActiveMQClient.createServerLocatorWithoutHA(transport)
                        .setConnectionTTL(60_000)
                        .setClientFailureCheckPeriod(30_000),
                "",
                "");
    }

    static Broker external(String url, String user, String password) {
        return new Broker(
                () -> ActiveMQClient.createServerLocator(url)
                        .setConnectionTTL(10_000)
                        .setClientFailureCheckPeriod(5_000),
                user,
                password);
    }

    /// A connection of which the broker keeps nothing when it is lost: whoever reads by the next one is the only
    /// reader.
    Link connect() throws Exception {
        return connect(-1);
    }

    /// A connection whose sends are each answered. When it is lost the broker keeps what belongs to it for a while: no
    /// consumer may be on it.
    Link connectToSend() throws Exception {
        return connect(1024 * 1024);
    }

    private Link connect(int confirmationWindow) throws Exception {
        ServerLocator locator = locators.create()
                .setCallTimeout(CALL_MILLIS)
                .setCallFailoverTimeout(CALL_MILLIS)
                .setReconnectAttempts(0)
                .setInitialConnectAttempts(1)
                .setConfirmationWindowSize(confirmationWindow)
                // Without credits of the broker a send never waits for it.
                .setProducerWindowSize(-1)
                .setBlockOnDurableSend(false)
                .setBlockOnAcknowledge(false)
                .setAckBatchSize(0);
        try {
            return new Link(locator, locator.createSessionFactory(), user, password);
        } catch (Exception e) {
            locator.close();
            throw e;
        }
    }

    /// Makes the client's entrance to the broker.
    @FunctionalInterface
    private interface Locators {
        ServerLocator create() throws Exception;
    }
}
