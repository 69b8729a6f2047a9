package io.omnihub.conversation;

import static java.util.Objects.requireNonNull;

import io.omnihub.conversation.Conversations.Mark;
import io.omnihub.conversation.Conversations.Order;
import io.omnihub.identity.Caller;
import io.omnihub.log.LogCursor;
import io.omnihub.log.LogCursor.Since;
import io.omnihub.log.LogReader;
import io.omnihub.message.ContactId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Session;
import io.omnihub.message.SessionStatus;
import io.omnihub.web.Items;
import io.omnihub.web.Page;
import io.omnihub.web.PageCursor;
import io.omnihub.web.Params;
import io.omnihub.web.ProblemException;
import io.omnihub.web.ProblemType;
import io.omnihub.wire.ConversationView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Lists and shows conversations.
@RestController
@RequestMapping("/api/v1/conversations")
@Tag(name = "Conversations")
final class ConversationController {

    /// In a cursor, before the id of one that waits for an answer.
    private static final String WAITS = "waits:";

    private final Conversations conversations;
    private final ConversationLookup lookup;
    private final ConversationViews views;
    private final LogReader log;

    ConversationController(
            Conversations conversations, ConversationLookup lookup, ConversationViews views, LogReader log) {
        this.conversations = conversations;
        this.lookup = lookup;
        this.views = views;
        this.log = log;
    }

    @GetMapping
    @Operation(
            summary = "Lists conversations, in one of three orders",
            description = "message, as by default: the last message first. waiting: who has waited longest for an"
                    + " answer first, then the others as by message. changed: the last changed first, be it by a mere"
                    + " read mark. What does not move in the order while you page is met exactly once. An empty"
                    + " assignee finds those that nobody has. changedSince takes the upTo of an earlier list (of the first"
                    + " page, where it had several), or a time, which is as right as the clocks of all nodes.")
    ConversationPage list(
            @AuthenticationPrincipal Caller caller,
            @Parameter(schema = @Schema(implementation = SessionStatus.class)) @RequestParam Optional<String> status,
            @RequestParam Optional<String> assignee,
            @RequestParam Optional<String> inbox,
            @RequestParam Optional<String> contact,
            @RequestParam Optional<String> changedSince,
            @RequestParam(defaultValue = "message") String order,
            @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Params.range("limit", limit, 1, Page.LARGEST_LIMIT);
        var filter = new Conversations.Filter(
                status.map(Params::status),
                assignee,
                inbox.map(id -> Params.id("inbox", id, InboxId::new)),
                contact.map(id -> Params.id("contact", id, ContactId::new)),
                changedSince.map(this::since));
        Order along = Params.constant("order", order, Order.values());
        // Before the list is read: what changes meanwhile is found again.
        String upTo = log.end().text();
        List<Conversation> read =
                conversations.list(caller.tenant(), filter, along, mark(PageCursor.parse(cursor)), limit + 1);
        Map<ConversationId, ConversationView> shown = views.of(caller.tenant(), read);
        return ConversationPage.of(
                Page.of(
                        read,
                        limit,
                        last -> cursor(Mark.of(along, last)),
                        conversation -> requireNonNull(shown.get(conversation.id()))),
                upTo);
    }

    private Since since(String cursorOrTime) {
        LogCursor cursor = LogCursor.parse(cursorOrTime).orElse(null);
        if (cursor == null) {
            return log.since(Params.time("changedSince", time(cursorOrTime)));
        }
        return log.since(cursor)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.LOAD_ANEW.status(),
                        ProblemType.LOAD_ANEW,
                        "What has changed since can't be told any more: load the conversations anew.",
                        "changedSince"));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new InvalidMessageException("changedSince", "must be the upTo of a list of conversations, or a time");
        }
    }

    private static PageCursor cursor(Mark mark) {
        return new PageCursor(mark.at(), (mark.waits() ? WAITS : "") + mark.id());
    }

    private static @Nullable Mark mark(@Nullable PageCursor cursor) {
        if (cursor == null) {
            return null;
        }
        boolean waits = cursor.id().startsWith(WAITS);
        String id = waits ? cursor.id().substring(WAITS.length()) : cursor.id();
        return new Mark(cursor.at(), Params.id("cursor", id, ConversationId::new), waits);
    }

    @GetMapping("/{id}")
    @Operation(summary = "Shows a conversation with its current session")
    ConversationView get(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        Conversation conversation = lookup.get(caller, id);
        return requireNonNull(views.of(caller.tenant(), List.of(conversation)).get(conversation.id()));
    }

    @GetMapping("/{id}/sessions")
    @Operation(summary = "Lists the sessions of a conversation, the first one first")
    Items<Session> sessions(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return new Items<>(
                conversations.sessions(caller.tenant(), lookup.get(caller, id).id()));
    }
}
