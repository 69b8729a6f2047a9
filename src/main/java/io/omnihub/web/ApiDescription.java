package io.omnihub.web;

import io.swagger.v3.core.util.RefUtils;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.servers.Server;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.json.JsonMapper;

/// Says in the API's description what no controller can say of itself: how things and problems look.
public final class ApiDescription implements OpenApiCustomizer, OperationCustomizer {

    static final String PROBLEM = "Problem";

    private static final Pattern DOWNLOADS =
            Pattern.compile(".*/parts/\\{part}/media|.*/files/\\{link}|.*/dead-letters/\\{id}/body");

    private final JsonMapper json;
    private final ApiTypes types;

    ApiDescription(JsonMapper json, ApiTypes types) {
        this.json = json;
        this.types = types;
    }

    /// Names an operation after its method, so that names are unique and stay.
    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        String controller = method.getBeanType().getSimpleName().replace("Controller", "");
        return operation.operationId(StringUtils.uncapitalize(controller)
                + StringUtils.capitalize(method.getMethod().getName()));
    }

    @Override
    public void customise(OpenAPI api) {
        api.info(new Info()
                .title("OmniHub")
                .version("v1")
                .description("How to use it: docs/api.md")
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")));
        api.servers(List.of(new Server().url("/")));
        Components components = api.getComponents();
        components.addSchemas(PROBLEM, problem()).addResponses(PROBLEM, problemResponse());
        new ApiSchemas(json, components.getSchemas()).rewrite();
        new ApiRequired(api, types.byName()).write();
        api.getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().forEach((method, operation) -> complete(path, method, operation)));
    }

    private static void complete(String path, PathItem.HttpMethod method, Operation operation) {
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(ApiDescription::complete);
        }
        if (method == PathItem.HttpMethod.GET && DOWNLOADS.matcher(path).matches()) {
            partly(operation);
        }
        operation.getResponses().addApiResponse(ApiResponses.DEFAULT, new ApiResponse().$ref(PROBLEM));
    }

    /// Downloads are given out in parts too.
    private static void partly(Operation operation) {
        operation.addParametersItem(header(HttpHeaders.RANGE, "The one part that is wanted, such as `bytes=0-99`"));
        operation.addParametersItem(header(HttpHeaders.IF_RANGE, "The `ETag` of the bytes of which it is a part"));
        operation
                .getResponses()
                .addApiResponse(
                        "206",
                        new ApiResponse()
                                .description("The part that was asked for")
                                .content(Objects.requireNonNull(
                                                operation.getResponses().get("200"))
                                        .getContent()));
    }

    private static Parameter header(String name, String description) {
        return new HeaderParameter().name(name).description(description).schema(ApiSchemas.string());
    }

    private static void complete(Parameter parameter) {
        Schema<?> schema = parameter.getSchema();
        switch (parameter.getName()) {
            case "limit" -> schema.minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(Page.LARGEST_LIMIT));
            case "wait" -> schema.minimum(BigDecimal.ZERO).maximum(BigDecimal.valueOf(Params.LONGEST_WAIT));
            case "after" -> schema.minimum(BigDecimal.ZERO);
            default -> ApiSchemas.rewriteEnum(schema);
        }
    }

    private static Schema<?> problem() {
        String types = Arrays.stream(ProblemType.values())
                .map(type -> "`" + type.uri() + "`: " + type.meaning())
                .collect(Collectors.joining("; ", "about:blank where the status says it all; ", ""));
        JsonSchema problem = new JsonSchema();
        problem.typesItem("object").description("RFC 9457");
        problem.addProperty("type", ApiSchemas.string().description(types));
        problem.addProperty("title", ApiSchemas.string());
        problem.addProperty("status", new JsonSchema().typesItem("integer"));
        problem.addProperty("detail", ApiSchemas.string());
        problem.addProperty("instance", ApiSchemas.string().description("The path that was called"));
        problem.addProperty("field", ApiSchemas.string().description("The path of the field that is wrong"));
        problem.setRequired(List.of("type", "title", "status"));
        return problem;
    }

    private static ApiResponse problemResponse() {
        return new ApiResponse()
                .description("What went wrong")
                .addHeaderObject(
                        "Retry-After",
                        new Header()
                                .description("Seconds after which the same may be sent again")
                                .schema(new JsonSchema().typesItem("integer")))
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new JsonSchema().$ref(RefUtils.constructRef(PROBLEM)))));
    }
}
