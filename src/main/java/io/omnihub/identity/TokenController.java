package io.omnihub.identity;

import io.omnihub.web.Items;
import io.omnihub.web.ProblemException;
import io.omnihub.web.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Makes and ends API tokens.
@RestController
@RequestMapping("/api/v1/tokens")
@Tag(name = "Tokens")
final class TokenController {

    private final ApiTokens tokens;

    TokenController(ApiTokens tokens) {
        this.tokens = tokens;
    }

    @GetMapping
    @Operation(summary = "Lists the API tokens, without their secrets")
    Items<TokenView> list(@AuthenticationPrincipal Caller caller) {
        return new Items<>(
                tokens.list(caller.tenant()).stream().map(TokenView::of).toList());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Makes an API token", description = "The answer holds the secret, which is shown this once.")
    NewToken create(@AuthenticationPrincipal Caller caller, @RequestBody TokenRequest body) {
        Role role = Role.given(Objects.requireNonNullElse(body.role(), ""));
        return tokens.create(
                        caller.tenant(), body.name() == null ? "" : body.name(), role, caller.who(), body.expiresAt())
                .map(created -> new NewToken(TokenView.of(created.token()), created.secret()))
                .orElseThrow(() -> new ProblemException(
                        HttpStatus.CONFLICT, ProblemType.NAME_TAKEN, "There is a token of this name already.", "name"));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Ends an API token at once")
    void delete(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        if (!tokens.delete(caller.tenant(), id, caller.who())) {
            throw ProblemException.notFound();
        }
    }

    /// A token to make.
    ///
    /// @param role      admin, supervisor, agent or operator
    /// @param expiresAt when it ends by itself; null for never
    record TokenRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String name,

            @Schema(
                    allowableValues = {"admin", "supervisor", "agent", "operator"},
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String role,

            @Nullable Instant expiresAt) {}

    /// A new token.
    ///
    /// @param secret what a program sends after `Authorization: Bearer`
    record NewToken(TokenView token, String secret) {

        @Override
        public String toString() {
            return token.toString();
        }
    }

    /// A token as the API shows it.
    record TokenView(
            String id,
            String name,
            @Schema(implementation = Role.class) String role,
            String createdBy,
            Instant createdAt,
            @Nullable Instant expiresAt) {

        static TokenView of(ApiToken token) {
            return new TokenView(
                    token.id(),
                    token.name(),
                    token.role().publicName(),
                    token.createdBy(),
                    token.createdAt(),
                    token.expires());
        }
    }
}
