package io.omnihub.channel;

import io.omnihub.channel.InboxController.InboxView;
import io.omnihub.identity.Caller;
import io.omnihub.web.Items;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Holds all inboxes of a channel, and lets them go on.
@RestController
@RequestMapping("/api/v1/channels")
@Tag(name = "Inboxes")
final class ChannelController {

    private final InboxHolding holding;
    private final InboxController inboxes;

    ChannelController(InboxHolding holding, InboxController inboxes) {
        this.holding = holding;
        this.inboxes = inboxes;
    }

    @PostMapping("/{channel}/pause")
    @Operation(summary = "Sends nothing more through the inboxes of a channel")
    Items<InboxView> pause(@AuthenticationPrincipal Caller caller, @PathVariable String channel) {
        return set(caller, channel, Hold.Mode.PAUSE);
    }

    @PostMapping("/{channel}/drain")
    @Operation(summary = "Calls the platform no more for the inboxes of a channel")
    Items<InboxView> drain(@AuthenticationPrincipal Caller caller, @PathVariable String channel) {
        return set(caller, channel, Hold.Mode.DRAIN);
    }

    @PostMapping("/{channel}/resume")
    @Operation(summary = "Lets a channel go on that was held as a whole")
    Items<InboxView> resume(@AuthenticationPrincipal Caller caller, @PathVariable String channel) {
        return set(caller, channel, null);
    }

    private Items<InboxView> set(Caller caller, String channel, Hold.@Nullable Mode mode) {
        holding.channel(caller.tenant(), channel, mode, caller.who());
        return new Items<>(inboxes.list(caller).items().stream()
                .filter(inbox -> inbox.channel().value().equals(channel))
                .toList());
    }
}
