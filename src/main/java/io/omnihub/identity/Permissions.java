package io.omnihub.identity;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import io.omnihub.message.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/// Who may call what: the one table. What it does not list is closed.
public final class Permissions {

    private static final Set<Role> ADMIN = Set.of(Role.ADMIN);
    private static final Set<Role> RUNNING = Set.of(Role.ADMIN, Role.OPERATOR);
    private static final Set<Role> LEADING = Set.of(Role.ADMIN, Role.SUPERVISOR, Role.OPERATOR);
    private static final Set<Role> SUPERVISING = Set.of(Role.ADMIN, Role.SUPERVISOR);
    private static final Set<Role> SERVING = Set.of(Role.ADMIN, Role.SUPERVISOR, Role.AGENT);
    private static final Set<Role> ALL = Set.copyOf(Role.GIVEN);
    private static final Set<Role> NOBODY = Set.of();

    /// Visitors call here; each call but the first proves by the visitor's token who sends it.
    public static final List<String> VISITORS = List.of("/api/v1/visitors", "/api/v1/visitor/**");

    /// What visitors may call: no role of ours is needed, and none helps.
    public static final List<Rule> VISITOR_RULES = List.of(
            new Rule(POST, "/api/v1/visitors", Set.of()),
            new Rule(POST, "/api/v1/visitor/messages", Set.of()),
            new Rule(POST, "/api/v1/visitor/read", Set.of()),
            new Rule(GET, "/api/v1/visitor/entries", Set.of()),
            new Rule(GET, "/api/v1/visitor/entries/{sequence}/parts/{part}/media", Set.of()),
            new Rule(GET, "/api/v1/visitor/entries/{sequence}/parts/{part}/record", Set.of()),
            new Rule(POST, "/api/v1/visitor/entries/{sequence}/parts/{part}/clicks", Set.of()),
            new Rule(POST, "/api/v1/visitor/media", Set.of()),
            new Rule(PUT, "/api/v1/visitor/devices/{id}", Set.of()),
            new Rule(DELETE, "/api/v1/visitor/devices/{id}", Set.of()),
            new Rule(POST, "/api/v1/visitor/context", Set.of()));

    /// Sites' pages load these, in a frame of theirs too.
    static final List<String> EMBEDDED = List.of("/sdk/**", "/widget", "/widget/**");

    /// Open to everybody.
    static final List<String> OPEN = List.of(
            "/actuator/health", "/actuator/health/**", "/error", "/", "/favicon.ico", "/console", "/console/**");

    private static final Rule LOGIN = new Rule(POST, "/api/v1/login", ALL, true);
    private static final Rule FILE = new Rule(GET, "/api/v1/files/{link}", ALL, true);
    private static final Rule ME = new Rule(GET, "/api/v1/me", ALL);
    private static final Rule PASSWORD = new Rule(POST, "/api/v1/password", ALL);
    private static final Rule LOGOUT = new Rule(POST, "/api/v1/logout", ALL);

    /// What a browser may do before the password that the hub made has been changed.
    private static final List<Rule> BEFORE_PASSWORD_CHANGE = List.of(ME, PASSWORD, LOGOUT);

    public static final List<Rule> RULES = List.of(
            LOGIN,
            ME,
            PASSWORD,
            LOGOUT,
            new Rule(POST, "/api/v1/tickets", SERVING),
            new Rule(GET, "/api/v1/conversations", SERVING),
            new Rule(GET, "/api/v1/conversations/{id}", SERVING),
            new Rule(GET, "/api/v1/conversations/{id}/sessions", SERVING),
            new Rule(GET, "/api/v1/conversations/{id}/entries", SERVING),
            new Rule(GET, "/api/v1/conversations/{id}/entries/{sequence}", SERVING),
            new Rule(GET, "/api/v1/conversations/{id}/entries/{sequence}/parts/{part}/media", SERVING),
            new Rule(GET, "/api/v1/conversations/{id}/entries/{sequence}/parts/{part}/picture", SERVING),
            new Rule(GET, "/api/v1/conversations/{id}/avatar", SERVING),
            new Rule(POST, "/api/v1/conversations/{id}/entries/{sequence}/erasure", ADMIN),
            new Rule(POST, "/api/v1/conversations/{id}/entries/{sequence}/edits", SERVING),
            new Rule(POST, "/api/v1/conversations/{id}/entries/{sequence}/recall", SERVING),
            new Rule(POST, "/api/v1/conversations/{id}/replies", SERVING),
            new Rule(POST, "/api/v1/conversations/{id}/notes", SERVING),
            new Rule(POST, "/api/v1/conversations/{id}/assignment", SERVING),
            new Rule(POST, "/api/v1/conversations/{id}/resolution", SERVING),
            new Rule(POST, "/api/v1/conversations/{id}/reopening", SERVING),
            new Rule(POST, "/api/v1/conversations/{id}/pending", SERVING),
            new Rule(POST, "/api/v1/conversations/{id}/labels", SERVING),
            new Rule(POST, "/api/v1/conversations/{id}/separation", SUPERVISING),
            new Rule(GET, "/api/v1/contacts", SERVING),
            new Rule(GET, "/api/v1/contacts/{id}", SERVING),
            new Rule(GET, "/api/v1/contacts/{id}/contexts", SERVING),
            new Rule(DELETE, "/api/v1/contacts/{id}/devices", ADMIN),
            new Rule(GET, "/api/v1/contacts/{id}/records", SERVING),
            new Rule(GET, "/api/v1/contacts/{id}/lookups", SERVING),
            new Rule(GET, "/api/v1/contacts/{id}/lookups/{name}", SERVING),
            new Rule(POST, "/api/v1/messages", SERVING),
            new Rule(GET, "/api/v1/records/{id}", SERVING),
            new Rule(GET, "/api/v1/records/{id}/history", SERVING),
            new Rule(GET, "/api/v1/records/{id}/history/{change}", SERVING),
            new Rule(GET, "/api/v1/records/{id}/picture", SERVING),
            new Rule(POST, "/api/v1/conversations/{id}/records/{record}/clicks", SERVING),
            new Rule(POST, "/api/v1/records/erasure", ADMIN),
            new Rule(POST, "/api/v1/contacts/{id}/records/erasure", ADMIN),
            new Rule(POST, "/api/v1/inboxes/{id}/records/erasure", ADMIN),
            new Rule(GET, "/api/v1/inboxes", ALL),
            new Rule(POST, "/api/v1/inboxes/{id}/pause", RUNNING),
            new Rule(POST, "/api/v1/inboxes/{id}/drain", RUNNING),
            new Rule(POST, "/api/v1/inboxes/{id}/resume", RUNNING),
            new Rule(POST, "/api/v1/channels/{channel}/pause", RUNNING),
            new Rule(POST, "/api/v1/channels/{channel}/drain", RUNNING),
            new Rule(POST, "/api/v1/channels/{channel}/resume", RUNNING),
            new Rule(POST, "/api/v1/media", SERVING),
            FILE,
            new Rule(GET, "/api/v1/accounts", ADMIN),
            new Rule(POST, "/api/v1/accounts", ADMIN),
            new Rule(PATCH, "/api/v1/accounts/{name}", ADMIN),
            new Rule(GET, "/api/v1/audit", ADMIN),
            new Rule(GET, "/api/v1/audit/verification", ADMIN),
            new Rule(GET, "/api/v1/tokens", ADMIN),
            new Rule(POST, "/api/v1/tokens", ADMIN),
            new Rule(DELETE, "/api/v1/tokens/{id}", ADMIN),
            new Rule(GET, "/api/v1/deliveries", LEADING),
            new Rule(GET, "/api/v1/deliveries/{id}", LEADING),
            new Rule(POST, "/api/v1/deliveries/{id}/replay", LEADING),
            new Rule(GET, "/api/v1/ways", LEADING),
            new Rule(GET, "/api/v1/webhooks", ADMIN),
            new Rule(POST, "/api/v1/webhooks", ADMIN),
            new Rule(GET, "/api/v1/webhooks/{id}", ADMIN),
            new Rule(PATCH, "/api/v1/webhooks/{id}", ADMIN),
            new Rule(DELETE, "/api/v1/webhooks/{id}", ADMIN),
            new Rule(POST, "/api/v1/webhooks/{id}/secret", ADMIN),
            new Rule(POST, "/api/v1/webhooks/{id}/test", ADMIN),
            new Rule(POST, "/api/v1/webhooks/{id}/replay", ADMIN),
            new Rule(GET, "/api/v1/webhooks/{id}/deliveries", ADMIN),
            new Rule(GET, "/api/v1/webhooks/{id}/deliveries/{event}", ADMIN),
            new Rule(POST, "/api/v1/webhooks/{id}/deliveries/{event}/replay", ADMIN),
            new Rule(GET, "/api/v1/dead-letters", RUNNING),
            new Rule(GET, "/api/v1/dead-letters/{id}", RUNNING),
            new Rule(GET, "/api/v1/dead-letters/{id}/body", ADMIN),
            new Rule(POST, "/api/v1/dead-letters/{id}/replay", RUNNING),
            new Rule(DELETE, "/api/v1/dead-letters/{id}", RUNNING),
            installation(GET, "/api/v1/routes"),
            installation(POST, "/api/v1/routes/activate"),
            installation(POST, "/api/v1/routes/check"),
            installation(POST, "/api/v1/routes/{file}/trial"),
            installation(GET, "/api/v1/routes/{file}/versions"),
            installation(POST, "/api/v1/routes/{file}/rollback"),
            installation(DELETE, "/api/v1/routes/{file}"),
            installation(POST, "/api/v1/routes/mappings/{file}/trial"),
            installation(GET, "/api/v1/routes/mappings/{file}/versions"),
            installation(POST, "/api/v1/routes/mappings/{file}/rollback"),
            installation(DELETE, "/api/v1/routes/mappings/{file}"),
            installation(POST, "/api/v1/mappings/suggest"),
            installation(POST, "/api/v1/mappings/try"),
            new Rule(GET, "/api/v1/overload", ALL),
            installation(POST, "/api/v1/overload/hold"),
            installation(DELETE, "/api/v1/overload/hold"),
            new Rule(GET, "/api/openapi", ALL),
            new Rule(GET, "/api/openapi.yaml", ALL),
            installation(GET, "/actuator/prometheus"),
            installation(GET, "/hawtio/**"),
            installation(POST, "/hawtio/jolokia"),
            installation(POST, "/hawtio/jolokia/"));

    /// Who may carry out which command on a conversation, whichever way it comes. The hub itself may all of them.
    public static final Map<String, Set<Role>> COMMANDS = Map.ofEntries(
            Map.entry("reply", SERVING),
            Map.entry("edit-message", SERVING),
            Map.entry("recall-message", SERVING),
            Map.entry("note", SERVING),
            Map.entry("assign", SERVING),
            Map.entry("pend", SERVING),
            Map.entry("resolve", SERVING),
            Map.entry("reopen", SERVING),
            Map.entry("label", SERVING),
            Map.entry("attach-media", NOBODY),
            Map.entry("erase", ADMIN));

    /// What may be sent over the WebSocket.
    public static final List<Operation> OPERATIONS = List.of(
            new Operation("hello", SERVING, true),
            new Operation("send", NOBODY, true),
            new Operation("command reply", SERVING, false),
            new Operation("command edit-message", SERVING, false),
            new Operation("command recall-message", SERVING, false),
            new Operation("command note", SERVING, false),
            new Operation("command assign", SERVING, false),
            new Operation("command pend", SERVING, false),
            new Operation("command resolve", SERVING, false),
            new Operation("command reopen", SERVING, false),
            new Operation("command label", SERVING, false),
            new Operation("command attach-media", NOBODY, false),
            new Operation("command erase", NOBODY, false),
            new Operation("typing", SERVING, true),
            new Operation("read", SERVING, true),
            new Operation("watch", SERVING, false),
            new Operation("unwatch", SERVING, false),
            new Operation("list", SERVING, false),
            new Operation("presence", SERVING, false),
            new Operation("fetch", SERVING, true),
            new Operation("ping", SERVING, true));

    private static final Map<String, Operation> OPERATION_BY_NAME =
            OPERATIONS.stream().collect(Collectors.toUnmodifiableMap(Operation::name, Function.identity()));

    private Permissions() {}

    /// Whether a role may run the hub: see how much its machinery has to do, and hold it.
    public static boolean runs(Role role) {
        return RUNNING.contains(role);
    }

    /// What belongs to all tenants is for those who run the installation.
    private static Rule installation(HttpMethod method, String path) {
        return new Rule(method, path, RUNNING, false, true);
    }

    /// Whether a role may carry out a command.
    public static boolean allowsCommand(Role role, String command) {
        return COMMANDS.getOrDefault(command, NOBODY).contains(role);
    }

    /// Whether a role may send something over the WebSocket.
    public static boolean allows(Role role, String operation) {
        Operation listed = OPERATION_BY_NAME.get(operation);
        return listed != null && listed.roles().contains(role);
    }

    /// Whether a visitor may send something over the WebSocket.
    public static boolean allowsVisitor(String operation) {
        Operation listed = OPERATION_BY_NAME.get(operation);
        return listed != null && listed.visitors();
    }

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

    /// Whether a request needs no credential, and so is not refused for what is wrong with a cookie.
    static boolean isOpen(HttpServletRequest request) {
        return Stream.concat(
                        OPEN.stream().map(PathPatternRequestMatcher.withDefaults()::matcher),
                        RULES.stream().filter(Rule::open).flatMap(Rule::matchers))
                .anyMatch(matcher -> matcher.matches(request));
    }

    /// Whether a request may pass although the password that the hub made has not been changed.
    static boolean allowsBeforePasswordChange(HttpServletRequest request) {
        return BEFORE_PASSWORD_CHANGE.stream().flatMap(Rule::matchers).anyMatch(matcher -> matcher.matches(request));
    }

    /// A line of the table, for the WebSocket.
    ///
    /// @param name     the frame's type; of a command `command` and the command's
    /// @param roles    that may, of a tenant
    /// @param visitors whether visitors may, each in the own conversation
    public record Operation(String name, Set<Role> roles, boolean visitors) {}

    /// A line of the table.
    ///
    /// @param roles        that may, of a tenant; each sees that tenant's data only
    /// @param open         whether no credential is needed
    /// @param installation whether it is about all tenants, so that only those of the first one may
    public record Rule(HttpMethod method, String path, Set<Role> roles, boolean open, boolean installation) {

        public Rule(HttpMethod method, String path, Set<Role> roles) {
            this(method, path, roles, false);
        }

        Rule(HttpMethod method, String path, Set<Role> roles, boolean open) {
            this(method, path, roles, open, false);
        }

        /// HEAD is GET without the body.
        Stream<RequestMatcher> matchers() {
            Stream<HttpMethod> methods = method.equals(GET) ? Stream.of(GET, HttpMethod.HEAD) : Stream.of(method);
            return methods.map(each -> PathPatternRequestMatcher.withDefaults().matcher(each, path));
        }

        /// Whether a caller is of the tenant that it is for.
        boolean isFor(@Nullable Object caller) {
            return !installation
                    || (caller instanceof Caller known && known.tenant().equals(TenantId.DEFAULT));
        }

        String[] authorities() {
            return roles.stream().map(Role::name).toArray(String[]::new);
        }
    }
}
