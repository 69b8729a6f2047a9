package io.omnihub.device;

import io.omnihub.identity.ApiSecurity;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.visitor.Visitor;
import io.omnihub.visitor.VisitorCalls;
import io.omnihub.visitor.Visitors;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Takes the devices of visitors that are to be woken.
@RestController
@RequestMapping("/api/v1/visitor/devices/{id}")
@Tag(name = "Visitors")
@SecurityRequirement(name = ApiSecurity.VISITOR)
final class DeviceController {

    private final Devices devices;
    private final Visitors visitors;
    private final Known known;

    DeviceController(Devices devices, Visitors visitors, Known known) {
        this.devices = devices;
        this.visitors = visitors;
        this.known = known;
    }

    @PutMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Registers a device that is to be woken when something is said to the visitor",
            description = "The app's own `id` of the device stays the same. A token belongs to who registered it last."
                    + " Register again at each start: one that was not for long is forgotten. Before the visitor's"
                    + " first message it is refused (409).")
    void register(
            @RequestAttribute(VisitorCalls.VISITOR) Visitor visitor,
            @PathVariable String id,
            @RequestBody DeviceRequest body) {
        Set<String> kinds = visitor.site().push().keySet();
        String kind = text(body.kind());
        if (!kinds.contains(kind)) {
            throw new InvalidMessageException(
                    "kind",
                    kinds.isEmpty()
                            ? "can't be any: no devices of this site are woken"
                            : "must be one of " + String.join(", ", new TreeSet<>(kinds)));
        }
        devices.register(new Device(
                visitor.tenant(),
                visitor.site().inbox().id(),
                known.conversation(visitor),
                id,
                kind,
                text(body.token()),
                text(body.app()),
                text(body.locale())));
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Has a device woken no more", description = "One that is not there is gone already.")
    void remove(@RequestAttribute(VisitorCalls.VISITOR) Visitor visitor, @PathVariable String id) {
        devices.remove(visitor.tenant(), visitors.conversation(visitor), id);
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    /// A device.
    ///
    /// @param kind   by what it is woken, as the site names it
    /// @param token  by which that knows the device
    /// @param app    which app it is; null where that needs no name
    /// @param locale BCP 47 language tag of what is shown; null for English
    record DeviceRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String kind,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String token,

            @Nullable String app,
            @Nullable String locale) {

        @Override
        public String toString() {
            return "DeviceRequest[" + kind + "]";
        }
    }
}
