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

    private static final String DEVICE = "omnihub-device";
    private static final Duration DEVICE_REMEMBERED = Duration.ofDays(365);

    private final boolean secure;
    private final Duration longest;

    SessionCookie(LoginProperties properties) {
        this.secure = properties.secureCookie();
        this.longest = properties.longest();
    }

    /// The value of `Set-Cookie` for a login.
    public String of(HttpServletRequest request, Logins.Started login) {
        return cookie(request, NAME, login.secret(), "/", longest);
    }

    /// The value of `Set-Cookie` by which the browser is known when the account logs in again.
    public String device(HttpServletRequest request, Logins.Started login) {
        return cookie(request, DEVICE, login.device(), "/api/v1", DEVICE_REMEMBERED);
    }

    /// What a login of before gave the browser; empty where there was none.
    public static String readDevice(HttpServletRequest request) {
        return read(request, DEVICE).orElse("");
    }

    /// The value of `Set-Cookie` that takes it back.
    public String none(HttpServletRequest request) {
        return cookie(request, NAME, "", "/", Duration.ZERO);
    }

    static Optional<String> read(HttpServletRequest request) {
        return read(request, NAME);
    }

    private static Optional<String> read(HttpServletRequest request, String name) {
        return Stream.ofNullable(request.getCookies())
                .flatMap(Arrays::stream)
                .filter(cookie -> cookie.getName().equals(name))
                .map(Cookie::getValue)
                .findFirst();
    }

    private String cookie(HttpServletRequest request, String name, String value, String path, Duration age) {
        return ResponseCookie.from(name, value)
                .httpOnly(true)
                .sameSite("Strict")
                .secure(secure || request.isSecure())
                .path(path)
                .maxAge(age)
                .build()
                .toString();
    }
}
