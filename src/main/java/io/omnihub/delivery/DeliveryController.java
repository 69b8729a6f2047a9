package io.omnihub.delivery;

import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.identity.Caller;
import io.omnihub.message.ChannelId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.web.Page;
import io.omnihub.web.PageCursor;
import io.omnihub.web.Params;
import io.omnihub.web.ProblemException;
import io.omnihub.web.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Shows what became of messages on their way to contacts.
@RestController
@RequestMapping("/api/v1/deliveries")
@Tag(name = "Deliveries")
final class DeliveryController {

    private static final Set<Delivery.State> REPLAYABLE = Set.of(Delivery.State.FAILED, Delivery.State.DEAD);

    private final Deliveries deliveries;
    private final AuditLog audit;

    DeliveryController(Deliveries deliveries, AuditLog audit) {
        this.deliveries = deliveries;
        this.audit = audit;
    }

    @GetMapping
    @Operation(summary = "Lists deliveries, the newest first")
    Page<DeliveryView> list(
            @AuthenticationPrincipal Caller caller,
            @Parameter(schema = @Schema(implementation = Delivery.State.class)) @RequestParam Optional<String> state,
            @RequestParam Optional<String> conversation,
            @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Params.range("limit", limit, 1, Page.LARGEST_LIMIT);
        var filter = new Deliveries.Filter(
                state.map(name -> Params.constant("state", name, Delivery.State.values())),
                conversation.map(id -> Params.id("conversation", id, ConversationId::new)));
        PageCursor after = PageCursor.parse(cursor);
        Delivery last = after == null
                ? null
                : DeliveryId.parse(after.id())
                        .flatMap(id -> deliveries.find(caller.tenant(), id))
                        .orElseThrow(PageCursor::invalid);
        List<Delivery> read = deliveries.list(caller.tenant(), filter, last, limit + 1);
        return Page.of(
                read,
                limit,
                delivery -> new PageCursor(delivery.createdAt(), delivery.id().toString()),
                DeliveryView::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "Shows a delivery")
    DeliveryView get(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return DeliveryView.of(find(caller, id));
    }

    @PostMapping("/{id}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Has a failed or dead delivery tried again")
    DeliveryView replay(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        Delivery delivery = find(caller, id);
        if (!REPLAYABLE.contains(delivery.state())) {
            throw notReplayable();
        }
        // Before it, since the effect is not in this transaction: none goes untold.
        audit.append(caller.tenant(), new AuditNote(caller.who(), AuditAction.DELIVERY_REPLAYED, id));
        if (!deliveries.replay(caller.tenant(), delivery.id())) {
            throw notReplayable();
        }
        return DeliveryView.of(find(caller, id));
    }

    private static ProblemException notReplayable() {
        return new ProblemException(ProblemType.WRONG_STATUS, "Only a failed or dead delivery can be replayed.");
    }

    private Delivery find(Caller caller, String id) {
        return DeliveryId.parse(id)
                .flatMap(parsed -> deliveries.find(caller.tenant(), parsed))
                .orElseThrow(ProblemException::notFound);
    }

    /// A delivery as the API shows it.
    ///
    /// @param sequence      of the message in its conversation
    /// @param state         pending, claimed, sent, delivered, read, failed or dead
    /// @param attempts      how often it was taken up, over all replays
    /// @param nextAttemptAt null where no attempt is to come
    /// @param maybeRepeated whether the contact may have got it more than once
    /// @param externalId    the first of the platform's ids of it
    /// @param externalIds   all of them, where the platform took it as several messages
    record DeliveryView(
            String id,
            ConversationId conversation,
            long sequence,
            ChannelId channel,
            InboxId inbox,
            @Schema(implementation = Delivery.State.class) String state,
            int attempts,
            @Nullable Instant nextAttemptAt,
            boolean maybeRepeated,
            String externalId,
            List<String> externalIds,
            String code,
            String reason,
            int replays,
            Instant createdAt,
            Instant changedAt) {

        static DeliveryView of(Delivery delivery) {
            return new DeliveryView(
                    delivery.id().toString(),
                    delivery.id().conversation(),
                    delivery.id().sequence(),
                    delivery.channel(),
                    delivery.inbox(),
                    Params.name(delivery.state()),
                    delivery.attempts(),
                    delivery.state() == Delivery.State.PENDING ? delivery.nextAttemptAt() : null,
                    delivery.maybeRepeated(),
                    delivery.externalId(),
                    delivery.externalIds(),
                    delivery.code(),
                    delivery.reason(),
                    delivery.replays(),
                    delivery.createdAt(),
                    delivery.changedAt());
        }
    }
}
