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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Makes and changes accounts.
@RestController
@RequestMapping("/api/v1/accounts")
@Tag(name = "Accounts")
final class AccountController {

    private final Accounts accounts;
    private final AccountChanges changes;

    AccountController(Accounts accounts, AccountChanges changes) {
        this.accounts = accounts;
        this.changes = changes;
    }

    @GetMapping
    @Operation(summary = "Lists the accounts by name")
    Items<AccountView> list(@AuthenticationPrincipal Caller caller) {
        return new Items<>(
                accounts.list(caller.tenant()).stream().map(AccountView::of).toList());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Makes an account", description = "The answer holds its first password, shown this once.")
    ChangedAccount create(@AuthenticationPrincipal Caller caller, @RequestBody NewAccount body) {
        String name = Objects.requireNonNullElse(body.name(), "");
        String displayName = Objects.requireNonNullElse(body.displayName(), "");
        return changes.create(caller, name, displayName, Role.given(Objects.requireNonNullElse(body.role(), "")))
                .map(ChangedAccount::of)
                .orElseThrow(() -> new ProblemException(
                        HttpStatus.CONFLICT,
                        ProblemType.NAME_TAKEN,
                        "There is an account of this name already.",
                        "name"));
    }

    @PatchMapping("/{name}")
    @Operation(
            summary = "Changes an account",
            description = "What is left out stays. Another role, another password or being disabled ends its logins.")
    ChangedAccount change(
            @AuthenticationPrincipal Caller caller, @PathVariable String name, @RequestBody AccountChange body) {
        try {
            return changes.change(caller, name, body.change())
                    .map(ChangedAccount::of)
                    .orElseThrow(ProblemException::notFound);
        } catch (LastAdminException e) {
            throw new ProblemException(ProblemType.WRONG_STATUS, "One admin who is not disabled must remain.");
        }
    }

    /// An account to make.
    ///
    /// @param name        1 to 64 small letters, digits or any of . _ @ -
    /// @param displayName the name to show
    /// @param role        admin, supervisor, agent or operator
    record NewAccount(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String name,

            @Nullable String displayName,

            @Schema(
                    allowableValues = {"admin", "supervisor", "agent", "operator"},
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String role) {}

    /// A change to an account.
    ///
    /// @param resetPassword gives it a new first password
    record AccountChange(
            @Schema(allowableValues = {"admin", "supervisor", "agent", "operator"}) @Nullable
            String role,

            @Nullable String displayName,
            @Nullable Boolean disabled,
            boolean resetPassword) {

        AccountChanges.Change change() {
            return new AccountChanges.Change(
                    role == null ? null : Role.given(role), displayName, disabled, resetPassword);
        }
    }

    /// An account that was made or changed.
    ///
    /// @param password its new first password; null where it has not changed
    record ChangedAccount(AccountView account, @Nullable String password) {

        static ChangedAccount of(AccountChanges.Changed changed) {
            return new ChangedAccount(AccountView.of(changed.account()), changed.password());
        }

        @Override
        public String toString() {
            return account.toString();
        }
    }

    /// An account as the API shows it.
    ///
    /// @param displayName        the name to show; empty where it is the name
    /// @param mustChangePassword still has the password that the hub made
    record AccountView(
            String name,
            String displayName,
            @Schema(implementation = Role.class) String role,
            boolean disabled,
            boolean mustChangePassword,
            Instant createdAt) {

        static AccountView of(Account account) {
            return new AccountView(
                    account.name(),
                    account.displayName(),
                    account.role().publicName(),
                    account.disabled(),
                    account.generated(),
                    account.createdAt());
        }
    }
}
