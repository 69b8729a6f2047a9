package io.omnihub.identity;

import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import java.util.Optional;

/// Finds out who calls from what the caller presents.
final class Login {

    private final Accounts accounts;
    private final ApiTokens tokens;
    private final PasswordCheck passwords;

    Login(Accounts accounts, ApiTokens tokens, PasswordCheck passwords) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.passwords = passwords;
    }

    /// @param login the account's name, after the tenant and a slash where that is not the default one: `acme/ann`
    Optional<Caller> byPassword(String login, String password) {
        Optional<Accounts.Stored> account = find(login);
        return passwords.matches(account, password)
                ? account.map(Accounts.Stored::account)
                        .map(found -> new Caller(found.tenant(), found.name(), found.role(), true))
                : Optional.empty();
    }

    Optional<Caller> byToken(String secret) {
        return tokens.find(secret).map(token -> new Caller(token.tenant(), token.name(), token.role(), false));
    }

    private Optional<Accounts.Stored> find(String login) {
        int slash = login.indexOf('/');
        if (login.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        try {
            TenantId tenant = slash < 0 ? TenantId.DEFAULT : new TenantId(login.substring(0, slash));
            return accounts.find(tenant, login.substring(slash + 1));
        } catch (InvalidMessageException _) {
            return Optional.empty();
        }
    }
}
