package io.omnihub.identity;

import io.omnihub.store.DatabaseUnavailableException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/// Knows a browser by its cookie, where there is no header `Authorization`. A cookie that is worth nothing any more
/// counts as none.
final class CookieFilter extends OncePerRequestFilter {

    private final Logins logins;

    CookieFilter(Logins logins) {
        this.logins = logins;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> secret =
                request.getHeader(HttpHeaders.AUTHORIZATION) == null ? SessionCookie.read(request) : Optional.empty();
        Optional<Caller> caller;
        try {
            caller = secret.flatMap(logins::find);
        } catch (DatabaseUnavailableException _) {
            Refusal.busy(response);
            return;
        }
        LoginSession session = caller.map(Caller::session).orElse(null);
        if (caller.isPresent() && session != null && !Permissions.isOpen(request)) {
            if (CsrfCheck.isForeign(request) || CsrfCheck.lacksToken(request, session)) {
                Refusal.csrf(response);
                return;
            }
            if (session.mustChangePassword() && !Permissions.allowsBeforePasswordChange(request)) {
                Refusal.passwordChange(response);
                return;
            }
            CredentialFilter.authenticate(caller.get());
        }
        chain.doFilter(request, response);
    }
}
