package io.omnihub.operations;

import io.omnihub.identity.Caller;
import io.omnihub.identity.Callers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.servlet.HandlerInterceptor;

/// Forbids Hawtio's pages everything but this server, and gives them the login's token by the cookie that they read.
final class HawtioHeaders implements HandlerInterceptor {

    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            // Its components set styles, and carry pictures and fonts within them.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "worker-src 'self'",
            "connect-src 'self'",
            "base-uri 'self'",
            "form-action 'none'",
            "frame-ancestors 'none'");

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        if (request.getRequestURI().endsWith("/user")) {
            Callers.current().map(Caller::session).ifPresent(session -> {
                ResponseCookie token = ResponseCookie.from("XSRF-TOKEN", session.csrf())
                        .path("/hawtio")
                        .secure(request.isSecure())
                        .sameSite("Strict")
                        .build();
                response.addHeader(HttpHeaders.SET_COOKIE, token.toString());
            });
        }
        return true;
    }
}
