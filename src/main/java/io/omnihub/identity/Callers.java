package io.omnihub.identity;

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
}
