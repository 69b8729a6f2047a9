package io.omnihub.visitor;

import io.omnihub.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.util.WebUtils;

/// Finds out which visitor calls, by `Authorization: Visitor` and the origin of the page, before anything else of the
/// request is read.
public final class VisitorCalls implements HandlerInterceptor {

    /// The request's attribute that holds the [Visitor].
    public static final String VISITOR = "omnihub.visitor";

    private static final String SCHEME = "visitor ";

    private final Visitors visitors;
    private final RequestRates rates;

    VisitorCalls(Visitors visitors, RequestRates rates) {
        this.visitors = visitors;
        this.rates = rates;
    }

    /// @throws ProblemException where it is none of ours, or one that calls too often
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        request.setAttribute(VISITOR, visitor(request));
        return true;
    }

    private Visitor visitor(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        Visitor visitor = token(request.getHeader(HttpHeaders.AUTHORIZATION))
                .flatMap(visitors::find)
                .filter(found -> allows(found.site(), origin, request) || (origin == null && isReading(request)))
                .orElseThrow(() -> new ProblemException(
                        HttpStatus.UNAUTHORIZED,
                        null,
                        "A valid token of a visitor, from its own site, is needed.",
                        ""));
        rates.take(visitor, request);
        return visitor;
    }

    /// Whether a page may speak for a site's visitors: one of the site, or the widget in its frame. In which pages that
    /// may stand, its headers say.
    ///
    /// @param origin null where the request has none
    static boolean allows(Site site, @Nullable String origin, HttpServletRequest request) {
        return site.allows(origin) || (origin != null && WebUtils.isSameOrigin(new ServletServerHttpRequest(request)));
    }

    /// Pages of the hub's own origin send no `Origin` when they read.
    private static boolean isReading(HttpServletRequest request) {
        return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    }

    private static Optional<String> token(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }
}
