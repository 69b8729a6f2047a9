package io.omnihub.hub;

import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelStatus.Reason;
import io.omnihub.channel.ChannelStatuses.Voice;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.http.RetryAfter;
import io.omnihub.channel.http.StatusCodes;
import io.omnihub.device.Pushers;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/// Gives the route each push, on the thread that waits for it. A route that ends with an answer of HTTP has said by its
/// status what became of it.
final class PushConsumer extends DefaultConsumer implements Pushers.Pusher {

    /// Somebody is to mend what is not let in.
    private static final int FORBIDDEN = 403;

    private static final int GONE = 410;

    private final Doors doors;
    private final ChannelId channel;

    PushConsumer(Endpoint endpoint, Processor processor, Doors doors, ChannelId channel) {
        super(endpoint, processor);
        this.doors = doors;
        this.channel = channel;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        doors.takers().take("the pushes of " + channel, Set.of(), this);
        doors.pushers().begin(channel, this);
    }

    @Override
    protected void doStop() throws Exception {
        doors.pushers().end(channel, this);
        doors.takers().release(this);
        super.doStop();
    }

    @Override
    public void push(TenantId tenant, InboxId inbox, String key, byte[] push) {
        Exchange exchange = createExchange(false);
        try {
            Message message = exchange.getMessage();
            message.setHeader(HubHeaders.TENANT, tenant.value());
            message.setHeader(HubHeaders.INBOX, inbox.value());
            message.setHeader("webhook-id", key);
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
            message.setBody(push);
            RouteRuns.run(getProcessor(), exchange);
            judge(exchange);
            doors.statuses().online(tenant, inbox, Voice.DELIVERY);
        } catch (ChannelRejectedException e) {
            // It was answered.
            doors.statuses().online(tenant, inbox, Voice.DELIVERY);
            throw e;
        } catch (ChannelUnavailableException e) {
            doors.statuses()
                    .degraded(
                            tenant,
                            inbox,
                            Voice.DELIVERY,
                            Reason.DELIVERY,
                            "The last push could not be sent: " + e.getMessage());
            throw e;
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private void judge(Exchange exchange) {
        if (exchange.getException() != null) {
            throw RouteRuns.failure(exchange, "the route " + getRouteId() + " failed");
        }
        Message answer = exchange.getMessage();
        int status = Objects.requireNonNullElse(answer.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class), 200);
        if (status >= 200 && status < 300) {
            return;
        }
        if (status == GONE) {
            throw new ChannelRejectedException(ChannelRejectedException.GONE, "the device is there no more");
        }
        if (status == FORBIDDEN || StatusCodes.passes(status)) {
            String pause = Objects.requireNonNullElse(answer.getHeader("Retry-After", String.class), "");
            throw ChannelUnavailableException.after("it was answered by HTTP " + status, RetryAfter.of(pause));
        }
        throw new ChannelRejectedException("http-" + status, "it was refused");
    }
}
