package io.omnihub.channel;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.component.platform.http.HttpEndpointModel;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.PlatformHttpListener;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/// Leads a platform's callback straight to its route. It is a filter in front of the login's filters and of Spring MVC,
/// and lets nothing pass on to them: a callback carries no login, and the way through both costs more than all that a
/// callback needs. Its body is read up to a limit before anything looks at it.
final class CallbackEntrance implements Filter, PlatformHttpListener {

    private static final byte[] TOO_LARGE = "{\"type\":\"about:blank\",\"title\":\"Content Too Large\",\"status\":413}"
            .getBytes(StandardCharsets.UTF_8);

    private final Map<PathPattern, CallbackConsumer> consumers = new ConcurrentHashMap<>();
    private final HttpFirewall firewall = new StrictHttpFirewall();
    private final int limit;

    /// @param limit the largest body, in bytes
    CallbackEntrance(int limit) {
        this.limit = limit;
    }

    @Override
    public void registerHttpEndpoint(HttpEndpointModel model) {
        if (model.getConsumer() instanceof CallbackConsumer consumer) {
            consumers.put(pattern(consumer), consumer);
        }
    }

    /// A route that was replaced has left the path to its successor already.
    @Override
    public void unregisterHttpEndpoint(HttpEndpointModel model) {
        if (model.getConsumer() instanceof CallbackConsumer consumer) {
            consumers.remove(pattern(consumer), consumer);
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException {
        HttpServletResponse answer = (HttpServletResponse) response;
        try {
            enter(firewall.getFirewalledRequest((HttpServletRequest) request), answer);
        } catch (RequestRejectedException _) {
            answer.sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
    }

    private void enter(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Map.Entry<PathPattern, CallbackConsumer>> match = match(request);
        if (match.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        ServerHttpObservationFilter.findObservationContext(request)
                .ifPresent(
                        context -> context.setPathPattern(match.get().getKey().getPatternString()));
        byte[] body = request.getContentLengthLong() > limit
                ? null
                : request.getInputStream().readNBytes(limit + 1);
        if (body == null || body.length > limit) {
            refuse(response);
            return;
        }
        match.get().getValue().answer(request, body, response);
    }

    private Optional<Map.Entry<PathPattern, CallbackConsumer>> match(HttpServletRequest request) {
        PathContainer path = PathContainer.parsePath(request.getRequestURI());
        return consumers.entrySet().stream()
                .filter(consumer -> consumer.getKey().matches(path))
                .min(Comparator.comparing(Map.Entry::getKey));
    }

    private static void refuse(HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        response.setHeader("Connection", "close");
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(TOO_LARGE.length);
        response.getOutputStream().write(TOO_LARGE);
    }

    private static PathPattern pattern(CallbackConsumer consumer) {
        PlatformHttpEndpoint endpoint = consumer.getEndpoint();
        return PathPatternParser.defaultInstance.parse(
                endpoint.getPath() + (endpoint.isMatchOnUriPrefix() ? "/**" : ""));
    }
}
