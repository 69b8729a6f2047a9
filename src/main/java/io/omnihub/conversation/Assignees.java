package io.omnihub.conversation;

import io.omnihub.identity.Account;
import io.omnihub.identity.Accounts;
import io.omnihub.identity.Role;
import io.omnihub.message.Command;
import io.omnihub.message.TenantId;
import java.util.Optional;

/// Knows to whom a session can be given.
public final class Assignees {

    private final Accounts accounts;

    Assignees(Accounts accounts) {
        this.accounts = accounts;
    }

    /// Why a command is refused before the engine sees it; empty where it is not.
    public Optional<Outcome.Refused> refusal(TenantId tenant, Command command) {
        return command instanceof Command.Assign assign && !assign.agent().isEmpty()
                ? refusal(accounts.get(tenant, assign.agent()))
                : Optional.empty();
    }

    private static Optional<Outcome.Refused> refusal(Optional<Account> agent) {
        if (agent.isEmpty()) {
            return Optional.of(new Outcome.Refused(Outcome.Reason.UNKNOWN, "There is no agent of this name."));
        }
        Account found = agent.get();
        return found.disabled() || found.role() == Role.OPERATOR
                ? Optional.of(new Outcome.Refused(Outcome.Reason.NOT_CAPABLE, "This account serves no contacts."))
                : Optional.empty();
    }
}
