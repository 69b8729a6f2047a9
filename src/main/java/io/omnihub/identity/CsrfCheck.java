package io.omnihub.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/// Tells requests of our own pages from those that a foreign page makes a browser send with its user's credential.
final class CsrfCheck {

    static final String HEADER = "X-CSRF-Token";

    /// As Hawtio's pages give it.
    private static final String OTHER_HEADER = "X-XSRF-TOKEN";

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private CsrfCheck() {}

    /// Whether a request that may change something lacks the login's token.
    static boolean lacksToken(HttpServletRequest request, LoginSession session) {
        String own = request.getHeader(HEADER);
        String token = own == null ? request.getHeader(OTHER_HEADER) : own;
        return isUnsafe(request) && (token == null || !Secrets.equal(token, session.csrf()));
    }

    /// Whether a browser says that a request that may change something comes from another site. Browsers send a
    /// password along by themselves once their user has given it.
    static boolean isForeign(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return isUnsafe(request) && site != null && !OWN.contains(site);
    }

    private static boolean isUnsafe(HttpServletRequest request) {
        return !SAFE.contains(request.getMethod());
    }
}
