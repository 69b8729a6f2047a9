package io.omnihub.desk;

import io.omnihub.visitor.Visitor;
import io.omnihub.visitor.Visitors;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/// Finds out which visitor calls: by `Authorization: Visitor`, and the origin of the page.
final class VisitorCalls {

    private static final String SCHEME = "visitor ";

    private final Visitors visitors;
    private final RequestRates rates;

    VisitorCalls(Visitors visitors, RequestRates rates) {
        this.visitors = visitors;
        this.rates = rates;
    }

    /// @throws ProblemException where it is none of ours, or one that calls too often
    Visitor visitor(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        Visitor visitor = token(request.getHeader(HttpHeaders.AUTHORIZATION))
                .flatMap(visitors::find)
                .filter(found -> found.site().allows(origin) || (origin == null && isReading(request)))
                .orElseThrow(() -> new ProblemException(
                        HttpStatus.UNAUTHORIZED,
                        null,
                        "A valid token of a visitor, from its own site, is needed.",
                        ""));
        rates.take(visitor.id());
        return visitor;
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
