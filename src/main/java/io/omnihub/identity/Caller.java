package io.omnihub.identity;

import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import java.security.Principal;

/// Who calls, as the credential says; the tenant comes from nowhere else.
///
/// @param account whether it is a person's account, else it is a program's token
public record Caller(TenantId tenant, String name, Role role, boolean account) implements Principal {

    @Override
    public String getName() {
        return name;
    }

    /// The sender of what the caller says: an agent, or a bot where it is a program.
    public Sender sender() {
        return new Sender(account ? Sender.Kind.AGENT : Sender.Kind.BOT, name, "");
    }
}
