package io.omnihub.hub;

import io.omnihub.message.ChannelId;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;

/// `from: hub:push` gives out what wakes apps that are not open, one device at a time.
final class PushEndpoint extends HubEndpoint {

    private final Doors doors;
    private final ChannelId channel;

    PushEndpoint(String uri, HubComponent component, Doors doors, ChannelId channel) {
        super(uri, component, "push");
        this.doors = doors;
        this.channel = channel;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        PushConsumer consumer = new PushConsumer(this, processor, doors, channel);
        configureConsumer(consumer);
        return consumer;
    }
}
