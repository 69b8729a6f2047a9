package io.omnihub.identity;

import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/// Who calls, as the credential says; the tenant comes from nowhere else.
///
/// @param displayName what others are shown; empty where it is the name
/// @param account     whether it is a person's account, else it is a program's token
/// @param session     of a browser; null where the credential came with the request
/// @param credential  what the caller is known by
public record Caller(
        TenantId tenant,
        String name,
        String displayName,
        Role role,
        boolean account,
        @Nullable LoginSession session,
        Credential credential)
        implements Principal {

    static Caller of(ApiToken token) {
        return new Caller(token.tenant(), token.name(), "", token.role(), false, null, Credential.token(token));
    }

    /// A person whose password came with the request.
    static Caller of(Accounts.Stored stored) {
        return of(stored.account(), null, Credential.password(stored));
    }

    /// A person who logged in with a browser.
    static Caller of(Account account, LoginSession session) {
        return of(account, session, Credential.login(account.tenant(), session.id()));
    }

    private static Caller of(Account account, @Nullable LoginSession session, Credential credential) {
        return new Caller(
                account.tenant(), account.name(), account.displayName(), account.role(), true, session, credential);
    }

    @Override
    public String getName() {
        return name;
    }

    /// The caller in records of who did what: an account's name, or `token:` and a token's.
    public String who() {
        return account ? name : ApiToken.PROGRAM + name;
    }

    /// The sender of what the caller says: an agent, or a bot where it is a program.
    public Sender sender() {
        return new Sender(account ? Sender.Kind.AGENT : Sender.Kind.BOT, name, displayName);
    }
}
