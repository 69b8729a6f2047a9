package io.omnihub.web;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.identity.Permissions;
import io.omnihub.identity.Permissions.Rule;
import io.omnihub.identity.Role;
import io.omnihub.message.TenantId;
import jakarta.servlet.ServletContext;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/// Who may call what, read from the running hub.
final class PermissionsTests {

    /// Without methods or roles: open to everybody, and listed as such.
    private static final Set<String> OPEN = Set.of(
            "/error", "/actuator/health", "/actuator/health/**", "/console/settings.json", "/widget/sites/{key}.json");

    /// Files that are open to everybody, and those of Hawtio.
    private static final Set<String> FILES = Set.of(
            "/favicon.ico",
            "/console",
            "/console/",
            "/console/**",
            "/console/assets/**",
            "/hawtio",
            "/hawtio/",
            "/hawtio/**",
            "/hawtio/auth/logout",
            "/hawtio/static/**",
            "/widget/",
            "/widget/**",
            "/widget/assets/**",
            "/sdk/**");

    private final RunningHub hub = RunningHub.shared();

    @Test
    void everyMappedPathIsInTheTable() {
        Set<String> listed = Stream.concat(Permissions.RULES.stream(), Permissions.VISITOR_RULES.stream())
                .map(rule -> rule.method() + " " + rule.path())
                .collect(toSet());

        Set<String> mapped = mapped().collect(toSet());

        // Of Hawtio all is for the same, whatever its pages ask for; Jolokia is a servlet.
        assertThat(mapped.stream().filter(path -> !path.startsWith("GET /hawtio/")))
                .containsExactlyInAnyOrderElementsOf(listed.stream()
                        .filter(path -> !path.contains(" /hawtio/"))
                        .toList());
        assertThat(listed).contains("GET /hawtio/**", "POST /hawtio/jolokia", "POST /hawtio/jolokia/");
    }

    @Test
    void everyCellOfTheTableHolds() {
        Map<Role, Api> callers = new EnumMap<>(Stream.of(Role.values())
                .collect(Collectors.toMap(Function.identity(), role -> hub.as(TenantId.DEFAULT, role))));
        for (Rule rule : Permissions.RULES) {
            assertThat(status(hub.anonymous(), rule) == 401)
                    .as("anonymous %s", rule)
                    .isEqualTo(!rule.open());
            callers.forEach((role, caller) -> {
                int status = status(caller, rule);
                boolean allowed = rule.open() || rule.roles().contains(role);
                assertThat(status != 403 && status != 401 && status < 500)
                        .as("%s %s: %s", role, rule, status)
                        .isEqualTo(allowed);
            });
        }
    }

    @Test
    void whatBelongsToTheInstallationIsClosedToOtherTenants() {
        Api stranger = hub.as(RunningHub.OTHER, Role.ADMIN);

        List<Rule> rules = Permissions.RULES.stream()
                .filter(rule ->
                        Stream.of("/api/v1/routes", "/hawtio", "/actuator").anyMatch(rule.path()::startsWith))
                .toList();

        assertThat(rules)
                .hasSize(15)
                .allSatisfy(rule ->
                        assertThat(status(stranger, rule)).as("%s", rule).isEqualTo(403));
    }

    /// A mapping of another kind than those that the first test reads would be one that it does not see.
    @Test
    void nothingElseIsMapped() {
        List<HandlerMapping> others = hub.context.getBeansOfType(HandlerMapping.class).values().stream()
                .filter(mapping -> !(mapping instanceof RequestMappingInfoHandlerMapping))
                .toList();

        assertThat(others)
                .allSatisfy(mapping -> assertThat(
                                switch (mapping) {
                                    case AbstractUrlHandlerMapping urls ->
                                        urls.getHandlerMap().keySet();
                                    case RouterFunctionMapping functions ->
                                        functions.getRouterFunction() == null ? Set.of() : Set.of("functions");
                                    default -> Set.of(mapping.getClass().getName());
                                })
                        .as("%s", mapping)
                        .isSubsetOf(FILES));
        assertThat(hub.context
                        .getBean(ServletContext.class)
                        .getServletRegistrations()
                        .entrySet())
                .extracting(servlet ->
                        servlet.getKey() + new TreeSet<>(servlet.getValue().getMappings()))
                .containsExactlyInAnyOrder("dispatcherServlet[/]", "jolokia[/hawtio/jolokia, /hawtio/jolokia/]");
    }

    @Test
    void whatVisitorsCallIsClosedToAllButThem() {
        for (Rule rule : Permissions.VISITOR_RULES) {
            int expected = rule.path().equals("/api/v1/visitors") ? 400 : 401;
            String path = rule.path().replaceAll("\\{[^}]+}", "1");
            for (Api api : List.of(hub.anonymous(), hub.as(Role.ADMIN))) {
                assertThat(status(api, rule, path, "{}")).as("%s", rule).isEqualTo(expected);
            }
        }
    }

    @Test
    void whatIsNotListedIsClosed() {
        Api admin = hub.as(Role.ADMIN);
        for (String path : List.of(
                "/actuator",
                "/actuator/env",
                "/actuator/beans",
                "/actuator/heapdump",
                "/actuator/loggers",
                "/api",
                "/api/v1",
                "/api/v2/me",
                "/api/openapi/swagger-config",
                "/swagger-ui.html")) {
            assertThat(hub.anonymous().get(path).status()).as(path).isEqualTo(401);
            assertThat(admin.get(path).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void healthIsOpenAndTellsNoDetails() {
        for (String path : List.of(
                "/actuator/health",
                "/actuator/health/liveness",
                "/actuator/health/readiness",
                "/actuator/health/callbacks")) {
            var answer = hub.anonymous().get(path);
            assertThat(answer.status()).as("%s: %s", path, answer.text()).isEqualTo(200);
            assertThat(answer.json().path("status").asString()).isEqualTo("UP");
            assertThat(answer.json().has("components")).isFalse();
        }
        assertThat(hub.as(Role.ADMIN).get("/actuator/prometheus").text()).contains("omnihub_");
    }

    private static int status(Api api, Rule rule) {
        String path = rule.path().replaceAll("\\{[^}]+}", "1");
        return status(api, rule, path, "");
    }

    private static int status(Api api, Rule rule, String path, String body) {
        return api.send(api.request(path)
                        .header("Content-Type", "application/json")
                        .method(rule.method().name(), BodyPublishers.ofString(body)))
                .status();
    }

    private Stream<String> mapped() {
        return hub.context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(PermissionsTests::lines);
    }

    private static Stream<String> lines(RequestMappingInfo info) {
        return info.getPatternValues().stream()
                .filter(path -> !OPEN.contains(path) && !path.matches("/(channels|webhooks)/.*"))
                .flatMap(path -> info.getMethodsCondition().getMethods().isEmpty()
                        ? Stream.of("ANY " + path)
                        : info.getMethodsCondition().getMethods().stream().map(method -> method + " " + path));
    }
}
