package io.omnihub.identity;

import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/// What administrators do to accounts. Passwords are made by the hub and shown once; their owners change them at the
/// first login. Who loses or gets rights, or another password, is logged out; with the right to make
/// tokens end those that it made.
public final class AccountChanges {

    private static final int LONGEST_NAME = 100;

    private final Database database;
    private final Accounts accounts;
    private final LoginSessions sessions;
    private final PasswordEncoder passwords;
    private final AuditLog audit;
    private final IdentityEnds ends;

    AccountChanges(
            Database database,
            Accounts accounts,
            LoginSessions sessions,
            PasswordEncoder passwords,
            AuditLog audit,
            IdentityEnds ends) {
        this.database = database;
        this.accounts = accounts;
        this.sessions = sessions;
        this.passwords = passwords;
        this.audit = audit;
        this.ends = ends;
    }

    /// Makes an account.
    ///
    /// @return empty where the tenant has one of this name already
    /// @throws InvalidMessageException where a name breaks a rule
    public Optional<Changed> create(Caller by, String name, String displayName, Role role) {
        Accounts.checkName(name);
        checkDisplayName(displayName);
        String password = Secrets.random(Accounts.GENERATED_BYTES);
        String hash = passwords.encode(password);
        Account account = accounts.fresh(by.tenant(), name, displayName, role, true);
        boolean created = database.write(Tenants.of(by.tenant()), tx -> {
            boolean inserted = accounts.insert(tx, account, hash);
            if (inserted) {
                Map<String, String> details = Map.of("role", role.publicName());
                audit.append(tx, by.tenant(), new AuditNote(by.who(), AuditAction.ACCOUNT_CREATED, name, details));
            }
            return inserted;
        });
        return created ? Optional.of(new Changed(account, password)) : Optional.empty();
    }

    /// Changes an account.
    ///
    /// @return empty where there is none of this name
    /// @throws InvalidMessageException where the new name to show breaks a rule
    /// @throws LastAdminException      where nobody could administer the tenant any more
    public Optional<Changed> change(Caller by, String name, Change change) {
        checkDisplayName(Objects.requireNonNullElse(change.displayName(), ""));
        String password = change.resetPassword() ? Secrets.random(Accounts.GENERATED_BYTES) : null;
        String hash = password == null ? null : passwords.encode(password);
        Optional<Applied> applied = database.write(Tenants.of(by.tenant()), tx -> {
            accounts.lockAdmins(tx, by.tenant());
            return accounts.find(tx, by.tenant(), name, database.kind().forUpdate())
                    .map(stored -> apply(tx, by, stored, change, hash));
        });
        applied.filter(Applied::ends).ifPresent(done -> {
            ends.ended(done.account(), done.logins());
            ends.ended(by.tenant(), done.tokens());
        });
        return applied.map(done -> new Changed(done.account(), password));
    }

    private Applied apply(Transaction tx, Caller by, Accounts.Stored stored, Change change, @Nullable String hash) {
        Account before = stored.account();
        Account after = change.of(before);
        TenantId tenant = by.tenant();
        boolean administered = accounts.admins(tx, tenant) > 0;
        accounts.update(tx, after, hash == null ? stored.hash() : hash);
        if (administered && accounts.admins(tx, tenant) == 0) {
            throw new LastAdminException();
        }
        boolean ends = before.role() != after.role() || before.disabled() != after.disabled() || hash != null;
        List<String> ended = ends ? sessions.deleteOf(tx, tenant, after.name(), "") : List.of();
        Map<String, String> details = change.details();
        audit.append(tx, tenant, new AuditNote(by.who(), AuditAction.ACCOUNT_CHANGED, after.name(), details));
        // What somebody made by a right ends with the right: else it would outlive the account in a drawer.
        List<String> tokens = after.disabled() || after.role() != Role.ADMIN
                ? ApiTokens.deleteOf(tx, tenant, after.name(), audit, by.who())
                : List.of();
        return new Applied(after, ends || !tokens.isEmpty(), ended, tokens);
    }

    private static void checkDisplayName(String name) {
        if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidMessageException(
                    "displayName", "must have at most " + LONGEST_NAME + " characters and no control characters");
        }
    }

    /// What is to be changed; null stays as it is.
    public record Change(
            @Nullable Role role,
            @Nullable String displayName,
            @Nullable Boolean disabled,
            boolean resetPassword) {

        Account of(Account before) {
            return new Account(
                    before.tenant(),
                    before.name(),
                    displayName == null ? before.displayName() : displayName,
                    role == null ? before.role() : role,
                    disabled == null ? before.disabled() : disabled,
                    resetPassword || before.generated(),
                    before.createdAt());
        }

        /// Without names of people.
        Map<String, String> details() {
            Map<String, String> details = new TreeMap<>();
            if (role != null) {
                details.put("role", role.publicName());
            }
            if (displayName != null) {
                details.put("displayName", "changed");
            }
            if (disabled != null) {
                details.put("disabled", disabled.toString());
            }
            if (resetPassword) {
                details.put("password", "reset");
            }
            return details;
        }
    }

    /// An account as it is now.
    ///
    /// @param password that was made, shown this once; null where it has not changed
    public record Changed(Account account, @Nullable String password) {

        @Override
        public String toString() {
            return account.toString();
        }
    }

    /// @param ends   whether it can do something else now than before
    /// @param logins that ended with that
    /// @param tokens the same
    private record Applied(Account account, boolean ends, List<String> logins, List<String> tokens) {}
}
