package io.omnihub.media;

import io.omnihub.bound.Addresses;
import io.omnihub.bound.Rates;
import io.omnihub.channel.Blobs;
import io.omnihub.channel.Downloads;
import io.omnihub.conversation.EntryMedia;
import io.omnihub.message.Media;
import io.omnihub.message.Visibility;
import io.omnihub.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Gives files out to whoever has the link to one: what a channel could not send. Links that were made up, have expired
/// or lead to what was erased are all answered alike.
@RestController
@RequestMapping(SignedLinks.PATH)
@Tag(name = "Media")
final class FileController {

    /// A player asks for a film in many parts, and an office has one address.
    private static final double PER_SECOND = 10;

    private static final int AT_ONCE = 120;

    private final SignedLinks links;
    private final EntryMedia media;
    private final Blobs blobs;
    private final Rates rates = new Rates(PER_SECOND, AT_ONCE, System::nanoTime);

    FileController(SignedLinks links, EntryMedia media, Blobs blobs) {
        this.links = links;
        this.media = media;
        this.blobs = blobs;
    }

    @GetMapping("{link}")
    @SecurityRequirements
    @Operation(
            summary = "Gives out the file behind a link that a contact was sent",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "Its bytes, as an attachment",
                            content =
                                    @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary"))))
    void get(@PathVariable String link, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Duration wait = rates.take(Addresses.group(request.getRemoteAddr()));
        if (wait.isPositive()) {
            throw ProblemException.tooMany("Too many requests; wait a little.", wait);
        }
        SignedLinks.Target target = links.read(link).orElseThrow(ProblemException::notFound);
        Media found = media.find(
                        target.tenant(), target.conversation(), target.sequence(), target.part(), Visibility.EVERYONE)
                .orElseThrow(ProblemException::notFound);
        response.setHeader("X-Robots-Tag", "noindex");
        Downloads.attach(request, response, blobs, found);
    }
}
