package io.omnihub.conversation;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.web.method.HandlerMethod;

/// Says in the API's description how commands are keyed and answered.
final class CommandDescription implements OperationCustomizer {

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        if (method.getBeanType() == CommandController.class) {
            operation.getParameters().stream()
                    .filter(parameter -> parameter.getName().equals(CommandController.KEY))
                    .forEach(parameter -> parameter.getSchema().pattern("^[\\x21-\\x7e]{1,200}$"));
            answers(operation.getResponses());
        }
        return operation;
    }

    private static void answers(ApiResponses responses) {
        ApiResponse done = responses.remove("200");
        if (done != null) {
            responses.addApiResponse("201", done.description("Carried out"));
            responses.addApiResponse(
                    "202",
                    new ApiResponse()
                            .description("Taken; it will be carried out soon")
                            .content(done.getContent()));
        }
    }
}
