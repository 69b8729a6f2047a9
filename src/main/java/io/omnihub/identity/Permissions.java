package io.omnihub.identity;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/// Who may call what: the one table. What it does not list is closed.
public final class Permissions {

    private static final Set<Role> ADMIN = Set.of(Role.ADMIN);
    private static final Set<Role> LEADING = Set.of(Role.ADMIN, Role.SUPERVISOR);
    private static final Set<Role> ALL = Set.of(Role.values());

    /// Platforms call here; each call proves by its signature who sends it.
    static final String CALLBACKS = "/channels/**";

    /// Visitors call here; each call but the first proves by the visitor's token who sends it.
    public static final List<String> VISITORS = List.of("/api/v1/visitors", "/api/v1/visitor/**");

    /// What visitors may call: no role of ours is needed, and none helps.
    public static final List<Rule> VISITOR_RULES = List.of(
            new Rule(POST, "/api/v1/visitors", Set.of()),
            new Rule(POST, "/api/v1/visitor/messages", Set.of()),
            new Rule(GET, "/api/v1/visitor/entries", Set.of()),
            new Rule(GET, "/api/v1/visitor/entries/{sequence}/parts/{part}/media", Set.of()),
            new Rule(POST, "/api/v1/visitor/media", Set.of()));

    /// Open to everybody.
    static final List<String> OPEN = List.of("/actuator/health", "/actuator/health/**", "/error");

    public static final List<Rule> RULES = List.of(
            new Rule(GET, "/api/v1/me", ALL),
            new Rule(POST, "/api/v1/tickets", ALL),
            new Rule(GET, "/api/v1/conversations", ALL),
            new Rule(GET, "/api/v1/conversations/{id}", ALL),
            new Rule(GET, "/api/v1/conversations/{id}/sessions", ALL),
            new Rule(GET, "/api/v1/conversations/{id}/entries", ALL),
            new Rule(GET, "/api/v1/conversations/{id}/entries/{sequence}", ALL),
            new Rule(GET, "/api/v1/conversations/{id}/entries/{sequence}/parts/{part}/media", ALL),
            new Rule(POST, "/api/v1/conversations/{id}/replies", ALL),
            new Rule(POST, "/api/v1/conversations/{id}/notes", ALL),
            new Rule(POST, "/api/v1/conversations/{id}/assignment", ALL),
            new Rule(POST, "/api/v1/conversations/{id}/resolution", ALL),
            new Rule(POST, "/api/v1/conversations/{id}/reopening", ALL),
            new Rule(POST, "/api/v1/conversations/{id}/pending", ALL),
            new Rule(POST, "/api/v1/conversations/{id}/labels", ALL),
            new Rule(GET, "/api/v1/contacts/{id}", ALL),
            new Rule(GET, "/api/v1/inboxes", ALL),
            new Rule(POST, "/api/v1/media", ALL),
            new Rule(GET, "/api/v1/tokens", ADMIN),
            new Rule(POST, "/api/v1/tokens", ADMIN),
            new Rule(DELETE, "/api/v1/tokens/{id}", ADMIN),
            new Rule(GET, "/api/v1/deliveries", LEADING),
            new Rule(GET, "/api/v1/deliveries/{id}", LEADING),
            new Rule(POST, "/api/v1/deliveries/{id}/replay", LEADING),
            new Rule(GET, "/api/v1/dead-letters", ADMIN),
            new Rule(GET, "/api/v1/dead-letters/{id}", ADMIN),
            new Rule(GET, "/api/v1/dead-letters/{id}/body", ADMIN),
            new Rule(POST, "/api/v1/dead-letters/{id}/replay", ADMIN),
            new Rule(GET, "/api/openapi", ALL),
            new Rule(GET, "/api/openapi.yaml", ALL),
            new Rule(GET, "/actuator/prometheus", ADMIN));

    private Permissions() {}

    /// The methods that somebody may use on a path; none where it is no path of ours.
    static Set<String> methods(HttpServletRequest request) {
        Set<String> methods = new TreeSet<>();
        RULES.stream()
                .filter(rule -> PathPatternRequestMatcher.withDefaults()
                        .matcher(rule.path())
                        .matches(request))
                .forEach(rule -> methods.add(rule.method().name()));
        return methods;
    }

    /// A line of the table.
    ///
    /// @param roles that may, of a tenant; each sees that tenant's data only
    public record Rule(HttpMethod method, String path, Set<Role> roles) {

        /// HEAD is GET without the body.
        Stream<RequestMatcher> matchers() {
            Stream<HttpMethod> methods = method.equals(GET) ? Stream.of(GET, HttpMethod.HEAD) : Stream.of(method);
            return methods.map(each -> PathPatternRequestMatcher.withDefaults().matcher(each, path));
        }

        String[] authorities() {
            return roles.stream().map(Role::name).toArray(String[]::new);
        }
    }
}
