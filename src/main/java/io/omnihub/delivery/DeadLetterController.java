package io.omnihub.delivery;

import io.omnihub.channel.Downloads;
import io.omnihub.deadletter.DeadLetter;
import io.omnihub.deadletter.DeadLetters;
import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.identity.Caller;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.Page;
import io.omnihub.web.PageCursor;
import io.omnihub.web.Params;
import io.omnihub.web.ProblemException;
import io.omnihub.web.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Shows what was given up, and has it processed again.
@RestController
@RequestMapping("/api/v1/dead-letters")
@Tag(name = "Dead letters")
final class DeadLetterController {

    private final DeadLetters deadLetters;
    private final Replays replays;
    private final AuditLog audit;
    private final Database database;

    DeadLetterController(DeadLetters deadLetters, Replays replays, AuditLog audit, Database database) {
        this.deadLetters = deadLetters;
        this.replays = replays;
        this.audit = audit;
        this.database = database;
    }

    @GetMapping
    @Operation(summary = "Lists dead letters without their bytes, the newest first")
    Page<DeadLetterView> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Params.range("limit", limit, 1, Page.LARGEST_LIMIT);
        PageCursor after = PageCursor.parse(cursor);
        long before = after == null ? Long.MAX_VALUE : after.at().toEpochMilli();
        List<DeadLetter> read = database.read(
                Tenants.of(caller.tenant()),
                tx -> deadLetters.list(tx, caller.tenant(), before, after == null ? "" : after.id(), limit + 1));
        return Page.of(read, limit, letter -> new PageCursor(letter.createdAt(), letter.id()), DeadLetterView::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "Shows a dead letter without its bytes")
    DeadLetterView get(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return DeadLetterView.of(find(caller, id));
    }

    @GetMapping("/{id}/body")
    @Operation(
            summary = "Gives out the bytes of a dead letter",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "The bytes as an attachment",
                            content =
                                    @Content(
                                            mediaType = "application/octet-stream",
                                            schema = @Schema(type = "string", format = "binary"))))
    void body(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Downloads.writeRaw(request, response, find(caller, id).body(), "dead-letter-" + id);
    }

    @PostMapping("/{id}/replay")
    @Operation(
            summary = "Has a dead letter processed again",
            description = "It enters as the original did, under the same key: doing it twice makes one message.")
    DeadLetterView replay(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        find(caller, id);
        // Before it, since the effect is not in this transaction: none goes untold.
        audit.append(caller.tenant(), new AuditNote(caller.who(), AuditAction.DEADLETTER_REPLAYED, id));
        try {
            if (!replays.replay(caller.tenant(), id)) {
                throw ProblemException.notFound();
            }
        } catch (ReplayFailedException e) {
            throw new ProblemException(ProblemType.REPLAY_FAILED, Objects.requireNonNullElse(e.getMessage(), ""));
        }
        return DeadLetterView.of(find(caller, id));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Removes a dead letter for good",
            description = "Its key stays dead: what comes again under it is dropped.")
    void discard(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        if (!replays.discard(caller.tenant(), id, caller.who())) {
            throw ProblemException.notFound();
        }
    }

    private DeadLetter find(Caller caller, String id) {
        return database.read(Tenants.of(caller.tenant()), tx -> deadLetters.find(tx, caller.tenant(), id))
                .orElseThrow(ProblemException::notFound);
    }

    /// A dead letter as the API shows it.
    ///
    /// @param route      the route, or the part of the hub, that gave up
    /// @param kind       event: one of ours; raw: bytes as received; unknown: of a later
    ///                   version
    /// @param size       of the body in bytes
    /// @param replayedAt null while nobody has had it processed again
    record DeadLetterView(
            String id,
            String channel,
            String inbox,
            String route,
            String reason,
            @Schema(implementation = DeadLetter.Kind.class) String kind,
            String key,
            String contentType,
            int size,
            Instant createdAt,
            @Nullable Instant replayedAt) {

        static DeadLetterView of(DeadLetter letter) {
            return new DeadLetterView(
                    letter.id(),
                    letter.channel(),
                    letter.inbox(),
                    letter.route(),
                    letter.reason(),
                    Params.name(letter.kind()),
                    letter.key(),
                    letter.contentType(),
                    letter.body().length,
                    letter.createdAt(),
                    letter.replayedAt());
        }
    }
}
