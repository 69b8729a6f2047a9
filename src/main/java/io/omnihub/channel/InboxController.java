package io.omnihub.channel;

import io.omnihub.identity.Caller;
import io.omnihub.identity.Permissions;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.web.Items;
import io.omnihub.web.Params;
import io.omnihub.web.ProblemException;
import io.omnihub.wire.Contents;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Lists inboxes and how they do.
@RestController
@RequestMapping("/api/v1/inboxes")
@Tag(name = "Inboxes")
final class InboxController {

    private final Inboxes inboxes;
    private final ChannelStatuses statuses;
    private final Holds holds;
    private final InboxHolding holding;

    InboxController(Inboxes inboxes, ChannelStatuses statuses, Holds holds, InboxHolding holding) {
        this.inboxes = inboxes;
        this.statuses = statuses;
        this.holds = holds;
        this.holding = holding;
    }

    @GetMapping
    @Operation(summary = "Lists the inboxes with their status and what can be sent through them")
    Items<InboxView> list(@AuthenticationPrincipal Caller caller) {
        HeldCounts counts = Permissions.runs(caller.role()) && !holds.known().isEmpty() ? holds.counts() : null;
        return new Items<>(inboxes.all().stream()
                .filter(inbox -> inbox.tenant().equals(caller.tenant()))
                .map(inbox -> shown(inbox, counts))
                .toList());
    }

    @PostMapping("/{id}/pause")
    @Operation(
            summary = "Sends nothing more through an inbox",
            description = "What is to go out waits in its order; what customers send is taken as ever.")
    InboxView pause(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return set(caller, id, Hold.Mode.PAUSE);
    }

    @PostMapping("/{id}/drain")
    @Operation(
            summary = "Calls the platform no more for an inbox",
            description = "What is under way ends; `held` then says `drained`. Files that customers send wait too.")
    InboxView drain(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return set(caller, id, Hold.Mode.DRAIN);
    }

    @PostMapping("/{id}/resume")
    @Operation(
            summary = "Lets an inbox go on, with what is oldest",
            responses = {
                @ApiResponse(responseCode = "200", useReturnTypeSchema = true),
                @ApiResponse(
                        responseCode = "204",
                        description = "It goes on, and is in the configuration no more",
                        content = @Content)
            })
    ResponseEntity<InboxView> resume(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        holding.inbox(caller.tenant(), id, null, caller.who());
        return found(caller, id)
                .map(ResponseEntity::ok)
                .orElseGet(() -> ResponseEntity.noContent().build());
    }

    private InboxView set(Caller caller, String id, Hold.Mode mode) {
        holding.inbox(caller.tenant(), id, mode, caller.who());
        return found(caller, id).orElseThrow(ProblemException::notFound);
    }

    private Optional<InboxView> found(Caller caller, String id) {
        return inboxes.find(caller.tenant(), new InboxId(id)).map(inbox -> shown(inbox, holds.counts()));
    }

    private InboxView shown(Inbox inbox, @Nullable HeldCounts counts) {
        HoldView held = holds.of(inbox.tenant(), inbox.channel(), inbox.id())
                .map(hold -> HoldView.of(hold.in(inbox.id()), hold.inbox() == null, counts))
                .orElse(null);
        return InboxView.of(inbox, statuses.of(inbox.tenant(), inbox.id()), held);
    }

    /// An inbox as the API shows it.
    ///
    /// @param channelName what people call the channel; null where the pages know it by its id
    /// @param channelIcon one of the console's icons, or a path of SVG on a grid of 24; null for its own
    /// @param live        whether nothing is delivered, since the contact's client follows the log itself
    /// @param held        what holds it; null where it works
    /// @param sends       the kinds of parts that can be sent
    /// @param largest     of some kinds, how many bytes a file may have
    /// @param links       whether a file that can't be sent goes as a link
    /// @param text        the longest text of one of the platform's messages; null where there is no limit
    /// @param replyWindow how long after the contact's last message it takes replies; null where it always does
    /// @param mostReplies how many of the platform's messages it takes in a row; null for any number
    /// @param occasions   what it takes after the contact did something, by the name of the event
    /// @param editWindow  how long after it was sent a message can be edited; null where always, or never
    /// @param recallWindow how long after it was sent a message can be taken back; null where always, or never
    /// @param abilities   what the channel can do beside
    /// @param schemes     those of the contact's app, to which links and buttons may lead beside pages of the web
    record InboxView(
            InboxId id,
            ChannelId channel,
            @Nullable String channelName,
            @Nullable String channelIcon,
            String name,
            boolean live,
            StatusView status,
            @Nullable HoldView held,
            List<String> sends,
            Map<String, Long> largest,
            boolean links,
            @Nullable TextView text,
            @Nullable Duration replyWindow,
            @Nullable Integer mostReplies,
            Map<String, OccasionView> occasions,
            @Nullable Duration editWindow,
            @Nullable Duration recallWindow,

            @ArraySchema(schema = @Schema(implementation = Ability.class))
            List<String> abilities,

            List<String> schemes) {

        static InboxView of(Inbox inbox, ChannelStatus status, @Nullable HoldView held) {
            return new InboxView(
                    inbox.id(),
                    inbox.channel(),
                    given(inbox.look().name()),
                    given(inbox.look().icon()),
                    inbox.name(),
                    inbox.live(),
                    StatusView.of(status),
                    held,
                    Stream.concat(
                                    Stream.of("text"),
                                    inbox.capabilities().contents().stream()
                                            .map(Contents::kind)
                                            .sorted())
                            .distinct()
                            .toList(),
                    largest(inbox.capabilities()),
                    inbox.capabilities().links(),
                    TextView.of(inbox.capabilities().text()),
                    inbox.capabilities().replyWindow(),
                    inbox.capabilities().mostReplies() == 0
                            ? null
                            : inbox.capabilities().mostReplies(),
                    occasions(inbox.capabilities()),
                    inbox.capabilities().within().get(Ability.EDIT),
                    inbox.capabilities().within().get(Ability.RECALL),
                    abilities(inbox),
                    inbox.capabilities().schemes().stream().sorted().toList());
        }

        private static @Nullable String given(String text) {
            return text.isEmpty() ? null : text;
        }

        private static List<String> abilities(Inbox inbox) {
            return Stream.of(Ability.values())
                    .filter(inbox.capabilities()::can)
                    .map(Params::name)
                    .toList();
        }

        private static Map<String, OccasionView> occasions(Capabilities can) {
            Map<String, OccasionView> occasions = new TreeMap<>();
            can.occasions()
                    .forEach((event, allowance) -> occasions.put(
                            event,
                            new OccasionView(allowance.window(), allowance.most() == 0 ? null : allowance.most())));
            return occasions;
        }

        private static Map<String, Long> largest(Capabilities can) {
            Map<String, Long> largest = new TreeMap<>();
            can.largest().forEach((kind, bytes) -> largest.put(Contents.kind(kind), bytes));
            return largest;
        }
    }

    /// What is taken after something that the contact did.
    ///
    /// @param window      for how long; zero for nothing at all
    /// @param mostReplies how many of the platform's messages; null for any number
    record OccasionView(Duration window, @Nullable Integer mostReplies) {}

    /// The longest text of one message; a longer one goes as several.
    ///
    /// @param unit bytes (of UTF-8), characters (of Unicode) or utf16
    record TextView(
            int most,
            @Schema(implementation = TextLimit.Unit.class) String unit) {

        static @Nullable TextView of(@Nullable TextLimit limit) {
            return limit == null ? null : new TextView(limit.most(), Params.name(limit.unit()));
        }
    }

    /// How an inbox does.
    ///
    /// @param state    online, degraded, offline or unknown
    /// @param reason   one stable word
    /// @param sentence what to mend; empty while all is well
    /// @param since    null where nothing is known yet
    record StatusView(
            @Schema(implementation = ChannelStatus.State.class)
            String state,

            @Schema(implementation = ChannelStatus.Reason.class)
            String reason,

            String sentence,
            @Nullable Instant since) {

        static StatusView of(ChannelStatus status) {
            return new StatusView(
                    Params.name(status.state()),
                    Params.name(status.reason()),
                    status.sentence(),
                    status.state() == ChannelStatus.State.UNKNOWN ? null : status.since());
        }
    }
}
