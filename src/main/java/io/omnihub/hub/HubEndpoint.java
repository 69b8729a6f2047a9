package io.omnihub.hub;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/// A door of the hub; each offers one direction.
abstract class HubEndpoint extends DefaultEndpoint {

    private final String door;

    HubEndpoint(String uri, HubComponent component, String door) {
        super(uri, component);
        this.door = door;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("hub:" + door + " gives out; write it after \"from\"");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        throw new UnsupportedOperationException("hub:" + door + " takes in; write it after \"to\"");
    }

    /// Routes of ours and the hub are one process.
    @Override
    public boolean isRemote() {
        return false;
    }
}
