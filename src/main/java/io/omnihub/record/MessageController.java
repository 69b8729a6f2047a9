package io.omnihub.record;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.omnihub.conversation.Actor;
import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.IdempotencyKey;
import io.omnihub.conversation.OutcomeAnswers;
import io.omnihub.conversation.OutcomeAnswers.Done;
import io.omnihub.identity.Caller;
import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.Command;
import io.omnihub.message.Content;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.web.ProblemException;
import io.omnihub.web.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Says something to somebody whom another system knows by a number, an address or an id, and not by a conversation.
@RestController
@Tag(name = "Commands")
final class MessageController {

    private static final int MOST = 20;

    private final RecordOwners owners;
    private final Commands commands;
    private final SaidBefore said;

    MessageController(RecordOwners owners, Commands commands, SaidBefore said) {
        this.owners = owners;
        this.commands = commands;
        this.said = said;
    }

    @PostMapping("/api/v1/messages")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Says something in the open conversation of whoever is known so",
            description = "`to` names the contact by `phone`, `email`, `memberNumber`, or the id of an inbox with the"
                    + " person's id there. Of several open conversations it is the one in which something was said last;"
                    + " where none is open the answer is 404.")
    Done say(
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false)
                    @Schema(pattern = IdempotencyKey.FORM)
                    @Nullable
                    String key,
            @RequestBody Said body) {
        IdempotencyKey.check(key);
        List<KnownBy> known = body.known();
        Actor.Staff staff = new Actor.Staff(caller);
        // What was said under this key was said where it was said then.
        Optional<Conversation> before = key == null ? Optional.empty() : said.under(staff, key);
        Conversation conversation = before.or(() ->
                        owners.open(caller.tenant(), owners.contacts(caller.tenant(), known, MOST)).stream()
                                .findFirst())
                .orElseThrow(() -> new ProblemException(
                        ProblemType.UNKNOWN, "No conversation is open with anybody who is known so."));
        Command command =
                body.agentsOnly() ? new Command.Note(body.parts(), 0) : new Command.Reply(body.parts(), null, 0);
        return OutcomeAnswers.of(
                conversation.id(),
                commands.carryOut(commands.check(staff, conversation, command), IdempotencyKey.orFresh(key)));
    }

    /// Something to say.
    ///
    /// @param to         by what the contact is known
    /// @param agentsOnly whether it is a note, and nothing that the contact sees
    record Said(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL)
            Map<String, String> to,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL)
            List<Content> parts,

            boolean agentsOnly) {

        List<KnownBy> known() {
            if (to.isEmpty() || to.size() > MOST) {
                throw new InvalidMessageException("to", "must name the contact by 1 to " + MOST);
            }
            return to.entrySet().stream()
                    .map(each -> new KnownBy(each.getKey(), each.getValue()))
                    .toList();
        }
    }
}
