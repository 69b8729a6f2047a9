package io.omnihub.identity;

import io.omnihub.message.TenantId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Tells callers who they are.
@RestController
@RequestMapping("/api/v1/me")
@Tag(name = "Me")
final class MeController {

    @GetMapping
    @Operation(summary = "Tells whose credential was sent")
    Me me(@AuthenticationPrincipal Caller caller) {
        return Me.of(caller);
    }

    /// The caller.
    ///
    /// @param role               admin, supervisor, agent or operator
    /// @param kind               account or token
    /// @param csrf               to be sent as `X-CSRF-Token`; null where the caller is no browser
    /// @param mustChangePassword whether nothing else is allowed before; null where the caller is no browser
    record Me(
            TenantId tenant,
            String name,
            @Schema(implementation = Role.class) String role,
            @Schema(allowableValues = {"account", "token"}) String kind,
            @Nullable String csrf,
            @Nullable Boolean mustChangePassword) {

        static Me of(Caller caller) {
            LoginSession session = caller.session();
            return new Me(
                    caller.tenant(),
                    caller.name(),
                    caller.role().publicName(),
                    caller.account() ? "account" : "token",
                    session == null ? null : session.csrf(),
                    session == null ? null : session.mustChangePassword());
        }

        @Override
        public String toString() {
            return tenant + "/" + name;
        }
    }
}
