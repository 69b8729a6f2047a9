package io.omnihub.media;

import io.omnihub.channel.ContentTypes;
import io.omnihub.channel.Downloads;
import io.omnihub.channel.Hold;
import io.omnihub.channel.Holds;
import io.omnihub.channel.ShowsAvatars;
import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.ConversationLookup;
import io.omnihub.identity.Caller;
import io.omnihub.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows what contacts, and those who speak in groups, look like on their platform.
@RestController
@Tag(name = "Media")
final class AvatarController {

    private static final int LONGEST_ID = 256;

    private final ConversationLookup conversations;
    private final List<ShowsAvatars> channels;
    private final Holds holds;

    AvatarController(ConversationLookup conversations, List<ShowsAvatars> channels, Holds holds) {
        this.conversations = conversations;
        this.holds = holds;
        this.channels = List.copyOf(channels);
    }

    private boolean isDrained(Conversation conversation) {
        return holds.of(conversation.tenant(), conversation.channel(), conversation.inbox())
                .filter(hold -> hold.mode() == Hold.Mode.DRAIN)
                .isPresent();
    }

    @GetMapping("/api/v1/conversations/{id}/avatar")
    @Operation(
            summary = "Gives out the picture of a contact",
            description = "As the platform has it now, where the inbox has the ability `avatars`; of a group, or with"
                    + " `person` of somebody who speaks there.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "A picture of 1 MB at most",
                            content =
                                    @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary"))))
    void get(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String person,
            HttpServletResponse response)
            throws IOException {
        Conversation conversation = conversations.get(caller, id);
        if (person.length() > LONGEST_ID || isDrained(conversation)) {
            throw ProblemException.notFound();
        }
        byte[] picture = channels.stream()
                .filter(channel -> channel.shows(conversation.channel()))
                .findFirst()
                .flatMap(channel -> channel.avatar(
                        conversation.tenant(), conversation.inbox(), person.isEmpty() ? conversation.thread() : person))
                .filter(bytes -> ContentTypes.isPicture(ContentTypes.of(bytes)))
                .orElseThrow(ProblemException::notFound);
        response.setHeader("Cache-Control", "private, max-age=86400");
        Downloads.show(response, picture);
    }
}
