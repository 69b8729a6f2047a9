package io.omnihub.channel.poll;

import io.omnihub.loop.Loops;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/// The component `poll:<channel>`: gives a route what the channel's inboxes have that is new. Of all nodes the one that
/// leads looks; where there are no inboxes, nobody asks who leads.
final class PollComponent extends DefaultComponent {

    private final Loops loops;

    PollComponent(Loops loops) {
        this.loops = loops;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String channel, Map<String, Object> parameters) {
        if (!channel.matches("[a-z0-9][a-z0-9_-]*")) {
            throw new IllegalArgumentException("poll: needs the name of a channel: poll:<channel>");
        }
        return new PollEndpoint(uri, channel, getAndRemoveParameter(parameters, "led", boolean.class, false));
    }

    /// What a route takes from all inboxes of a channel.
    private final class PollEndpoint extends DefaultEndpoint {

        private final String channel;

        private final boolean led;

        /// @param led whether somebody sees to it that only one node takes
        private PollEndpoint(String uri, String channel, boolean led) {
            super(uri, PollComponent.this);
            this.channel = channel;
            this.led = led;
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException("poll: is for what a route takes from; write it after \"from\"");
        }

        @Override
        public Consumer createConsumer(Processor processor) throws Exception {
            Poller poller = CamelContextHelper.mandatoryLookup(getCamelContext(), channel + "Poller", Poller.class);
            if (!led && !poller.polled().isEmpty()) {
                return getCamelContext()
                        .getEndpoint("master:poll-" + channel + ":poll:" + channel + "?led=true")
                        .createConsumer(processor);
            }
            PollConsumer consumer = new PollConsumer(this, processor, channel, poller, loops);
            configureConsumer(consumer);
            return consumer;
        }
    }
}
