package io.omnihub.hub;

import io.omnihub.message.ChannelId;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;

/// `from: hub:media` gives out the files that a declared channel's contacts sent, to be fetched.
final class MediaEndpoint extends HubEndpoint {

    private final Doors doors;
    private final ChannelId channel;

    MediaEndpoint(String uri, HubComponent component, Doors doors, ChannelId channel) {
        super(uri, component, "media");
        this.doors = doors;
        this.channel = channel;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        MediaConsumer consumer = new MediaConsumer(this, processor, channel, doors.media(), doors.takers());
        configureConsumer(consumer);
        return consumer;
    }
}
