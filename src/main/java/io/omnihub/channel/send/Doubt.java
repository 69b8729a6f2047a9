package io.omnihub.channel.send;

import org.apache.camel.Exchange;

/// Whether a try of the call that is next, within one attempt, may have reached the contact without our knowing.
public final class Doubt {

    private static final String PROPERTY = "HubDoubt";

    private volatile boolean open;

    /// That of an exchange from `hub:outbound`, which has one from its beginning.
    public static Doubt of(Exchange exchange) {
        Doubt doubt = exchange.getProperty(PROPERTY, Doubt.class);
        if (doubt == null) {
            doubt = new Doubt();
            exchange.setProperty(PROPERTY, doubt);
        }
        return doubt;
    }

    /// Whether an exchange came from `hub:outbound`.
    public static boolean isWatched(Exchange exchange) {
        return exchange.getProperty(PROPERTY) != null;
    }

    /// A try may have arrived.
    public void arises() {
        open = true;
    }

    public boolean isOpen() {
        return open;
    }

    /// It was recorded with the call that it is about.
    void ends() {
        open = false;
    }
}
