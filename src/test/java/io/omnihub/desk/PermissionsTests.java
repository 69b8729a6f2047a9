package io.omnihub.desk;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.identity.Permissions;
import io.omnihub.identity.Permissions.Rule;
import io.omnihub.identity.Role;
import io.omnihub.message.TenantId;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/// Who may call what, read from the running hub.
final class PermissionsTests {

    /// Without methods or roles: open to everybody, and listed as such.
    private static final Set<String> OPEN = Set.of("/error", "/actuator/health", "/actuator/health/**");

    private final RunningHub hub = RunningHub.shared();

    @Test
    void everyMappedPathIsInTheTable() {
        Set<String> listed = Stream.concat(Permissions.RULES.stream(), Permissions.VISITOR_RULES.stream())
                .map(rule -> rule.method() + " " + rule.path())
                .collect(toSet());

        Set<String> mapped = mapped().collect(toSet());

        assertThat(mapped).isEqualTo(listed);
    }

    @Test
    void everyCellOfTheTableHolds() {
        Map<Role, Api> callers = new EnumMap<>(Stream.of(Role.values())
                .collect(Collectors.toMap(Function.identity(), role -> hub.as(TenantId.DEFAULT, role))));
        for (Rule rule : Permissions.RULES) {
            assertThat(status(hub.anonymous(), rule)).as("anonymous %s", rule).isEqualTo(401);
            callers.forEach((role, caller) -> {
                int status = status(caller, rule);
                boolean allowed = rule.roles().contains(role);
                assertThat(status != 403 && status != 401 && status < 500)
                        .as("%s %s: %s", role, rule, status)
                        .isEqualTo(allowed);
            });
        }
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
                "/",
                "/console/",
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
            assertThat(answer.json().path("status").asText()).isEqualTo("UP");
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
                .filter(path -> !OPEN.contains(path) && !path.startsWith("/channels/"))
                .flatMap(path -> info.getMethodsCondition().getMethods().isEmpty()
                        ? Stream.of("ANY " + path)
                        : info.getMethodsCondition().getMethods().stream().map(method -> method + " " + path));
    }
}
