package io.omnihub.conversation;

import static java.util.Objects.requireNonNull;

import io.omnihub.identity.Account;
import io.omnihub.identity.Permissions;
import io.omnihub.identity.Role;
import io.omnihub.message.Command;
import io.omnihub.message.TenantId;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// Knows to whom a session can be given.
final class Assignees {

    /// Who may answer.
    private static final Set<Role> SERVING = requireNonNull(Permissions.COMMANDS.get("reply"));

    private final BiFunction<TenantId, String, Optional<Account>> accounts;

    /// @param accounts finds them by their names
    Assignees(BiFunction<TenantId, String, Optional<Account>> accounts) {
        this.accounts = accounts;
    }

    /// Why a command is refused before the engine sees it; empty where it is not.
    Optional<Outcome.Refused> refusal(TenantId tenant, Command command) {
        return command instanceof Command.Assign assign && !assign.agent().isEmpty()
                ? refusal(accounts.apply(tenant, assign.agent()))
                : Optional.empty();
    }

    private static Optional<Outcome.Refused> refusal(Optional<Account> agent) {
        if (agent.isEmpty()) {
            return Optional.of(new Outcome.Refused(Outcome.Reason.UNKNOWN, "There is no agent of this name."));
        }
        Account found = agent.get();
        return found.disabled() || !SERVING.contains(found.role())
                ? Optional.of(new Outcome.Refused(Outcome.Reason.NOT_CAPABLE, "This account serves no contacts."))
                : Optional.empty();
    }
}
