package io.omnihub.hub;

import io.omnihub.channel.Takers;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Media;
import io.omnihub.message.TenantId;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/// Gives the route each file that is to be fetched, on the thread that waits for it.
final class MediaConsumer extends DefaultConsumer {

    /// Where the steps of the route find what is fetched, whatever they have made of the body.
    private static final String MEDIA = "HubMedia";

    private final ChannelId channel;
    private final RoutedMedia routed;
    private final Takers takers;

    MediaConsumer(Endpoint endpoint, Processor processor, ChannelId channel, RoutedMedia routed, Takers takers) {
        super(endpoint, processor);
        this.channel = channel;
        this.routed = routed;
        this.takers = takers;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        takers.take("the files of " + channel, Set.of(), this);
        routed.begin(channel, this);
    }

    @Override
    protected void doStop() throws Exception {
        routed.end(channel, this);
        takers.release(this);
        super.doStop();
    }

    Media fetch(TenantId tenant, InboxId inbox, Media media) {
        Exchange exchange = createExchange(false);
        try {
            exchange.setProperty(MEDIA, media);
            exchange.getMessage().setHeader(HubHeaders.TENANT, tenant.value());
            exchange.getMessage().setHeader(HubHeaders.INBOX, inbox.value());
            exchange.getMessage().setBody(media);
            RouteRuns.run(getProcessor(), exchange);
            if (exchange.getException() == null
                    && exchange.getMessage().getBody() instanceof Media stored
                    && stored.isStored()) {
                return stored;
            }
            throw RouteRuns.failure(exchange, "the route " + getRouteId() + " did not fetch the file");
        } finally {
            releaseExchange(exchange, false);
        }
    }
}
