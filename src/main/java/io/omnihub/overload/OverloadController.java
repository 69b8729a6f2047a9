package io.omnihub.overload;

import io.omnihub.identity.Caller;
import io.omnihub.identity.Permissions;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import io.omnihub.web.ProblemException;
import io.omnihub.web.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Tells what this node gives up, and has it held.
@RestController
@RequestMapping("/api/v1/overload")
@Tag(name = "Operations")
final class OverloadController {

    private final Overload overload;
    private final OverloadOperations operations;

    OverloadController(Overload overload, OverloadOperations operations) {
        this.overload = overload;
        this.operations = operations;
    }

    @GetMapping
    @Operation(
            summary = "Tells what this node gives up while it has too much to do",
            description = "Pressures are told to those who run the installation: 1 is the bound.")
    OverloadView show(@AuthenticationPrincipal Caller caller) {
        boolean whole = Permissions.runs(caller.role()) && caller.tenant().equals(TenantId.DEFAULT);
        return new OverloadView(operations.getGivenUp(), overload.isHeld(), whole ? overload.readings() : Map.of());
    }

    @PostMapping("/hold")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Gives up everything to a step, whatever the pressures are, until it is let go",
            description =
                    "On the node that answers at once, on all others within seconds. The steps are `typing`, `reads`,"
                            + " `lists`, `visitors`, and `nothing`.")
    void hold(@RequestBody Hold hold) {
        String step = hold.step() == null ? "" : hold.step();
        try {
            operations.hold(step);
        } catch (IllegalArgumentException _) {
            throw new InvalidMessageException("step", "must be one of " + OverloadOperations.names());
        }
    }

    @DeleteMapping("/hold")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Goes by the pressures again",
            description = "On the node that answers at once, on all others within seconds; 409 where nothing is held.")
    void letGo() {
        if (!overload.isHeld()) {
            throw new ProblemException(ProblemType.WRONG_STATUS, "Nothing is held.");
        }
        operations.letGo();
    }

    /// What is given up.
    ///
    /// @param held      whether somebody holds it so
    /// @param pressures by their names; empty for those who don't run the installation
    record OverloadView(List<String> givenUp, boolean held, Map<String, Double> pressures) {}

    /// What is to be held.
    record Hold(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String step) {}
}
