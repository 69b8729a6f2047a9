package io.omnihub.hub;

import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelStatus.Reason;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.ChannelStatuses.Voice;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.Sent;
import io.omnihub.channel.Takers;
import io.omnihub.channel.TroubleLog;
import io.omnihub.channel.send.Doubt;
import io.omnihub.delivery.Dispatch;
import io.omnihub.loop.Loop;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Outbound;
import io.omnihub.message.OutboundDelivery;
import io.omnihub.trace.Span;
import io.omnihub.trace.Traces;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Gives each claimed message to the route on a virtual thread, and tells the ledger how it ended. It claims no more
/// than it can begin to send.
final class OutboundConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(OutboundConsumer.class);
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int STOP_SECONDS = 30;

    private final OutboundEndpoint door;
    private final Dispatch dispatch;
    private final Takers takers;
    private final ChannelStatuses statuses;
    private final Traces traces;
    private final ChannelId channel;
    private final int concurrency;
    private final AtomicInteger inFlight;
    private final Semaphore free;
    private final TroubleLog faults;
    private final TroubleLog away;
    private final Loop loop;
    private volatile boolean running;

    OutboundConsumer(
            OutboundEndpoint door,
            Processor processor,
            Doors doors,
            ChannelId channel,
            int concurrency,
            AtomicInteger inFlight) {
        super(door, processor);
        this.door = door;
        this.dispatch = doors.dispatch();
        this.takers = doors.takers();
        this.statuses = doors.statuses();
        this.traces = doors.traces();
        this.channel = channel;
        this.concurrency = concurrency;
        this.inFlight = inFlight;
        this.free = new Semaphore(concurrency);
        this.faults = new TroubleLog(LOG, Level.ERROR, "Messages to " + channel + " are sent again");
        this.away = new TroubleLog(LOG, Level.WARN, "The platform of " + channel + " takes messages again");
        // A platform thread: SQLite's native calls would pin a virtual one's carrier.
        this.loop = doors.loops().loop("outbound-" + channel, this::step);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        takers.take("the messages to " + channel, Set.of(), this);
        running = true;
        dispatch.hints().showBy(channel, this::hint);
        loop.start();
    }

    /// Claims nothing more, and waits for what is being sent.
    @Override
    protected void doStop() throws Exception {
        running = false;
        dispatch.hints().endOf(channel);
        dispatch.wake(channel);
        loop.stop(PATIENCE.multipliedBy(STOP_SECONDS));
        if (free.tryAcquire(concurrency, STOP_SECONDS, TimeUnit.SECONDS)) {
            free.release(concurrency);
        } else {
            LOG.warn("Some messages to {} were still being sent; they may be repeated", channel);
        }
        takers.release(this);
        super.doStop();
    }

    private void step() throws InterruptedException {
        if (!free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        int places = 1 + free.drainPermits();
        int begun = 0;
        Dispatch.Claimed claimed;
        try {
            claimed = dispatch.claim(channel, places);
            for (OutboundDelivery message : claimed.messages()) {
                if (running) {
                    begin(message);
                    begun++;
                } else {
                    dispatch.handBack(message);
                }
            }
        } finally {
            free.release(places - begun);
        }
        // Whoever ends this says so before it rings: what was claimed after the ring does not wait.
        if (running && claimed.messages().size() < places) {
            dispatch.await(channel, claimed);
        }
    }

    /// What is handed back was not claimed for anything.
    private void begin(OutboundDelivery message) {
        door.count("claimed", 1);
        inFlight.incrementAndGet();
        Thread.ofVirtual().name("outbound-" + message.delivery()).start(() -> {
            try {
                send(message);
            } finally {
                inFlight.decrementAndGet();
                free.release();
            }
        });
    }

    private void send(OutboundDelivery message) {
        Exchange exchange = createExchange(false);
        Doubt doubt = Doubt.of(exchange);
        long began = System.nanoTime();
        Span span = traces.inner("deliver " + channel, message.header().facts());
        try (span;
                Span.Inside _ = span.enter()) {
            span.note("omnihub.attempt", Integer.toString(message.attempt()));
            run(message, exchange);
            if (exchange.getException() != null) {
                span.failed(exchange.getException().getClass().getName());
            }
            door.took(System.nanoTime() - began);
            settle(message, exchange, doubt.isOpen());
        } finally {
            releaseExchange(exchange, false);
        }
    }

    /// What becomes of a hint nobody asks.
    private void hint(Outbound hint) {
        Exchange exchange = createExchange(false);
        try {
            run(hint, exchange);
            door.count(exchange.getException() == null ? "hinted" : "unhinted", 1);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private void run(Outbound outbound, Exchange exchange) {
        exchange.getMessage().setBody(outbound);
        exchange.getMessage().setHeader(HubHeaders.TENANT, outbound.tenant().value());
        exchange.getMessage().setHeader(HubHeaders.INBOX, outbound.inbox().value());
        RouteRuns.run(getProcessor(), exchange);
    }

    private void settle(OutboundDelivery message, Exchange exchange, boolean doubt) {
        Exception failure = exchange.getException();
        ChannelRejectedException rejected = exchange.getException(ChannelRejectedException.class);
        ChannelUnavailableException unavailable = exchange.getException(ChannelUnavailableException.class);
        if (failure == null && exchange.getMessage().getBody() instanceof Sent sent) {
            dispatch.sent(message, sent, doubt);
            door.count("sent", 1);
            statuses.online(message.tenant(), message.inbox(), Voice.DELIVERY);
            faults.works();
            away.works();
        } else if (failure == null) {
            faulted(message, "the route " + getRouteId() + " did not tell whether it was sent", null);
        } else if (rejected != null) {
            dispatch.rejected(
                    message,
                    rejected.code(),
                    Objects.toString(rejected.getMessage(), ""),
                    rejected.maybeSent() || doubt);
            door.count("rejected", 1);
            // It was answered, and is not tried again.
            statuses.online(message.tenant(), message.inbox(), Voice.DELIVERY);
        } else if (unavailable != null) {
            String reason = Objects.toString(unavailable.getMessage(), "");
            boolean over =
                    dispatch.unavailable(message, reason, unavailable.maybeSent() || doubt, unavailable.retryAfter());
            door.count("unavailable", 1);
            degraded(
                    message,
                    Reason.DELIVERY,
                    "The last message could not be sent, and " + becomes(over) + ": " + reason);
            away.fails("A message through the inbox " + message.inbox() + " could not be sent" + why(message), null);
        } else {
            faulted(
                    message,
                    "the route " + getRouteId() + " failed: "
                            + failure.getClass().getSimpleName(),
                    failure);
        }
    }

    private void degraded(OutboundDelivery message, Reason reason, String sentence) {
        statuses.degraded(message.tenant(), message.inbox(), Voice.DELIVERY, reason, sentence);
    }

    private static String becomes(boolean over) {
        return over ? "is given up" : "is tried again";
    }

    /// In the connector's own words: those of the failure may repeat what the platform said, and go into no log.
    private String why(OutboundDelivery message) {
        String words =
                statuses.of(message.tenant(), message.inbox(), Voice.CONNECTOR).sentence();
        return words.isEmpty() ? "; its deliveries tell why" : ": " + words;
    }

    private void faulted(OutboundDelivery message, String reason, @Nullable Exception failure) {
        boolean over = dispatch.faulted(message, reason);
        degraded(message, Reason.ROUTE, "A message " + becomes(over) + ": " + reason);
        faults.fails("A message to " + channel + " failed: " + reason, failure);
        door.count("faulted", 1);
    }
}
