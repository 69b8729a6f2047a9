package io.omnihub.gateway;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.omnihub.channel.Blobs;
import io.omnihub.channel.Downloads;
import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.Conversations;
import io.omnihub.conversation.EntryMedia;
import io.omnihub.conversation.EntryView;
import io.omnihub.conversation.EntryWatch;
import io.omnihub.conversation.OutcomeAnswers;
import io.omnihub.conversation.Wish;
import io.omnihub.identity.ApiSecurity;
import io.omnihub.log.LogEpoch;
import io.omnihub.log.LogReader;
import io.omnihub.media.MediaIntake;
import io.omnihub.media.Uploader;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Media;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Visibility;
import io.omnihub.visitor.Introductions;
import io.omnihub.visitor.Visitor;
import io.omnihub.visitor.VisitorCalls;
import io.omnihub.visitor.Visitors;
import io.omnihub.web.Page;
import io.omnihub.web.Params;
import io.omnihub.web.ProblemException;
import io.omnihub.wire.ClientFrame;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// What a visitor may do without a WebSocket: say something, read the own conversation, send and see files.
@RestController
@RequestMapping("/api/v1/visitor")
@Tag(name = "Visitors")
@SecurityRequirement(name = ApiSecurity.VISITOR)
final class VisitorTalkController {

    private final Visitors visitors;
    private final Commands commands;
    private final LogReader log;
    private final LogEpoch epoch;
    private final Conversations conversations;
    private final Introductions introductions;
    private final EntryMedia media;
    private final EntryWatch watch;
    private final MediaIntake intake;
    private final Blobs blobs;

    VisitorTalkController(
            Visitors visitors,
            Commands commands,
            LogReader log,
            LogEpoch epoch,
            Conversations conversations,
            Introductions introductions,
            EntryMedia media,
            EntryWatch watch,
            MediaIntake intake,
            Blobs blobs) {
        this.visitors = visitors;
        this.commands = commands;
        this.log = log;
        this.epoch = epoch;
        this.conversations = conversations;
        this.introductions = introductions;
        this.media = media;
        this.watch = watch;
        this.intake = intake;
        this.blobs = blobs;
    }

    @PostMapping("/messages")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Says something as a visitor",
            description = "The same `clientId` with the same content is stored once, and answered alike.")
    OutcomeAnswers.Done say(@RequestAttribute(VisitorCalls.VISITOR) Visitor visitor, @RequestBody VisitorMessage body) {
        String clientId = body.clientId() == null ? "" : body.clientId();
        if (!ClientFrame.isClientId(clientId)) {
            throw new InvalidMessageException("clientId", "must be 16 to 64 letters, digits and dashes");
        }
        ConversationId conversation = visitors.conversation(visitor);
        Wish wish = commands.say(visitor.actor(conversation), body.parts(), body.replyTo());
        OutcomeAnswers.Done done = OutcomeAnswers.of(conversation, commands.carryOut(wish, clientId));
        if (done.sequence() != null) {
            introductions.introduce(visitor, conversation);
        }
        return done;
    }

    @PostMapping("/read")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Says that the visitor has read everything up to a sequence")
    void read(@RequestAttribute(VisitorCalls.VISITOR) Visitor visitor, @RequestBody VisitorRead body) {
        Params.range("upTo", body.upTo(), 1, Long.MAX_VALUE);
        ConversationId conversation = visitors.conversation(visitor);
        var _ = OutcomeAnswers.of(
                conversation, Commands.await(commands.read(visitor.actor(conversation), body.upTo())));
    }

    @GetMapping("/entries")
    @Operation(
            summary = "Lists what the visitor may see after a sequence, or before one, in order",
            description = "Where there is none yet after it, it waits for the first one, as many seconds as asked for.")
    VisitorEntries list(
            @RequestAttribute(VisitorCalls.VISITOR) Visitor visitor,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
            @RequestParam(defaultValue = "0") int wait)
            throws InterruptedException {
        Params.range("after", after, 0, Long.MAX_VALUE);
        Params.range("limit", limit, 1, Page.LARGEST_LIMIT);
        Params.range("wait", wait, 0, Params.LONGEST_WAIT);
        ConversationId conversation = visitors.conversation(visitor);
        if (before == null) {
            List<Entry> found = watch.await(
                    visitor.credential(),
                    conversation,
                    Duration.ofSeconds(wait),
                    () -> log.ofConversation(visitor.tenant(), conversation, after, limit + 1, Visibility.EVERYONE));
            return entries(
                    visitor,
                    conversation,
                    found.subList(0, Math.min(limit, found.size())),
                    after,
                    found.size() > limit);
        }
        Params.range("before", before, 1, Long.MAX_VALUE);
        if (after != 0 || wait != 0) {
            throw new InvalidMessageException("before", "must not be given together with after or wait");
        }
        List<Entry> found =
                log.ofConversationBefore(visitor.tenant(), conversation, before, limit + 1, Visibility.EVERYONE);
        return entries(
                visitor,
                conversation,
                found.subList(Math.max(0, found.size() - limit), found.size()),
                0,
                found.size() > limit);
    }

    @PostMapping("/media")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Takes a visitor's file in that is to be sent",
            description = "The body is the file itself. Put the answer as `media` into a part of a message.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @io.swagger.v3.oas.annotations.media.Content(
                                            mediaType = "*/*",
                                            schema = @Schema(type = "string", format = "binary"))))
    Media upload(
            @RequestAttribute(VisitorCalls.VISITOR) Visitor visitor,
            @RequestParam(defaultValue = "") String fileName,
            HttpServletRequest request)
            throws IOException {
        return intake.take(
                Uploader.visitor(visitor.tenant(), visitor.who(), visitors.conversation(visitor)),
                visitor.site().inbox().id(),
                fileName,
                request);
    }

    @GetMapping("/entries/{sequence}/parts/{part}/media")
    @Operation(
            summary = "Gives out the bytes of a part that the visitor may see",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "A picture to show, anything else as an attachment",
                            content =
                                    @io.swagger.v3.oas.annotations.media.Content(
                                            mediaType = "*/*",
                                            schema = @Schema(type = "string", format = "binary"))))
    void download(
            @RequestAttribute(VisitorCalls.VISITOR) Visitor visitor,
            @PathVariable long sequence,
            @PathVariable int part,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        ConversationId conversation = visitors.conversation(visitor);
        Media found = media.find(visitor.tenant(), conversation, sequence, part, Visibility.EVERYONE)
                .orElseThrow(ProblemException::notFound);
        Downloads.write(request, response, blobs, found);
    }

    private VisitorEntries entries(
            Visitor visitor, ConversationId conversation, List<Entry> found, long after, boolean more) {
        long reached = found.isEmpty() ? after : found.getLast().sequence();
        long last = conversations
                .find(visitor.tenant(), conversation)
                .map(Conversation::lastVisible)
                .orElse(0L);
        return new VisitorEntries(
                media.views(found, "/api/v1/visitor"), reached, Math.max(last, reached), more, epoch.current());
    }

    /// Something that a visitor says.
    record VisitorMessage(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String clientId,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL)
            List<Content> parts,

            @Nullable MessageRef replyTo) {}

    /// How far a visitor has read.
    ///
    /// @param upTo the sequence of the last entry that was read
    record VisitorRead(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            long upTo) {}

    /// A page of a visitor's conversation.
    ///
    /// @param after the sequence to ask with for what comes next
    /// @param last  the last sequence that the visitor may see
    /// @param more  whether there are further ones: after these, or, where one asked for those before, before them
    /// @param epoch of the log; when it differs from the last one, load the conversation anew
    record VisitorEntries(List<EntryView> items, long after, long last, boolean more, long epoch) {}
}
