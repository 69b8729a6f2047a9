package io.omnihub.media;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.Downloads;
import io.omnihub.conversation.Conversation;
import io.omnihub.conversation.ConversationLookup;
import io.omnihub.conversation.EntryMedia;
import io.omnihub.identity.Caller;
import io.omnihub.message.Media;
import io.omnihub.message.Visibility;
import io.omnihub.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Gives the pictures and files of conversations out, and takes those in that are to be sent.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Media")
final class MediaController {

    private final ConversationLookup conversations;
    private final EntryMedia media;
    private final RemotePictures pictures;
    private final MediaIntake intake;
    private final Blobs blobs;

    MediaController(
            ConversationLookup conversations,
            EntryMedia media,
            RemotePictures pictures,
            MediaIntake intake,
            Blobs blobs) {
        this.conversations = conversations;
        this.media = media;
        this.pictures = pictures;
        this.intake = intake;
        this.blobs = blobs;
    }

    @GetMapping("/conversations/{id}/entries/{sequence}/parts/{part}/media")
    @Operation(
            summary = "Gives out the bytes of a part",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "A picture to show, anything else as an attachment",
                            content =
                                    @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary"))))
    void get(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @PathVariable long sequence,
            @PathVariable int part,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Conversation conversation = conversations.get(caller, id);
        Media found = media.find(caller.tenant(), conversation.id(), sequence, part, Visibility.AGENTS)
                .orElseThrow(ProblemException::notFound);
        Downloads.write(request, response, blobs, found);
    }

    @GetMapping("/conversations/{id}/entries/{sequence}/parts/{part}/picture")
    @Operation(
            summary = "Fetches a picture that a contact's formatted text names",
            description = "One that lies elsewhere, named by `data-remote` in a part of the type `rich-text`. The hub"
                    + " fetches it from public addresses alone, without following redirects. Its owner learns that"
                    + " somebody looks, so show it only to whoever asks for it.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "A picture of 2 MB at most",
                            content =
                                    @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary"))))
    void picture(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @PathVariable long sequence,
            @PathVariable int part,
            @RequestParam String address,
            HttpServletResponse response)
            throws IOException {
        Conversation conversation = conversations.get(caller, id);
        byte[] picture = pictures.find(caller.tenant(), conversation.id(), sequence, part, address)
                .orElseThrow(ProblemException::notFound);
        response.setHeader("Cache-Control", "no-store");
        Downloads.show(response, picture);
    }

    @PostMapping("/media")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Takes a file in that is to be sent",
            description = "The body is the file itself. Put the answer as `media` into a part of a reply, within 23"
                    + " hours.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary"))))
    Media upload(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(defaultValue = "") String fileName,
            HttpServletRequest request)
            throws IOException {
        return intake.take(Uploader.staff(caller.tenant(), caller.who()), fileName, request);
    }
}
