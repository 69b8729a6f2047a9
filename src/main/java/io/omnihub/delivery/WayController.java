package io.omnihub.delivery;

import io.omnihub.delivery.MessageWays.Way;
import io.omnihub.identity.Caller;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.web.Items;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Tells where a message is.
@RestController
@RequestMapping("/api/v1/ways")
@Tag(name = "Deliveries")
final class WayController {

    private static final int LONGEST = 512;

    private final MessageWays ways;

    WayController(MessageWays ways) {
        this.ways = ways;
    }

    @GetMapping
    @Operation(
            summary = "Tells where a message is, and the way that it came",
            description = "By the id of a delivery (which is a conversation's, a dot and the sequence), by the"
                    + " platform's id of a message, or by the id of a dead letter.")
    Items<Way> list(@AuthenticationPrincipal Caller caller, @RequestParam String id) {
        if (id.isBlank() || id.length() > LONGEST) {
            throw new InvalidMessageException("id", "must have 1 to " + LONGEST + " characters");
        }
        return new Items<>(ways.of(caller.tenant(), id.strip()));
    }
}
