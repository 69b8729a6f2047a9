package io.omnihub.channel.wechat;

import io.omnihub.message.InboundEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/// The doors `hub:` as the channel's routes see them: what comes in is kept, what goes out is put in by the test.
final class HubDouble extends DefaultComponent {

    final List<InboundEvent> inbound = new CopyOnWriteArrayList<>();
    final List<DeadLetter> deadLetters = new CopyOnWriteArrayList<>();
    private volatile @Nullable RuntimeException trouble;
    private volatile @Nullable Processor outbound;

    /// From now on nothing is taken; null ends it.
    void fails(@Nullable RuntimeException exception) {
        trouble = exception;
    }

    void clear() {
        inbound.clear();
        deadLetters.clear();
        trouble = null;
    }

    /// Sends something out and gives what the route made of it.
    Exchange sends(Object message) throws Exception {
        Processor route = outbound;
        if (route == null) {
            throw new IllegalStateException("no route takes hub:outbound");
        }
        Exchange exchange = getCamelContext()
                .getCamelContextExtension()
                .getExchangeFactory()
                .create(false);
        exchange.getMessage().setBody(message);
        route.process(exchange);
        return exchange;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String door, Map<String, Object> parameters) {
        String replay = String.valueOf(parameters.remove("replay"));
        parameters.remove("channel");
        return new Door(uri, this, door, replay);
    }

    private void take(String door, String replay, Message message) {
        RuntimeException exception = trouble;
        if (exception != null) {
            throw exception;
        }
        if (door.equals("inbound")) {
            for (Object event : (List<?>) message.getBody()) {
                inbound.add((InboundEvent) event);
            }
        } else {
            deadLetters.add(new DeadLetter(
                    message.getBody(byte[].class),
                    message.getHeader("HubTenant", String.class),
                    message.getHeader("HubInbox", String.class),
                    message.getHeader("HubReason", String.class),
                    replay));
        }
    }

    /// What was given up.
    @SuppressWarnings("ArrayRecordComponent")
    record DeadLetter(byte[] raw, String tenant, String inbox, String reason, String replay) {}

    /// One door.
    private static final class Door extends DefaultEndpoint {

        private final HubDouble hub;
        private final String door;
        private final String replay;

        Door(String uri, HubDouble hub, String door, String replay) {
            super(uri, hub);
            this.hub = hub;
            this.door = door;
            this.replay = replay;
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) {
                    hub.take(door, replay, exchange.getMessage());
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            hub.outbound = processor;
            return new DefaultConsumer(this, processor);
        }
    }
}
