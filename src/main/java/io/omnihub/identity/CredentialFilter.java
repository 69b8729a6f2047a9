package io.omnihub.identity;

import io.omnihub.store.DatabaseUnavailableException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Reads the header `Authorization`: Basic for accounts, Bearer for tokens. What is wrong ends here, on open paths too.
final class CredentialFilter extends OncePerRequestFilter {

    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";

    private final Login login;

    CredentialFilter(Login login) {
        this.login = login;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            chain.doFilter(request, response);
            return;
        }
        Optional<Caller> caller;
        try {
            caller = caller(header.strip(), request.getRemoteAddr());
        } catch (DatabaseUnavailableException _) {
            Refusal.busy(response);
            return;
        } catch (TooManyTriesException e) {
            Refusal.tooManyTries(response, e);
            return;
        }
        if (caller.isEmpty()) {
            Refusal.unauthenticated(request, response);
            return;
        }
        if (caller.get().account() && CsrfCheck.isForeign(request)) {
            Refusal.csrf(response);
            return;
        }
        authenticate(caller.get());
        chain.doFilter(request, response);
    }

    static void authenticate(Caller caller) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                caller, null, List.of(new SimpleGrantedAuthority(caller.role().name()))));
        SecurityContextHolder.setContext(context);
    }

    private Optional<Caller> caller(String header, String address) {
        if (startsWith(header, BEARER)) {
            String secret = header.substring(BEARER.length()).strip();
            return secret.startsWith(ApiTokens.PREFIX) ? login.byToken(secret) : Optional.empty();
        }
        String pair = startsWith(header, BASIC)
                ? decode(header.substring(BASIC.length()).strip())
                : null;
        int colon = pair == null ? -1 : pair.indexOf(':');
        return pair == null || colon < 0
                ? Optional.empty()
                : login.byPassword(pair.substring(0, colon), pair.substring(colon + 1), address, "")
                        .map(Caller::of);
    }

    private static boolean startsWith(String header, String scheme) {
        return header.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    private static @Nullable String decode(String base64) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException _) {
            return null;
        }
    }
}
