package io.omnihub.conversation;

import io.omnihub.conversation.OutcomeAnswers.Done;
import io.omnihub.conversation.Requests.Assignment;
import io.omnihub.conversation.Requests.Labels;
import io.omnihub.conversation.Requests.Note;
import io.omnihub.conversation.Requests.Reply;
import io.omnihub.identity.Caller;
import io.omnihub.message.Command;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
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

    static final String KEY = IdempotencyKey.HEADER;

    private final ConversationLookup conversations;
    private final Commands commands;

    CommandController(ConversationLookup conversations, Commands commands) {
        this.conversations = conversations;
        this.commands = commands;
    }

    @PostMapping("/replies")
    @Operation(summary = "Says something to the contact")
    ResponseEntity<Done> reply(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            @RequestBody Reply body) {
        return submit(caller, id, key, body.command());
    }

    @PostMapping("/entries/{sequence}/edits")
    @Operation(
            summary = "Says otherwise what one has said",
            description = "Where the inbox has the ability edit. The contact sees the new words in the place of the"
                    + " old ones.")
    ResponseEntity<Done> edit(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @PathVariable long sequence,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            @RequestBody Requests.NewWords body) {
        return submit(caller, id, key, new Command.EditMessage(sequence, body.parts()));
    }

    @PostMapping("/entries/{sequence}/recall")
    @Operation(
            summary = "Takes back what one has said",
            description = "Where the inbox has the ability recall. The contact sees it no more; the log keeps it.")
    ResponseEntity<Done> recall(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @PathVariable long sequence,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return submit(caller, id, key, new Command.RecallMessage(sequence));
    }

    @PostMapping("/notes")
    @Operation(summary = "Writes something that only agents see")
    ResponseEntity<Done> note(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            @RequestBody Note body) {
        return submit(caller, id, key, new Command.Note(body.parts(), body.expectedRevision()));
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
            @RequestBody(required = false) Requests.@Nullable Wish body) {
        return submit(caller, id, key, new Command.Resolve(Requests.Wish.revision(body)));
    }

    @PostMapping("/reopening")
    @Operation(summary = "Takes a resolved or pending session up again")
    ResponseEntity<Done> reopen(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            @RequestBody(required = false) Requests.@Nullable Wish body) {
        return submit(caller, id, key, new Command.Reopen(Requests.Wish.revision(body)));
    }

    @PostMapping("/pending")
    @Operation(summary = "Puts the session aside until the contact writes again")
    ResponseEntity<Done> pend(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            @RequestBody(required = false) Requests.@Nullable Wish body) {
        return submit(caller, id, key, new Command.Pend(Requests.Wish.revision(body)));
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
        return submit(caller, id, key, new Command.Erase(sequence));
    }

    @PostMapping("/separation")
    @Operation(
            summary = "Gives the conversation's person back the contact that they had",
            description = "Where a platform's id of one person in all of its accounts made two contacts one. It is not"
                    + " done again by that id.")
    ResponseEntity<Done> separate(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        String checked = IdempotencyKey.orFresh(key);
        Conversation conversation = conversations.get(caller, id);
        return answer(conversation, commands.separate(new Actor.Staff(caller), conversation, checked));
    }

    private ResponseEntity<Done> submit(Caller caller, String id, @Nullable String key, Command command) {
        String checked = IdempotencyKey.orFresh(key);
        Conversation conversation = conversations.get(caller, id);
        Wish wish = commands.check(new Actor.Staff(caller), conversation, command);
        return answer(conversation, commands.carryOut(wish, checked));
    }

    private static ResponseEntity<Done> answer(Conversation conversation, Outcome outcome) {
        Done done = OutcomeAnswers.of(conversation.id(), outcome);
        return done.sequence() == null
                ? ResponseEntity.accepted().body(done)
                : ResponseEntity.created(URI.create(
                                "/api/v1/conversations/" + done.conversation() + "/entries/" + done.sequence()))
                        .body(done);
    }
}
