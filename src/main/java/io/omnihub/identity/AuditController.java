package io.omnihub.identity;

import io.omnihub.web.Page;
import io.omnihub.web.PageCursor;
import io.omnihub.web.Params;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Shows what administrators and logins did.
@RestController
@RequestMapping("/api/v1/audit")
@Tag(name = "Audit")
final class AuditController {

    private final AuditLog audit;
    private final JsonMapper json;

    AuditController(AuditLog audit, JsonMapper json) {
        this.audit = audit;
        this.json = json;
    }

    @GetMapping
    @Operation(summary = "Lists what administrators and logins did, the newest first")
    Page<AuditView> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Params.range("limit", limit, 1, Page.LARGEST_LIMIT);
        PageCursor after = PageCursor.parse(cursor);
        long before = after == null ? Long.MAX_VALUE : number(after.id());
        return Page.of(
                audit.list(caller.tenant(), before, limit + 1),
                limit,
                row -> new PageCursor(row.at(), Long.toString(row.number())),
                this::view);
    }

    @GetMapping("/verification")
    @Operation(summary = "Checks that no row was changed, taken out or put in")
    Verification verify(@AuthenticationPrincipal Caller caller) {
        AuditCheck.Result result = audit.verify(caller.tenant());
        return new Verification(
                result.rows(),
                result.firstWrong().isPresent() ? result.firstWrong().getAsLong() : null);
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException _) {
            throw PageCursor.invalid();
        }
    }

    private AuditView view(AuditRow row) {
        try {
            return new AuditView(
                    row.number(),
                    row.at(),
                    row.who(),
                    row.what(),
                    row.target(),
                    json.readValue(row.details(), new TypeReference<>() {}),
                    HexFormat.of().formatHex(row.hash()));
        } catch (JacksonException _) {
            throw new IllegalStateException("the details of row " + row.number() + " of the audit are no JSON");
        }
    }

    /// A row of the audit as the API shows it.
    ///
    /// @param number counts from 1 without a gap
    /// @param who    an account's name, or `token:` and a token's; empty where nobody had logged in
    /// @param target the id or name of what it was done to
    /// @param hash   SHA-256 over this row and the hash of the one before
    record AuditView(
            long number,
            Instant at,
            String who,
            String what,
            String target,
            Map<String, String> details,
            String hash) {}

    /// What a check found.
    ///
    /// @param rows       that are as they were written, counted from the first
    /// @param firstWrong the number of the first one that is not; null where all are
    record Verification(long rows, @Nullable Long firstWrong) {}
}
