package io.omnihub.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.HandlerInterceptor;

/// Forbids the console everything but what it needs: code, style and pictures of the hub, and the gateway.
final class ConsoleHeaders implements HandlerInterceptor {

    private final GatewayAddress gateway;

    ConsoleHeaders(GatewayAddress gateway) {
        this.gateway = gateway;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        response.setHeader("Content-Security-Policy", policy(request));
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        return true;
    }

    private String policy(HttpServletRequest request) {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self'",
                "media-src 'self'",
                "connect-src 'self' " + gateway.origins(request.getServerName()),
                "form-action 'self'",
                "base-uri 'none'",
                "frame-ancestors 'none'");
    }
}
