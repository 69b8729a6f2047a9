package io.omnihub.record;

import io.omnihub.identity.Caller;
import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.ContactId;
import io.omnihub.message.InboxId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Erases what business systems have told.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Records")
final class RecordErasureController {

    private static final Pattern TYPE = Pattern.compile("[a-z0-9._-]{1,64}");

    private final RecordErasures erasures;
    private final RecordOwners owners;

    RecordErasureController(RecordErasures erasures, RecordOwners owners) {
        this.erasures = erasures;
        this.owners = owners;
    }

    @PostMapping("/records/erasure")
    @Operation(
            summary = "Erases a record for good",
            description = "With its history, and the cards that conversations were told of it. What the hub took of it"
                    + " before does not come back; what the system tells of it later is another record.")
    ErasedRecords one(@AuthenticationPrincipal Caller caller, @RequestBody RecordName body) {
        InboxId source = new InboxId(given("source", body.source()));
        boolean was = erasures.one(caller.tenant(), source, type(body.type()), given("key", body.key()), caller.who());
        return new ErasedRecords(was ? 1 : 0);
    }

    @PostMapping("/contacts/{id}/records/erasure")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Has a contact's records erased for good",
            description = "All that name the contact by what the contact is known by now, also where they name others"
                    + " too; soon, and in pieces. The rest as for one record.")
    void ofContact(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        ContactId contact = RecordController.contact(id);
        List<KnownBy> known = owners.knownBy(caller.tenant(), contact).orElseThrow(ProblemException::notFound);
        erasures.naming(caller.tenant(), contact.value(), known, caller.who());
    }

    @PostMapping("/inboxes/{id}/records/erasure")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Has records of a source erased for good",
            description = "Those of one type, or all; soon, and in pieces. Also of a source that is there no more. The"
                    + " rest as for one record.")
    void ofSource(@AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody Which body) {
        InboxId source;
        try {
            source = new InboxId(id);
        } catch (InvalidMessageException _) {
            throw ProblemException.notFound();
        }
        if (body.all() == (body.type() != null)) {
            throw new InvalidMessageException("type", "must be given, or all be true");
        }
        String type = body.type() == null ? "" : type(body.type());
        if (!erasures.isSource(caller.tenant(), source)) {
            throw ProblemException.notFound();
        }
        erasures.all(caller.tenant(), source, type, caller.who());
    }

    private static String type(@Nullable String value) {
        String type = given("type", value);
        if (!TYPE.matcher(type).matches()) {
            throw new InvalidMessageException("type", "must be the type of a record");
        }
        return type;
    }

    private static String given(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new InvalidMessageException(field, "must be given");
        }
        return value;
    }

    /// Which record.
    ///
    /// @param source the inbox of the system that told it
    record RecordName(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String source,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String type,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String key) {}

    /// Which of a source.
    ///
    /// @param type of one type; else all must be true
    record Which(@Nullable String type, boolean all) {}

    /// How many records were erased.
    record ErasedRecords(int erased) {}
}
