package io.omnihub.device;

import io.omnihub.contact.Contacts;
import io.omnihub.identity.ApiSecurity;
import io.omnihub.identity.Caller;
import io.omnihub.message.ContactId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.visitor.Visitor;
import io.omnihub.visitor.VisitorCalls;
import io.omnihub.web.Items;
import io.omnihub.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Takes what apps and pages tell of themselves, and shows it to agents.
@RestController
@RequestMapping("/api/v1")
final class ContextController {

    private final VisitorContexts contexts;
    private final Contacts contacts;
    private final Database database;
    private final Known known;

    ContextController(VisitorContexts contexts, Contacts contacts, Database database, Known known) {
        this.contexts = contexts;
        this.contacts = contacts;
        this.database = database;
        this.known = known;
    }

    @PostMapping("/visitor/context")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Tag(name = "Visitors")
    @SecurityRequirement(name = ApiSecurity.VISITOR)
    @Operation(
            summary = "Tells agents of the app or page that the visitor uses",
            description =
                    "`facts` are texts by name, such as `version`, `platform`, `screen`. What is not given stays as"
                            + " it is, an empty text removes one. Before the visitor's first message it is refused (409).")
    void tell(@RequestAttribute(VisitorCalls.VISITOR) Visitor visitor, @RequestBody ContextRequest body) {
        Map<String, String> facts = body.facts();
        if (facts == null || facts.values().stream().anyMatch(value -> value == null)) {
            throw new InvalidMessageException("facts", "must be texts by name");
        }
        var _ = known.conversation(visitor);
        contexts.tell(visitor.tenant(), visitor.site().inbox().id(), visitor.id(), facts);
    }

    @GetMapping("/contacts/{id}/contexts")
    @Tag(name = "Contacts")
    @Operation(
            summary = "Shows what apps and pages told last of themselves",
            description =
                    "One for each inbox in which the contact is known and something was told. Nobody vouches for it.")
    Items<VisitorContexts.Told> list(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        ContactId contact;
        try {
            contact = new ContactId(id);
        } catch (InvalidMessageException _) {
            throw ProblemException.notFound();
        }
        return database.read(
                Tenants.of(caller.tenant()),
                tx -> contacts.find(tx, caller.tenant(), contact)
                        .map(found -> new Items<>(found.identities().stream()
                                .map(identity -> contexts.of(tx, caller.tenant(), identity))
                                .flatMap(Optional::stream)
                                .toList()))
                        .orElseThrow(ProblemException::notFound));
    }

    /// What an app or page tells of itself.
    ///
    /// @param facts texts by name
    record ContextRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Map<String, String> facts) {}
}
