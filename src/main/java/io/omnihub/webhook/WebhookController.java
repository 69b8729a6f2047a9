package io.omnihub.webhook;

import io.omnihub.errand.Errand;
import io.omnihub.errand.ErrandId;
import io.omnihub.errand.Errands;
import io.omnihub.identity.Caller;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.web.Items;
import io.omnihub.web.Page;
import io.omnihub.web.PageCursor;
import io.omnihub.web.Params;
import io.omnihub.web.ProblemException;
import io.omnihub.web.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Subscribes business systems to events, and shows what they were told.
@RestController
@RequestMapping("/api/v1/webhooks")
@Tag(name = "Webhooks")
final class WebhookController {

    private static final Duration KEPT = Duration.ofDays(1);
    private static final Duration LONGEST_KEPT = Duration.ofDays(30);

    private final Webhooks webhooks;
    private final Clock clock;

    WebhookController(Webhooks webhooks, Clock clock) {
        this.webhooks = webhooks;
        this.clock = clock;
    }

    @GetMapping
    @Operation(summary = "Lists the webhooks by name, with their state")
    Items<WebhookView> list(@AuthenticationPrincipal Caller caller) {
        return new Items<>(
                webhooks.of(caller.tenant()).stream().map(this::shown).toList());
    }

    @GetMapping("/{id}")
    @Operation(summary = "Shows a webhook")
    WebhookView show(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return shown(found(caller, id));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Subscribes an address to events",
            description = "It is told of what happens from now on. The answer holds the secret, shown this once.")
    NewWebhook create(@AuthenticationPrincipal Caller caller, @RequestBody WebhookRequest body) {
        SigningKey key = key(body.secret());
        return webhooks.create(
                        caller.tenant(),
                        Objects.requireNonNullElse(body.name(), ""),
                        Objects.requireNonNullElse(body.url(), ""),
                        body.events() == null
                                ? EventsView.ALL.filter()
                                : body.events().filter(),
                        Boolean.TRUE.equals(body.ordered()),
                        key,
                        caller.who())
                .map(made -> new NewWebhook(shown(made), key.text()))
                .orElseThrow(() -> new ProblemException(
                        ProblemType.WRONG_STATUS, "There may be no more webhooks than there are."));
    }

    @PatchMapping("/{id}")
    @Operation(
            summary = "Changes a webhook, or switches it on or off",
            description =
                    "What is left out stays. One that is off is told of nothing, nor later of what happened then.")
    WebhookView change(
            @AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody WebhookChange body) {
        Subscription changed = found(caller, id);
        if (body.name() != null || body.url() != null || body.events() != null || body.ordered() != null) {
            changed = webhooks.change(
                            caller.tenant(),
                            id,
                            body.name(),
                            body.url(),
                            body.events() == null ? null : body.events().filter(),
                            body.ordered(),
                            caller.who())
                    .orElseThrow(ProblemException::notFound);
        }
        if (body.on() != null) {
            changed =
                    webhooks.set(caller.tenant(), id, body.on(), caller.who()).orElseThrow(ProblemException::notFound);
        }
        return shown(changed);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Deletes a webhook, with what it has not been told yet")
    void delete(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        if (!webhooks.remove(caller.tenant(), id, caller.who())) {
            throw ProblemException.notFound();
        }
    }

    @PostMapping("/{id}/secret")
    @Operation(
            summary = "Gives a webhook another secret",
            description = "The one so far signs too for some time. The answer holds the new one, shown this once.")
    NewWebhook rotate(@AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody NewSecret body) {
        Duration keep = Objects.requireNonNullElse(body.keepOldFor(), KEPT);
        if (keep.isNegative() || keep.compareTo(LONGEST_KEPT) > 0) {
            throw new InvalidMessageException("keepOldFor", "must be between PT0S and P30D");
        }
        SigningKey key = key(body.secret());
        return webhooks.rotate(caller.tenant(), id, key, keep, caller.who())
                .map(changed -> new NewWebhook(shown(changed), key.text()))
                .orElseThrow(ProblemException::notFound);
    }

    @PostMapping("/{id}/test")
    @Operation(
            summary = "Sends a webhook an event of the type webhook.test",
            description = "Once and at once, also where it is switched off; the answer says what came back.")
    AttemptView test(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        Subscription subscription = found(caller, id);
        if (!subscription.keys().areReadable()) {
            throw new ProblemException(ProblemType.WRONG_STATUS, "Its secret can't be read: give it another one.");
        }
        return AttemptView.of(new Attempts.Numbered(1, webhooks.test(subscription, caller.who())));
    }

    @PostMapping("/{id}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Has a webhook told again of what happened in a time",
            description = "Of what failed, or of all that has ended.")
    Replayed replayRange(
            @AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody ReplayRequest body) {
        Subscription subscription = isOn(found(caller, id));
        Instant from = Params.time("from", required("from", body.from()));
        Instant to = Params.time("to", Objects.requireNonNullElseGet(body.to(), clock::instant));
        if (!from.isBefore(to)) {
            throw new InvalidMessageException("to", "must be later than from");
        }
        return new Replayed(
                webhooks.replay(subscription, from, to, body.all() ? Webhooks.ENDED : Webhooks.FAILED, caller.who()));
    }

    @GetMapping("/{id}/deliveries")
    @Operation(summary = "Lists what a webhook was told or is to be told, the newest first")
    Page<WebhookEvent> deliveries(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @Parameter(schema = @Schema(implementation = EventState.class)) @RequestParam(required = false) @Nullable
                    String state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false, defaultValue = "" + Page.DEFAULT_LIMIT) int limit) {
        Params.range("limit", limit, 1, Page.LARGEST_LIMIT);
        Optional<Errands.States> states = Optional.ofNullable(state)
                .map(name -> new Errands.States(
                        true,
                        Params.constant("state", name, EventState.values()).names()));
        List<Errand> read = webhooks.deliveries(found(caller, id), states, after(cursor), limit + 1);
        return Page.of(
                read, limit, last -> new PageCursor(last.createdAt(), last.id().toString()), WebhookEvent::of);
    }

    private static Errands.@Nullable After after(@Nullable String text) {
        PageCursor cursor = PageCursor.parse(text);
        return cursor == null
                ? null
                : new Errands.After(cursor.at(), ErrandId.parse(cursor.id()).orElseThrow(PageCursor::invalid));
    }

    @GetMapping("/{id}/deliveries/{event}")
    @Operation(
            summary = "Shows what a webhook is told of one event, and what became of each attempt",
            description = "Attempts are kept for some days.")
    WebhookDelivery delivery(
            @AuthenticationPrincipal Caller caller, @PathVariable String id, @PathVariable String event) {
        Subscription subscription = found(caller, id);
        EventErrand named = EventErrand.parse(event).orElseThrow(ProblemException::notFound);
        Errand errand = webhooks.delivery(subscription, named).orElseThrow(ProblemException::notFound);
        return new WebhookDelivery(
                WebhookEvent.of(errand),
                webhooks.event(subscription, named)
                        .map(each -> new String(each.json(), StandardCharsets.UTF_8))
                        .orElse(null),
                webhooks.attempts(subscription, named).stream()
                        .map(AttemptView::of)
                        .toList());
    }

    @PostMapping("/{id}/deliveries/{event}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Has a webhook told of an event again, whatever it answered")
    WebhookEvent replay(@AuthenticationPrincipal Caller caller, @PathVariable String id, @PathVariable String event) {
        Subscription subscription = isOn(found(caller, id));
        EventErrand named = EventErrand.parse(event).orElseThrow(ProblemException::notFound);
        Errand errand = webhooks.delivery(subscription, named).orElseThrow(ProblemException::notFound);
        if (!webhooks.replay(subscription, errand.id(), caller.who())) {
            throw new ProblemException(ProblemType.WRONG_STATUS, "It has not ended yet.");
        }
        return WebhookEvent.of(webhooks.delivery(subscription, named).orElseThrow(ProblemException::notFound));
    }

    private Subscription found(Caller caller, String id) {
        return webhooks.find(caller.tenant(), id).orElseThrow(ProblemException::notFound);
    }

    private static Subscription isOn(Subscription subscription) {
        if (!subscription.isOn()) {
            throw new ProblemException(ProblemType.WRONG_STATUS, "The webhook is off: switch it on first.");
        }
        return subscription;
    }

    private static SigningKey key(@Nullable String secret) {
        return secret == null ? SigningKey.fresh() : SigningKey.parse(secret);
    }

    private static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw new InvalidMessageException(field, "must be given");
        }
        return value;
    }

    private WebhookView shown(Subscription subscription) {
        Instant until = subscription.keys().until();
        return new WebhookView(
                subscription.id(),
                subscription.name(),
                subscription.url(),
                EventsView.of(subscription.filter()),
                subscription.ordered(),
                Params.name(subscription.state()),
                subscription.since(),
                subscription.failingSince(),
                until.isAfter(clock.instant()) ? until : null,
                subscription.keys().areReadable(),
                webhooks.open(subscription),
                subscription.createdBy(),
                subscription.createdAt());
    }

    /// How far a webhook has come with an event.
    enum EventState {
        /// It is to be told, now or later.
        PENDING,
        /// It has taken it.
        DONE,
        /// It is told no more, since it was refused for good or switched off.
        FAILED,
        /// The hub gave it up after the last attempt.
        DEAD;

        List<String> names() {
            return this == PENDING ? List.of(Errand.PENDING, Errand.CLAIMED) : List.of(Params.name(this));
        }

        static String of(Errand errand) {
            return errand.state().equals(Errand.CLAIMED) ? Errand.PENDING : errand.state();
        }
    }

    /// Which events. What is empty or left out says nothing; else one of its values must fit.
    ///
    /// @param types     of events, such as `message.created`
    /// @param labels    of the session in which it happens
    /// @param direction inbound or outbound
    record EventsView(
            @Nullable List<String> types,
            @Nullable List<String> inboxes,
            @Nullable List<String> channels,
            @Nullable List<String> labels,

            @Schema(allowableValues = {"inbound", "outbound", ""}) @Nullable
            String direction) {

        private static final EventsView ALL = new EventsView(null, null, null, null, null);

        EventFilter filter() {
            return new EventFilter(
                    given(types),
                    given(inboxes),
                    given(channels),
                    given(labels),
                    Objects.requireNonNullElse(direction, ""));
        }

        private static List<String> given(@Nullable List<String> values) {
            return values == null ? List.of() : values;
        }

        static EventsView of(EventFilter filter) {
            return new EventsView(
                    filter.types(), filter.inboxes(), filter.channels(), filter.labels(), filter.direction());
        }
    }

    /// A webhook to make.
    ///
    /// @param url     where to: https, unless the configuration allows more
    /// @param events  which events; null for all
    /// @param ordered whether events of one conversation go one after the other
    /// @param secret  `whsec_` and 24 to 64 bytes in Base64; null for a new one
    record WebhookRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String name,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String url,

            @Nullable EventsView events,
            @Nullable Boolean ordered,
            @Nullable String secret) {

        @Override
        public String toString() {
            return "webhook " + name;
        }
    }

    /// A change to a webhook.
    ///
    /// @param on whether it is told of anything
    record WebhookChange(
            @Nullable String name,
            @Nullable String url,
            @Nullable EventsView events,
            @Nullable Boolean ordered,
            @Nullable Boolean on) {}

    /// A secret to give.
    ///
    /// @param secret     `whsec_` and 24 to 64 bytes in Base64; null for a new one
    /// @param keepOldFor how long the one so far signs too; null for a day
    record NewSecret(@Nullable String secret, @Nullable Duration keepOldFor) {

        @Override
        public String toString() {
            return "secret";
        }
    }

    /// A webhook that was made, or has another secret.
    ///
    /// @param secret by which its signatures are checked
    record NewWebhook(WebhookView webhook, String secret) {

        @Override
        public String toString() {
            return webhook.toString();
        }
    }

    /// A webhook as the API shows it.
    ///
    /// @param state        on, off by a person, gone since it answered 410, failed for too long, or unknown
    /// @param since        when it came into its state
    /// @param failingSince since when every attempt has failed; null where the last one was taken
    /// @param oldSecretUntil until when the secret before this one signs too; null where it does not
    /// @param readable     whether its secret can be read; else it needs another one
    /// @param open         how many events it is still to be told of, 1000 at most
    record WebhookView(
            String id,
            String name,
            String url,
            EventsView events,
            boolean ordered,

            @Schema(implementation = Subscription.State.class)
            String state,

            Instant since,
            @Nullable Instant failingSince,
            @Nullable Instant oldSecretUntil,
            boolean readable,
            long open,
            String createdBy,
            Instant createdAt) {}

    /// What to tell again.
    ///
    /// @param from when it was entered, at the earliest
    /// @param to   before when; null for now
    /// @param all  also of what was taken, and not only of what failed
    record ReplayRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Instant from,

            @Nullable Instant to,
            boolean all) {}

    /// @param events of how many it is told again
    record Replayed(long events) {}

    /// An event on its way to a webhook.
    ///
    /// @param id            of the event here
    /// @param type          such as `message.created`
    /// @param attempts      made so far
    /// @param nextAttemptAt null where none is to come
    /// @param code          why the last attempt failed, for programs; empty where none did or `reason` alone tells
    /// @param reason        the same in words; empty where none did
    /// @param replays       how often a person had it told again
    record WebhookEvent(
            String id,
            ConversationId conversation,
            long sequence,
            String type,
            @Schema(implementation = EventState.class) String state,
            int attempts,
            @Nullable Instant nextAttemptAt,
            String code,
            String reason,
            int replays,
            Instant createdAt,
            Instant changedAt) {

        static WebhookEvent of(Errand errand) {
            EventErrand event = EventErrand.of(errand.id());
            return new WebhookEvent(
                    event.toString(),
                    event.conversation(),
                    event.sequence(),
                    errand.payload(),
                    EventState.of(errand),
                    errand.attempt(),
                    errand.state().equals(Errand.PENDING) ? errand.nextAttemptAt() : null,
                    errand.code(),
                    errand.reason(),
                    errand.replays(),
                    errand.createdAt(),
                    errand.changedAt());
        }
    }

    /// An event, and what became of it.
    ///
    /// @param body what is sent, as it is now; null where the log has it no more
    record WebhookDelivery(WebhookEvent event, @Nullable String body, List<AttemptView> attempts) {}

    /// What became of one attempt.
    ///
    /// @param tookMs milliseconds until it was over
    /// @param status of HTTP; null where no answer came
    /// @param code   why no answer came, for programs; empty where one did, or only `error` tells it
    /// @param error  the same in words; empty where one did
    /// @param answer its first bytes
    record AttemptView(
            int number, Instant at, long tookMs, @Nullable Integer status, String code, String error, String answer) {

        static AttemptView of(Attempts.Numbered numbered) {
            Attempted attempted = numbered.attempted();
            return new AttemptView(
                    numbered.number(),
                    attempted.at(),
                    attempted.took().toMillis(),
                    attempted.status() == 0 ? null : attempted.status(),
                    attempted.code(),
                    attempted.error(),
                    attempted.answer());
        }
    }
}
