package io.omnihub.identity;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/// Says in the API's description how to authenticate, and which roles may do what.
public final class ApiSecurity implements OpenApiCustomizer {

    /// How visitors authenticate.
    public static final String VISITOR = "visitor";

    ApiSecurity() {}

    @Override
    public void customise(OpenAPI api) {
        Components components = api.getComponents();
        components
                .addSecuritySchemes("account", scheme("basic", "The name and password of an account"))
                .addSecuritySchemes("token", scheme("bearer", "An API token"))
                .addSecuritySchemes("login", key(SecurityScheme.In.COOKIE, "omnihub", """
                        A browser's login; what changes something needs the header X-CSRF-Token too"""))
                .addSecuritySchemes(VISITOR, key(SecurityScheme.In.HEADER, HttpHeaders.AUTHORIZATION, """
                        The word `Visitor`, a space and a visitor's token"""));
        api.security(List.of(
                new SecurityRequirement().addList("account"),
                new SecurityRequirement().addList("token"),
                new SecurityRequirement().addList("login")));
        api.getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().forEach((method, operation) -> roles(path, method, operation)));
        Objects.requireNonNull(components.getSchemas().get("AuditView")).addProperty("what", actions());
    }

    private static void roles(String path, PathItem.HttpMethod method, Operation operation) {
        Permissions.RULES.stream()
                .filter(rule -> rule.path().equals(path) && rule.method().equals(HttpMethod.valueOf(method.name())))
                .forEach(rule -> operation.addExtension(
                        "x-roles",
                        rule.roles().stream().sorted().map(Role::publicName).toList()));
    }

    private static Schema<Object> actions() {
        JsonSchema actions = new JsonSchema();
        actions.typesItem("string");
        actions.setEnum(Arrays.stream(AuditAction.values())
                .<Object>map(AuditAction::publicName)
                .toList());
        return actions;
    }

    private static SecurityScheme scheme(String scheme, String description) {
        return new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme(scheme)
                .description(description);
    }

    private static SecurityScheme key(SecurityScheme.In where, String name, String description) {
        return new SecurityScheme()
                .type(SecurityScheme.Type.APIKEY)
                .in(where)
                .name(name)
                .description(description);
    }
}
