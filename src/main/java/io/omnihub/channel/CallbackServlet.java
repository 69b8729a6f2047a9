package io.omnihub.channel;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.component.platform.http.HttpEndpointModel;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.PlatformHttpListener;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.springframework.http.server.PathContainer;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/// Leads a platform's callback straight to its route. Spring MVC, which serves the other paths of `platform-http`,
/// dispatches each request a second time to answer it, and so doubles what a callback costs.
final class CallbackServlet extends HttpServlet implements PlatformHttpListener {

    private final transient Map<PathPattern, SpringBootPlatformHttpConsumer> consumers = new ConcurrentHashMap<>();

    @Override
    public void registerHttpEndpoint(HttpEndpointModel model) {
        if (model.getConsumer() instanceof SpringBootPlatformHttpConsumer consumer) {
            consumers.put(pattern(consumer), consumer);
        }
    }

    /// A route that was replaced has left the path to its successor already.
    @Override
    public void unregisterHttpEndpoint(HttpEndpointModel model) {
        if (model.getConsumer() instanceof SpringBootPlatformHttpConsumer consumer) {
            consumers.remove(pattern(consumer), consumer);
        }
    }

    /// The consumer answers on this thread: its engine has no threads of its own.
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        PathContainer path = PathContainer.parsePath(request.getRequestURI());
        List<PathPattern> matches = consumers.keySet().stream()
                .filter(pattern -> pattern.matches(path))
                .sorted()
                .toList();
        SpringBootPlatformHttpConsumer consumer = matches.isEmpty() ? null : consumers.get(matches.getFirst());
        if (consumer == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        String methods = consumer.getEndpoint().getHttpMethodRestrict();
        if (methods != null && !List.of(methods.split(",")).contains(request.getMethod())) {
            response.setHeader("Allow", methods);
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        ServerHttpObservationFilter.findObservationContext(request)
                .ifPresent(context -> context.setPathPattern(matches.getFirst().getPatternString()));
        consumer.service(request, response).join();
    }

    private static PathPattern pattern(SpringBootPlatformHttpConsumer consumer) {
        PlatformHttpEndpoint endpoint = consumer.getEndpoint();
        return PathPatternParser.defaultInstance.parse(
                endpoint.getPath() + (endpoint.isMatchOnUriPrefix() ? "/**" : ""));
    }
}
