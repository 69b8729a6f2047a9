package io.omnihub.operations;

import io.omnihub.identity.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// What Hawtio's pages ask of their server: who has logged in, and which of its own ways to do so there are, of which
/// there is none.
@RestController
@ConditionalOnExpression("${omnihub.hawtio.enabled:true}")
final class HawtioController {

    private final JsonMapper json = new JsonMapper();

    @GetMapping("/hawtio/user")
    String user(@AuthenticationPrincipal Caller caller) {
        return json.writeValueAsString(caller.name());
    }

    @GetMapping({"/hawtio/plugin", "/hawtio/preset-connections", "/hawtio/auth/config/login", "/hawtio/auth/config/oidc"
    })
    List<String> none() {
        return List.of();
    }

    @GetMapping({"/hawtio/proxy/enabled", "/hawtio/keycloak/enabled"})
    boolean off() {
        return false;
    }

    /// @param t keeps the answer from being cached
    @GetMapping("/hawtio/auth/config/session-timeout")
    Timeout timeout(@RequestParam(required = false) @Nullable String t) {
        return new Timeout(-1);
    }

    /// The login ends by the hub's own rules.
    record Timeout(int timeout) {}
}
