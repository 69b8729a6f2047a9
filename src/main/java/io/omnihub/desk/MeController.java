package io.omnihub.desk;

import io.omnihub.identity.Caller;
import io.omnihub.message.TenantId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
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
        return new Me(
                caller.tenant(), caller.name(), caller.role().publicName(), caller.account() ? "account" : "token");
    }

    /// The caller.
    ///
    /// @param role admin, supervisor or agent
    /// @param kind account or token
    record Me(TenantId tenant, String name, String role, String kind) {}
}
