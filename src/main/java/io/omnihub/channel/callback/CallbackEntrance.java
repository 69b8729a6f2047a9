package io.omnihub.channel.callback;

import io.omnihub.bound.Holdings;
import io.omnihub.channel.Takers;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.jspecify.annotations.Nullable;
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
/// callback needs. Its body is read within [bounds][CallbackBodies] before anything looks at it.
final class CallbackEntrance implements Filter {

    static final String RETRY_AFTER = "5";

    private final List<Taken> consumers = new CopyOnWriteArrayList<>();
    private final List<Taken> stopped = new CopyOnWriteArrayList<>();
    private final HttpFirewall firewall = new StrictHttpFirewall();
    private final CallbackBodies bodies;
    private volatile @Nullable CamelContext started;

    /// @param limit the largest body, in bytes
    CallbackEntrance(int limit) {
        this.bodies = new CallbackBodies(limit);
    }

    /// A route takes calls from now on. Where one of the same path still runs, it is about to end, and only finishes
    /// what it has begun.
    void begins(CallbackConsumer consumer) {
        stopped.removeIf(taken -> taken.consumer().equals(consumer));
        consumers.addFirst(new Taken(pattern(consumer), consumer));
    }

    void ends(CallbackConsumer consumer) {
        forgetRemoved();
        stopped.add(new Taken(pattern(consumer), consumer));
        consumers.removeIf(taken -> taken.consumer().equals(consumer));
    }

    /// All routes of the start have begun: a path that none of them has is none of ours.
    void open(CamelContext context) {
        started = context;
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
        PathContainer path = PathContainer.parsePath(request.getRequestURI());
        List<Taken> matches = matches(path, request.getMethod());
        if (matches.isEmpty()) {
            absent(path, response);
            return;
        }
        String pattern = matches.getFirst().pattern().getPatternString();
        ServerHttpObservationFilter.findObservationContext(request)
                .ifPresent(context -> context.setPathPattern(pattern));
        try (Holdings.Hold hold = bodies.open(request)) {
            answer(matches, path, request, bodies.read(request, hold), response);
        } catch (CallbackBodies.RefusedException e) {
            refuse(response, e);
        }
    }

    private void answer(
            List<Taken> matches,
            PathContainer path,
            HttpServletRequest request,
            byte[] body,
            HttpServletResponse response)
            throws IOException {
        // Which routes there are changes when one takes the place of another.
        List<Taken> tried = List.of();
        for (List<Taken> now = matches; !now.equals(tried); now = matches(path, request.getMethod())) {
            for (Taken match : now) {
                CallbackConsumer consumer = match.consumer();
                if (consumer.enter()) {
                    try {
                        consumer.answer(request, body, response);
                    } finally {
                        consumer.leave();
                    }
                    return;
                }
            }
            tried = now;
        }
        comeAgain(response);
    }

    /// The routes of the nearest pattern that take the method, else those that don't, to refuse it; the newest first.
    private List<Taken> matches(PathContainer path, String method) {
        Comparator<Taken> nearest = Comparator.comparing(Taken::pattern)
                .thenComparing(taken -> !taken.consumer().takes(method));
        List<Taken> matching = consumers.stream()
                .filter(taken -> taken.pattern().matches(path))
                .sorted(nearest)
                .toList();
        return matching.stream()
                .filter(taken -> nearest.compare(taken, matching.getFirst()) == 0)
                .toList();
    }

    /// A platform may take "not found" for "gone for good": while the routes of the hub start or end, and where one is
    /// stopped, it is told to come again.
    private void absent(PathContainer path, HttpServletResponse response) throws IOException {
        CamelContext context = started;
        forgetRemoved();
        if (context == null
                || !context.isStarted()
                || stopped.stream().anyMatch(taken -> taken.pattern().matches(path))) {
            comeAgain(response);
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    /// A stopped route that was removed since is not waited for.
    private void forgetRemoved() {
        stopped.removeIf(taken -> Takers.route(taken.consumer()).isEmpty());
    }

    private static void comeAgain(HttpServletResponse response) throws IOException {
        response.setHeader("Retry-After", RETRY_AFTER);
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }

    private static void refuse(HttpServletResponse response, CallbackBodies.RefusedException why) throws IOException {
        byte[] problem = "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d}"
                .formatted(why.title(), why.status())
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(why.status());
        why.headers().forEach(response::setHeader);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(problem.length);
        response.getOutputStream().write(problem);
    }

    private static PathPattern pattern(CallbackConsumer consumer) {
        PlatformHttpEndpoint endpoint = consumer.getEndpoint();
        return PathPatternParser.defaultInstance.parse(
                endpoint.getPath() + (endpoint.isMatchOnUriPrefix() ? "/**" : ""));
    }

    /// A route's path.
    private record Taken(PathPattern pattern, CallbackConsumer consumer) {}
}
