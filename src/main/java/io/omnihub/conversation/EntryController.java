package io.omnihub.conversation;

import io.omnihub.conversation.EntryView.Entries;
import io.omnihub.identity.Caller;
import io.omnihub.log.LogEpoch;
import io.omnihub.log.LogReader;
import io.omnihub.message.Entry;
import io.omnihub.message.Visibility;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.Page;
import io.omnihub.web.Params;
import io.omnihub.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows what happened in a conversation, and waits for what happens next.
@RestController
@RequestMapping("/api/v1/conversations/{id}/entries")
@Tag(name = "Entries")
final class EntryController {

    private final ConversationLookup conversations;
    private final LogReader log;
    private final LogEpoch epoch;
    private final EntryMedia media;
    private final EntryWatch watch;
    private final Database database;

    EntryController(
            ConversationLookup conversations,
            LogReader log,
            LogEpoch epoch,
            EntryMedia media,
            EntryWatch watch,
            Database database) {
        this.conversations = conversations;
        this.log = log;
        this.epoch = epoch;
        this.media = media;
        this.watch = watch;
        this.database = database;
    }

    @GetMapping
    @Operation(
            summary = "Lists the entries after a sequence, in order",
            description = "Where there is none yet it waits for the first one, as many seconds as asked for: a long"
                    + " poll. Ask again with the `after` of the answer.")
    Entries list(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
            @RequestParam(defaultValue = "0") int wait)
            throws InterruptedException {
        Params.range("after", after, 0, Long.MAX_VALUE);
        Params.range("limit", limit, 1, Page.LARGEST_LIMIT);
        Params.range("wait", wait, 0, Params.LONGEST_WAIT);
        Conversation conversation = conversations.get(caller, id);
        List<Entry> found = watch.await(
                caller.credential(),
                conversation.id(),
                Duration.ofSeconds(wait),
                () -> read(conversation, after, limit));
        long last = found.isEmpty() ? after : found.getLast().sequence();
        return new Entries(media.views(found), last, epoch.current());
    }

    @GetMapping("/{sequence}")
    @Operation(summary = "Shows one entry")
    EntryView get(@AuthenticationPrincipal Caller caller, @PathVariable String id, @PathVariable long sequence) {
        Conversation conversation = conversations.get(caller, id);
        Entry found = database.read(
                        Tenants.of(caller.tenant()), tx -> log.find(tx, caller.tenant(), conversation.id(), sequence))
                .orElseThrow(ProblemException::notFound);
        return media.views(List.of(found)).getFirst();
    }

    private List<Entry> read(Conversation conversation, long after, int limit) {
        return log.ofConversation(conversation.tenant(), conversation.id(), after, limit, Visibility.AGENTS);
    }
}
