package io.omnihub.trace;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/// Gives each request an id, its trace's or a new one, and a span where it brings something in.
final class TraceFilter implements Filter {

    private static final String READS = "GET";

    /// Of a path, so that its ids don't make names: `/channels/shop`, `/api/v1`.
    private static final int PARTS = 3;

    private final Traces traces;
    private final Traces none = Traces.off();

    TraceFilter(Traces traces) {
        this.traces = traces;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest call = (HttpServletRequest) request;
        Traces own = READS.equals(call.getMethod()) ? none : traces;
        try (Span span = own.door(own.isOn() ? name(call) : "", call.getHeader("traceparent"));
                Span.Inside _ = span.enter()) {
            chain.doFilter(request, response);
            int status = ((HttpServletResponse) response).getStatus();
            span.note("http.response.status_code", Integer.toString(status));
            if (status >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
                span.failed("answered " + status);
            }
        }
    }

    private static String name(HttpServletRequest call) {
        String[] parts = call.getRequestURI().split("/", PARTS + 1);
        String path = String.join("/", java.util.Arrays.copyOf(parts, Math.min(parts.length, PARTS)));
        return call.getMethod() + " " + path;
    }
}
