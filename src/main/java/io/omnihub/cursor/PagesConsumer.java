package io.omnihub.cursor;

import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.Takers;
import io.omnihub.channel.TroubleLog;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Has its route fetch page after page, and moves the cursor behind each page that the route has taken.
final class PagesConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(PagesConsumer.class);

    /// One that always names another page is left alone for a while, too.
    private static final int MOST_PAGES = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String name;
    private final String shown;
    private final PageSource source;
    private final Needs needs;
    private final TroubleLog trouble;
    private final Loop loop;
    private final Rest rest;

    /// @param name   of its cursor
    /// @param every  how often it is asked when it had nothing more
    /// @param thread chooses the loop's
    PagesConsumer(
            Endpoint endpoint,
            Processor processor,
            String name,
            Duration every,
            PageSource source,
            Needs needs,
            UnaryOperator<Loop> thread) {
        super(endpoint, processor);
        this.name = name;
        this.source = source;
        this.needs = needs;
        this.shown =
                endpoint.getEndpointUri().substring(0, endpoint.getEndpointUri().indexOf(':') + 1) + name;
        this.trouble = new TroubleLog(LOG, Level.WARN, "The source of " + shown + " gets on again");
        this.rest = new Rest(every);
        this.loop =
                thread.apply(needs.loops().loop("cursor-" + name, this::pages).resting(Duration.ZERO, rest::next));
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        needs.takers().take("the cursor " + name, Set.of(), this);
        loop.start();
    }

    @Override
    protected void doStop() throws Exception {
        loop.stop(PATIENCE);
        source.end();
        needs.takers().release(this);
        super.doStop();
    }

    private void pages() {
        for (int page = 0;
                page < MOST_PAGES && isRunAllowed() && !Thread.currentThread().isInterrupted();
                page++) {
            Optional<String> from = needs.cursors().position(name);
            Exchange exchange = createExchange(false);
            try {
                Optional<PageSource.Turn> turn = turn(exchange, from);
                if (turn.isEmpty()) {
                    return;
                }
                Optional<String> next = turn.get().taken();
                if (next.isPresent() && !next.equals(from)) {
                    // Where somebody has set it meanwhile, his wish holds.
                    needs.cursors().move(name, from, next.get());
                }
                if (!turn.get().goesOn()) {
                    break;
                }
            } finally {
                releaseExchange(exchange, false);
            }
        }
        trouble.works();
        rest.worked();
    }

    /// Has the route take a page; empty where it did not.
    private Optional<PageSource.Turn> turn(Exchange exchange, Optional<String> from) {
        try {
            PageSource.Turn turn = source.begin(exchange, from);
            if (turn.isFilled()) {
                getProcessor().process(exchange);
            }
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            return Optional.of(turn);
        } catch (Exception e) {
            fails(e);
            return Optional.empty();
        }
    }

    /// The page comes again: soon at first, then as seldom as one is asked for anyway.
    private void fails(Exception failure) {
        rest.failed(
                failure instanceof ChannelUnavailableException unavailable ? unavailable.retryAfter() : Duration.ZERO);
        trouble.fails(
                "The route " + getRouteId() + " failed on a page after " + shown
                        + ", which comes again: "
                        + (failure instanceof SourceException
                                ? failure.getMessage()
                                : failure.getClass().getName()),
                null);
        LOG.debug("The route {} failed on a page", getRouteId(), failure);
    }

    /// What it is run with.
    record Needs(SourceCursors cursors, Loops loops, Takers takers) {}
}
