package io.omnihub.record;

import io.omnihub.conversation.Actor;
import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.ConversationLookup;
import io.omnihub.conversation.IdempotencyKey;
import io.omnihub.conversation.OutcomeAnswers;
import io.omnihub.conversation.OutcomeAnswers.Done;
import io.omnihub.identity.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Takes what agents press on records. It stands in the conversation, and goes from there to whoever follows the events
/// [io.omnihub.message.EntryKind#RECORD_CLICKED].
@RestController
@Tag(name = "Commands")
final class RecordClickController {

    private final RecordClicks clicks;
    private final ConversationLookup conversations;
    private final Commands commands;

    RecordClickController(RecordClicks clicks, ConversationLookup conversations, Commands commands) {
        this.clicks = clicks;
        this.conversations = conversations;
        this.commands = commands;
    }

    @PostMapping("/api/v1/conversations/{id}/records/{record}/clicks")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Presses a button of a record",
            description = "One that has a `value`. The click stands in the conversation for agents, as the system event"
                    + " `card-click`, and is told as the event `record.clicked`. Where the record as it is now has no"
                    + " such button the answer is 404.")
    Done click(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @PathVariable String record,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false)
                    @Schema(pattern = IdempotencyKey.FORM)
                    @Nullable
                    String key,
            @RequestBody Click body) {
        String checked = IdempotencyKey.orFresh(key);
        Conversation conversation = conversations.get(caller, id);
        Map<String, String> data =
                clicks.find(caller.tenant(), record, body.value(), true).data();
        return OutcomeAnswers.of(
                conversation.id(), commands.click(new Actor.Staff(caller), conversation, data, checked));
    }

    /// Which button.
    ///
    /// @param value of the button
    record Click(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String value) {}
}
