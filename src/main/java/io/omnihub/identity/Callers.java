package io.omnihub.identity;

import io.omnihub.message.TenantId;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/// Who calls, where no parameter tells: an operation of an MBean.
public final class Callers {

    private Callers() {}

    /// @return empty where nobody calls over HTTP, such as a tool beside the process
    public static Optional<Caller> current() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Caller caller
                ? Optional.of(caller)
                : Optional.empty();
    }

    /// Whose things an operation is about: the caller's, and those of the first tenant where nobody calls over HTTP.
    public static TenantId tenant() {
        return current().map(Caller::tenant).orElse(TenantId.DEFAULT);
    }

    /// Whom the audit names: the caller, and `jmx` where nobody calls over HTTP.
    public static String who() {
        return current().map(Caller::who).orElse("jmx");
    }
}
