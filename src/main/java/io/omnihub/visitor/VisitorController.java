package io.omnihub.visitor;

import io.omnihub.message.ConversationId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.overload.Overload;
import io.omnihub.overload.Step;
import io.omnihub.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Gives visitors their tokens.
@RestController
@RequestMapping("/api/v1/visitors")
@Tag(name = "Visitors")
final class VisitorController {

    private final Sites sites;
    private final Visitors visitors;
    private final RequestRates rates;
    private final Overload overload;

    VisitorController(Sites sites, Visitors visitors, RequestRates rates, Overload overload) {
        this.sites = sites;
        this.visitors = visitors;
        this.rates = rates;
        this.overload = overload;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @SecurityRequirements
    @Operation(
            summary = "Makes a visitor's token, or renews one",
            description = "For pages of the site, whose `Origin` is checked. `user` is a JWT of the site's own server;"
                    + " without it the visitor is anonymous, and stays the same with an earlier `token`.")
    VisitorToken create(
            HttpServletRequest request,
            @RequestHeader(name = HttpHeaders.ORIGIN, required = false) @Nullable String origin,
            @RequestBody VisitorRequest body) {
        rates.take(request);
        Site site = sites.find(body.site() == null ? "" : body.site())
                .orElseThrow(() -> new InvalidMessageException("site", "must be the key of a site"));
        if (!VisitorCalls.allows(site, origin, request)) {
            throw new ProblemException(HttpStatus.FORBIDDEN, null, "This origin is not one of the site's.", "");
        }
        String user = body.user() == null ? "" : body.user();
        String token = body.token() == null ? "" : body.token();
        if (visitors.isNew(site, user, token)) {
            overload.refuse(Step.VISITORS);
        }
        Visitors.Issued issued = visitors.issue(site, user, token);
        return new VisitorToken(
                issued.token(),
                issued.visitor().id(),
                visitors.conversation(issued.visitor()),
                issued.visitor().expires(),
                issued.visitor().identified());
    }

    /// Who comes.
    ///
    /// @param site  the site's key
    /// @param user  a JWT of the site's own server; null where the visitor is anonymous
    /// @param token an earlier token; null where there is none
    record VisitorRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String site,

            @Nullable String user,
            @Nullable String token) {

        @Override
        public String toString() {
            return "VisitorRequest[" + site + "]";
        }
    }

    /// A visitor's token.
    ///
    /// @param identified whether the site says who it is
    record VisitorToken(
            String token, String visitor, ConversationId conversation, Instant expires, boolean identified) {

        @Override
        public String toString() {
            return "VisitorToken[" + visitor + "]";
        }
    }
}
