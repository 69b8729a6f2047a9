package io.omnihub.buffer;

import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/// An external broker: Artemis with the configuration that operators are given.
final class BrokerMain {

    private BrokerMain() {}

    public static void main(String[] args) throws Exception {
        SecurityConfiguration accounts = new SecurityConfiguration();
        accounts.addUser("hub", "secret");
        accounts.addRole("hub", "omnihub");
        accounts.addUser("stranger", "secret");
        accounts.addRole("stranger", "stranger");
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), accounts));
        broker.setConfigResourcePath(Path.of(args[0]).toUri().toString());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker)));
        broker.start();
        System.out.println("broker ready");
    }

    private static void stop(EmbeddedActiveMQ broker) {
        try {
            broker.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
