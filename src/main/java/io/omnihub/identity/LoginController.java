package io.omnihub.identity;

import io.omnihub.identity.MeController.Me;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.web.ProblemException;
import io.omnihub.web.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Logs browsers in and out, and changes passwords.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Login")
final class LoginController {

    private final Logins logins;
    private final SessionCookie cookie;

    LoginController(Logins logins, SessionCookie cookie) {
        this.logins = logins;
        this.cookie = cookie;
    }

    @PostMapping("/login")
    @SecurityRequirements
    @Operation(summary = "Logs a browser in", description = "The answer sets the cookie.")
    ResponseEntity<Me> login(@RequestBody LoginRequest body, HttpServletRequest request) {
        String device = SessionCookie.readDevice(request);
        return logins.login(
                        given("user", body.user()), given("password", body.password()), request.getRemoteAddr(), device)
                .map(login -> answer(request, login))
                .orElseThrow(() ->
                        new ProblemException(HttpStatus.UNAUTHORIZED, null, "The user or the password is wrong.", ""));
    }

    @PostMapping("/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Ends the browser's login", description = "The answer takes the cookie back.")
    ResponseEntity<Void> logout(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        logins.logout(caller);
        return ResponseEntity.noContent()
                .header(HttpHeaders.SET_COOKIE, cookie.none(request))
                .build();
    }

    @PostMapping("/password")
    @Operation(
            summary = "Changes the caller's password",
            description = "All other logins of the account end; a browser gets a new cookie.")
    ResponseEntity<Me> password(
            @AuthenticationPrincipal Caller caller, @RequestBody PasswordRequest body, HttpServletRequest request) {
        if (!caller.account()) {
            throw new ProblemException(ProblemType.WRONG_STATUS, "A token has no password.");
        }
        String current = given("current", body.current());
        String password = given("password", body.password());
        return logins.changePassword(
                        caller, current, password, request.getRemoteAddr(), SessionCookie.readDevice(request))
                .map(login -> answer(request, login))
                .orElseGet(() -> ResponseEntity.ok(Me.of(caller)));
    }

    private ResponseEntity<Me> answer(HttpServletRequest request, Logins.Started login) {
        return ResponseEntity.ok()
                .header(HttpHeaders.SET_COOKIE, cookie.of(request, login), cookie.device(request, login))
                .body(Me.of(login.caller()));
    }

    private static String given(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new InvalidMessageException(field, "must be given");
        }
        return value;
    }

    /// Who logs in.
    ///
    /// @param user an account's name, after the tenant and a slash where that is not the default one
    record LoginRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String user,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String password) {

        @Override
        public String toString() {
            return "LoginRequest";
        }
    }

    /// A password to change.
    ///
    /// @param current  the one until now
    /// @param password the new one: 12 to 72 bytes, none that is tried first
    record PasswordRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String current,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String password) {

        @Override
        public String toString() {
            return "PasswordRequest";
        }
    }
}
