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
public record Caller(
        TenantId tenant,
        String name,
        String displayName,
        Role role,
        boolean account,
        @Nullable LoginSession session) implements Principal {

    public Caller(TenantId tenant, String name, Role role, boolean account) {
        this(tenant, name, "", role, account, null);
    }

    /// A person who logged in.
    ///
    /// @param session of a browser; null where the password came with the request
    static Caller of(Account account, @Nullable LoginSession session) {
        return new Caller(account.tenant(), account.name(), account.displayName(), account.role(), true, session);
    }

    @Override
    public String getName() {
        return name;
    }

    /// The caller in records of who did what: an account's name, or `token:` and a token's.
    public String who() {
        return account ? name : "token:" + name;
    }

    /// The sender of what the caller says: an agent, or a bot where it is a program.
    public Sender sender() {
        return new Sender(account ? Sender.Kind.AGENT : Sender.Kind.BOT, name, displayName);
    }
}
