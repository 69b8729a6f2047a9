package io.omnihub.identity;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.ResponseCookie;

/// The cookie of a browser that is logged in: no script reads it, no foreign page sends it.
public final class SessionCookie {

    static final String NAME = "omnihub";

    private final boolean secure;
    private final Duration longest;

    SessionCookie(LoginProperties properties) {
        this.secure = properties.secureCookie();
        this.longest = properties.longest();
    }

    /// The value of `Set-Cookie` for a login.
    public String of(HttpServletRequest request, Logins.Started login) {
        return cookie(request, login.secret(), longest);
    }

    /// The value of `Set-Cookie` that takes it back.
    public String none(HttpServletRequest request) {
        return cookie(request, "", Duration.ZERO);
    }

    static Optional<String> read(HttpServletRequest request) {
        return Stream.ofNullable(request.getCookies())
                .flatMap(Arrays::stream)
                .filter(cookie -> cookie.getName().equals(NAME))
                .map(Cookie::getValue)
                .findFirst();
    }

    private String cookie(HttpServletRequest request, String value, Duration age) {
        return ResponseCookie.from(NAME, value)
                .httpOnly(true)
                .sameSite("Strict")
                .secure(secure || request.isSecure())
                .path("/")
                .maxAge(age)
                .build()
                .toString();
    }
}
