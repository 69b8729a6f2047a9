package io.omnihub.channel.callback;

import io.omnihub.channel.Takers;
import io.omnihub.channel.TroubleLog;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.http.base.HttpHelper;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Runs the route of one callback address, or of one webhook.
///
/// The route gets the bytes as they came as body, and as headers those of the request, the placeholders of the address,
/// `CamelHttpMethod`, `CamelHttpUri`, `CamelHttpQuery` and `HubCaller`. Parameters of the query become no headers:
/// whoever calls would choose their names.
final class CallbackConsumer extends PathConsumer {

    /// The header with the address from which a call was made.
    static final String CALLER = "HubCaller";

    private static final Logger LOG = LoggerFactory.getLogger(CallbackConsumer.class);

    /// Calls that came just before the end are about to be seen by Camel, which waits longer for them.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final CallbackEntrance entrance;
    private final TroubleLog trouble;
    private int calls;
    private boolean open;

    CallbackConsumer(PlatformHttpEndpoint endpoint, Processor processor, Takers takers, CallbackEntrance entrance) {
        super(endpoint, processor, takers);
        this.entrance = entrance;
        trouble = new TroubleLog(LOG, Level.ERROR, "The route of " + endpoint.getPath() + " works again");
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        synchronized (this) {
            open = true;
        }
        entrance.begins(this);
    }

    /// What has entered is finished first.
    @Override
    protected void doStop() throws Exception {
        entrance.ends(this);
        synchronized (this) {
            open = false;
            long end = System.nanoTime() + PATIENCE.toNanos();
            for (long left = PATIENCE.toNanos(); calls > 0 && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        }
        super.doStop();
    }

    /// A call is given to this route, if it still takes any; it must leave again.
    synchronized boolean enter() {
        if (!open || isSuspended()) {
            return false;
        }
        calls++;
        return true;
    }

    synchronized void leave() {
        calls--;
        notifyAll();
    }

    /// Answers on this thread.
    void answer(HttpServletRequest request, byte[] body, HttpServletResponse response) throws IOException {
        // Of a route Camel's filter lets this header not through, and no answer to a callback is to be kept.
        response.setHeader("Cache-Control", "no-store");
        if (!takes(request.getMethod())) {
            response.setHeader("Allow", String.join(", ", methods()));
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        Map<String, Object> received = read(request, body, exchange);
        run(exchange);
        try {
            write(exchange, received, response);
        } catch (IOException e) {
            exchange.setException(e);
            throw e;
        } finally {
            // What a route does at its end depends on whether the answer could be written.
            doneUoW(exchange);
            releaseExchange(exchange, false);
        }
    }

    private void run(Exchange exchange) {
        try {
            createUoW(exchange);
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
    }

    /// @return the headers that the route begins with
    private Map<String, Object> read(HttpServletRequest request, byte[] body, Exchange exchange) {
        Message message = exchange.getIn();
        Map<String, Object> headers = message.getHeaders();
        HeaderFilterStrategy filter = getEndpoint().getHeaderFilterStrategy();
        request.getHeaderNames()
                .asIterator()
                .forEachRemaining(name -> request.getHeaders(name).asIterator().forEachRemaining(value -> {
                    if (!isOurs(name) && !filter.applyFilterToExternalHeaders(name, value, exchange)) {
                        HttpHelper.appendHeader(headers, name, value);
                    }
                }));
        String path = request.getRequestURI();
        HttpHelper.evalPlaceholders(headers, path, getEndpoint().getPath());
        headers.put(Exchange.HTTP_METHOD, request.getMethod());
        headers.put(Exchange.HTTP_URI, path);
        headers.put(CALLER, request.getRemoteAddr());
        headers.put(Exchange.HTTP_QUERY, request.getQueryString());
        message.setBody(body);
        Map<String, Object> received = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        received.putAll(headers);
        return received;
    }

    /// Whether it would tell the route who has proved himself, which no caller may.
    private static boolean isOurs(String header) {
        return header.regionMatches(true, 0, "Hub", 0, 3);
    }

    /// Headers of the answer are those that the route has set, and never those of the request that it left as they
    /// were.
    // The same object, not an equal one: a route may set a header to what came.
    @SuppressWarnings("ReferenceEquality")
    private void write(Exchange exchange, Map<String, Object> received, HttpServletResponse response)
            throws IOException {
        Exception failure = exchange.getException();
        if (failure != null) {
            trouble.fails(
                    "The route of " + getEndpoint().getPath() + " failed: "
                            + failure.getClass().getSimpleName(),
                    failure);
            response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            return;
        }
        trouble.works();
        Message message = exchange.getMessage();
        HeaderFilterStrategy filter = getEndpoint().getHeaderFilterStrategy();
        response.setStatus(Objects.requireNonNullElse(
                message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class), HttpServletResponse.SC_OK));
        message.getHeaders().forEach((name, value) -> {
            if (value != null
                    && received.get(name) != value
                    && !filter.applyFilterToCamelHeaders(name, value, exchange)) {
                response.setHeader(name, value.toString());
            }
        });
        if (message.getHeader(Exchange.CONTENT_TYPE) != received.get(Exchange.CONTENT_TYPE)) {
            response.setContentType(message.getHeader(Exchange.CONTENT_TYPE, String.class));
        }
        byte[] body = message.getBody(byte[].class);
        response.setContentLength(body == null ? 0 : body.length);
        if (body != null) {
            response.getOutputStream().write(body);
        }
        response.flushBuffer();
    }
}
