package io.omnihub.desk;

import io.omnihub.conversation.Assignees;
import io.omnihub.conversation.BusyException;
import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.ConversationLookup;
import io.omnihub.conversation.Outcome;
import io.omnihub.desk.Requests.Assignment;
import io.omnihub.desk.Requests.Labels;
import io.omnihub.desk.Requests.Note;
import io.omnihub.desk.Requests.Reply;
import io.omnihub.desk.Requests.Wish;
import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.identity.Caller;
import io.omnihub.media.SaidParts;
import io.omnihub.media.Uploader;
import io.omnihub.message.Command;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.web.ProblemException;
import io.omnihub.web.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Takes commands on conversations. Each is a noun that is posted to its conversation: a reply, a resolution.
@RestController
@RequestMapping("/api/v1/conversations/{id}")
@Tag(name = "Commands")
final class CommandController {

    static final String KEY = "Idempotency-Key";
    private static final Pattern KEY_FORM = Pattern.compile("[\\x21-\\x7e]{1,200}");

    /// The engine answers within two seconds, or says that it is busy.
    private static final int PATIENCE_SECONDS = 10;

    private final ConversationLookup conversations;
    private final Commands commands;
    private final Assignees assignees;
    private final SaidParts parts;
    private final AuditLog audit;

    CommandController(
            ConversationLookup conversations, Commands commands, Assignees assignees, SaidParts parts, AuditLog audit) {
        this.conversations = conversations;
        this.commands = commands;
        this.assignees = assignees;
        this.parts = parts;
        this.audit = audit;
    }

    @PostMapping("/replies")
    @Operation(summary = "Says something to the contact")
    ResponseEntity<Done> reply(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            @RequestBody Reply body) {
        return submit(
                caller,
                id,
                key,
                body.command(parts.check(Uploader.staff(caller.tenant(), caller.who()), body.parts())));
    }

    @PostMapping("/notes")
    @Operation(summary = "Writes something that only agents see")
    ResponseEntity<Done> note(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            @RequestBody Note body) {
        return submit(
                caller,
                id,
                key,
                new Command.Note(
                        parts.check(Uploader.staff(caller.tenant(), caller.who()), body.parts()),
                        body.expectedRevision()));
    }

    @PostMapping("/assignment")
    @Operation(summary = "Gives the session to an agent, or takes it from whoever has it")
    ResponseEntity<Done> assign(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            @RequestBody Assignment body) {
        return submit(caller, id, key, body.command());
    }

    @PostMapping("/resolution")
    @Operation(summary = "Ends the session")
    ResponseEntity<Done> resolve(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            @RequestBody(required = false) @Nullable Wish body) {
        return submit(caller, id, key, new Command.Resolve(Wish.revision(body)));
    }

    @PostMapping("/reopening")
    @Operation(summary = "Takes a resolved or pending session up again")
    ResponseEntity<Done> reopen(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            @RequestBody(required = false) @Nullable Wish body) {
        return submit(caller, id, key, new Command.Reopen(Wish.revision(body)));
    }

    @PostMapping("/pending")
    @Operation(summary = "Puts the session aside until the contact writes again")
    ResponseEntity<Done> pend(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            @RequestBody(required = false) @Nullable Wish body) {
        return submit(caller, id, key, new Command.Pend(Wish.revision(body)));
    }

    @PostMapping("/labels")
    @Operation(summary = "Adds labels to the session and removes others")
    ResponseEntity<Done> label(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            @RequestBody Labels body) {
        return submit(caller, id, key, body.command());
    }

    @PostMapping("/entries/{sequence}/erasure")
    @Operation(
            summary = "Erases for good what was said",
            description = "A message, a note or a change of the contact, with its edits, its bytes as received and its"
                    + " media. The entry stays in its place, empty, and an entry of the kind erased tells of it. There"
                    + " is no way back.")
    ResponseEntity<Done> erase(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @PathVariable long sequence,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        Command command = new Command.Erase(sequence);
        // Before it, since the effect is not in this transaction: none goes untold.
        audit.append(caller.tenant(), new AuditNote(caller.who(), AuditAction.ENTRY_ERASED, id + "/" + sequence));
        return submit(caller, id, key, command);
    }

    private ResponseEntity<Done> submit(Caller caller, String id, @Nullable String key, Command command) {
        if (key != null && !KEY_FORM.matcher(key).matches()) {
            throw new InvalidMessageException(KEY, "must be 1 to 200 visible ASCII characters");
        }
        Conversation conversation = conversations.get(caller, id);
        assignees.refusal(caller.tenant(), command).ifPresent(refused -> {
            throw Refusals.of(refused);
        });
        String clientId = key == null ? UUID.randomUUID().toString() : key;
        return switch (outcome(caller, conversation, clientId, command)) {
            case Outcome.Stored stored ->
                ResponseEntity.created(URI.create(
                                "/api/v1/conversations/" + stored.conversation() + "/entries/" + stored.sequence()))
                        .body(new Done(stored.conversation(), stored.sequence()));
            case Outcome.Waiting _ -> ResponseEntity.accepted().body(new Done(conversation.id(), null));
            case Outcome.Refused refused -> throw Refusals.of(refused);
            case Outcome.Dead dead -> throw new ProblemException(ProblemType.DEAD, dead.reason());
        };
    }

    private Outcome outcome(Caller caller, Conversation conversation, String clientId, Command command) {
        try {
            return commands.submit(conversation, caller.sender(), clientId, command)
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof BusyException busy
                    ? busy
                    : new BusyException("The engine has not answered in time.");
        }
    }

    /// A command was carried out.
    ///
    /// @param sequence of the entry it made; null where it was taken and will be carried out soon
    record Done(ConversationId conversation, @Nullable Long sequence) {}
}
