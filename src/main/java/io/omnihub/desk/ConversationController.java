package io.omnihub.desk;

import static java.util.Objects.requireNonNull;

import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.ConversationViews;
import io.omnihub.conversation.Conversations;
import io.omnihub.identity.Caller;
import io.omnihub.message.ContactId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.wire.ConversationView;
import io.omnihub.wire.ConversationView.SessionView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
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

    private final Conversations conversations;
    private final ConversationLookup lookup;
    private final ConversationViews views;

    ConversationController(Conversations conversations, ConversationLookup lookup, ConversationViews views) {
        this.conversations = conversations;
        this.lookup = lookup;
        this.views = views;
    }

    @GetMapping
    @Operation(
            summary = "Lists conversations, the last changed first",
            description = "A conversation that changes while you page moves to the front; what does not change is met"
                    + " exactly once. An empty assignee finds those that nobody has.")
    Page<ConversationView> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam Optional<String> status,
            @RequestParam Optional<String> assignee,
            @RequestParam Optional<String> inbox,
            @RequestParam Optional<String> contact,
            @RequestParam Optional<Instant> changedSince,
            @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Params.range("limit", limit, 1, Page.LARGEST_LIMIT);
        var filter = new Conversations.Filter(
                status.map(Params::status),
                assignee,
                inbox.map(id -> Params.id("inbox", id, InboxId::new)),
                contact.map(id -> Params.id("contact", id, ContactId::new)),
                changedSince.map(time -> Params.time("changedSince", time)));
        PageCursor after = PageCursor.parse(cursor);
        var mark = after == null ? null : new Conversations.Mark(after.at(), new ConversationId(after.id()));
        List<Conversation> read = conversations.list(caller.tenant(), filter, mark, limit + 1);
        Map<ConversationId, ConversationView> shown = views.of(caller.tenant(), read);
        return Page.of(
                read,
                limit,
                last -> new PageCursor(last.changedAt(), last.id().value()),
                conversation -> requireNonNull(shown.get(conversation.id())));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Shows a conversation with its current session")
    ConversationView get(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        Conversation conversation = lookup.get(caller, id);
        return requireNonNull(views.of(caller.tenant(), List.of(conversation)).get(conversation.id()));
    }

    @GetMapping("/{id}/sessions")
    @Operation(summary = "Lists the sessions of a conversation, the first one first")
    Items<SessionView> sessions(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return new Items<>(
                conversations.sessions(caller.tenant(), lookup.get(caller, id).id()).stream()
                        .map(ConversationViews::session)
                        .toList());
    }
}
