package io.omnihub.widget;

import io.omnihub.console.GatewayAddress;
import io.omnihub.visitor.Site;
import io.omnihub.visitor.Sites;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.TreeSet;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerInterceptor;

/// Lets the widget stand in the pages of its site and of the hub itself, and forbids it all but what it needs.
final class WidgetHeaders implements HandlerInterceptor {

    private final Sites sites;
    private final GatewayAddress gateway;

    WidgetHeaders(Sites sites, GatewayAddress gateway) {
        this.sites = sites;
        this.gateway = gateway;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        response.setHeader("Content-Security-Policy", policy(request));
        // A page that isolates itself embeds only what says so.
        response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
        response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        return true;
    }

    private String policy(HttpServletRequest request) {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self' blob:",
                "connect-src 'self' " + gateway.origins(request.getServerName()),
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors " + ancestors(site(request)));
    }

    /// @return null where the address has none that can be read
    private static @Nullable String site(HttpServletRequest request) {
        try {
            return request.getParameter("site");
        } catch (InvalidParameterException _) {
            return null;
        }
    }

    private String ancestors(@Nullable String key) {
        return sites.find(key == null ? "" : key)
                .map(Site::origins)
                .map(origins -> "'self' " + String.join(" ", new TreeSet<>(origins)))
                .orElse("'none'");
    }
}
