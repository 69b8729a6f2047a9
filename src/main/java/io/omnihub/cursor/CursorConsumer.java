package io.omnihub.cursor;

import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.TroubleLog;
import io.omnihub.loop.Loop;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Has its route fetch page after page, and moves the cursor behind each page that the route has taken.
final class CursorConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(CursorConsumer.class);

    /// One that always names another page is left alone for a while, too.
    private static final int MOST_PAGES = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CursorEndpoint endpoint;
    private final CursorComponent component;
    private final TroubleLog trouble;
    private final Loop loop;
    private final Rest rest;

    CursorConsumer(CursorEndpoint endpoint, Processor processor, CursorComponent component) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.component = component;
        this.trouble = new TroubleLog(LOG, Level.WARN, "The source of cursor:" + endpoint.name() + " gets on again");
        this.rest = new Rest(endpoint.every());
        this.loop = component
                .loops()
                .loop("cursor-" + endpoint.name(), this::pages)
                .resting(Duration.ZERO, rest::next)
                .virtual();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        component.takers().take("the cursor " + endpoint.name(), Set.of(), this);
        loop.start();
    }

    @Override
    protected void doStop() throws Exception {
        loop.stop(PATIENCE);
        component.takers().release(this);
        super.doStop();
    }

    private void pages() {
        for (int page = 0;
                page < MOST_PAGES && isRunAllowed() && !Thread.currentThread().isInterrupted();
                page++) {
            Optional<String> from = component.cursors().position(endpoint.name());
            Exchange exchange = createExchange(false);
            try {
                Page begun = Page.begin(exchange, endpoint.name(), from.orElseGet(endpoint::first));
                @Nullable Exception failure = process(exchange);
                if (failure != null) {
                    fails(failure);
                    return;
                }
                Optional<String> next = begun.next();
                if (next.isEmpty() || next.equals(from)) {
                    break;
                }
                // Where somebody has set it meanwhile, his wish holds.
                component.cursors().move(endpoint.name(), from, next.get());
            } finally {
                releaseExchange(exchange, false);
            }
        }
        trouble.works();
        rest.worked();
    }

    private @Nullable Exception process(Exchange exchange) {
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        return exchange.getException();
    }

    /// The page comes again: soon at first, then as seldom as one is asked for anyway.
    private void fails(Exception failure) {
        rest.failed(
                failure instanceof ChannelUnavailableException unavailable ? unavailable.retryAfter() : Duration.ZERO);
        trouble.fails(
                "The route " + getRouteId() + " failed on a page after cursor:" + endpoint.name()
                        + ", which comes again: " + failure.getClass().getName(),
                null);
        LOG.debug("The route {} failed on a page", getRouteId(), failure);
    }
}
