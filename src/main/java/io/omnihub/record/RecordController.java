package io.omnihub.record;

import io.omnihub.channel.Downloads;
import io.omnihub.identity.Caller;
import io.omnihub.message.BusinessRecord;
import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.ContactId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.Items;
import io.omnihub.web.Page;
import io.omnihub.web.PageCursor;
import io.omnihub.web.Params;
import io.omnihub.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows what business systems have told of a contact.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Records")
final class RecordController {

    private final Database database;
    private final Records records;
    private final RecordOwners owners;
    private final RecordPictures pictures;

    RecordController(Database database, Records records, RecordOwners owners, RecordPictures pictures) {
        this.database = database;
        this.records = records;
        this.owners = owners;
        this.pictures = pictures;
    }

    @GetMapping("/contacts/{id}/records")
    @Operation(
            summary = "Lists a contact's records, those changed last first",
            description =
                    "Orders, tickets, shipments, invoices and customers of business systems that name the contact by"
                            + " a number, an address or an id by which the hub knows the contact now.")
    Page<RecordView> list(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(defaultValue = "20") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Params.range("limit", limit, 1, Page.LARGEST_LIMIT);
        PageCursor after = PageCursor.parse(cursor);
        TenantId tenant = caller.tenant();
        List<KnownBy> known = owners.knownBy(tenant, contact(id)).orElseThrow(ProblemException::notFound);
        Records.Mark mark = after == null ? null : new Records.Mark(after.at(), after.id());
        List<Records.Kept> read =
                database.read(Tenants.of(tenant), tx -> records.of(tx, tenant, known, mark, limit + 1));
        return Page.of(read, limit, last -> new PageCursor(last.changedAt(), last.id()), kept -> view(tenant, kept));
    }

    @GetMapping("/records/{id}")
    @Operation(summary = "Shows a record")
    RecordView get(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return view(caller.tenant(), find(caller, id));
    }

    @GetMapping("/records/{id}/history")
    @Operation(
            summary = "Shows how a record has changed, the newest version first",
            description = "The last 100 changes are kept.")
    Items<PastView> history(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        Records.Kept kept = find(caller, id);
        return new Items<>(
                database
                        .read(Tenants.of(caller.tenant()), tx -> records.history(tx, caller.tenant(), kept.id()))
                        .stream()
                        .map(past -> new PastView(past.number(), past.at(), RecordBody.of(past.record())))
                        .toList());
    }

    @GetMapping("/records/{id}/history/{change}")
    @Operation(
            summary = "Shows a record as it was after a change",
            description = "As cards in conversations show it, which name the change by its number.")
    RecordView change(@AuthenticationPrincipal Caller caller, @PathVariable String id, @PathVariable long change) {
        Records.Kept kept = find(caller, id);
        Records.Past past = database.read(
                        Tenants.of(caller.tenant()), tx -> records.change(tx, caller.tenant(), kept.id(), change))
                .orElseThrow(ProblemException::notFound);
        return view(caller.tenant(), kept.as(past));
    }

    @GetMapping("/records/{id}/picture")
    @Operation(
            summary = "Gives out the picture of a record",
            description = "Fetched from the hosts that the file of the source names as `picture-hosts`.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "A picture of 1 MB at most",
                            content =
                                    @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary"))))
    void picture(@AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletResponse response)
            throws IOException {
        byte[] picture = pictures.of(caller.tenant(), find(caller, id)).orElseThrow(ProblemException::notFound);
        response.setHeader("Cache-Control", "private, max-age=3600");
        Downloads.show(response, picture);
    }

    private RecordView view(TenantId tenant, Records.Kept kept) {
        return RecordView.of(kept, pictures.has(tenant, kept));
    }

    private Records.Kept find(Caller caller, String id) {
        return database.read(Tenants.of(caller.tenant()), tx -> records.find(tx, caller.tenant(), id))
                .orElseThrow(ProblemException::notFound);
    }

    static ContactId contact(String id) {
        try {
            return new ContactId(id);
        } catch (InvalidMessageException _) {
            throw ProblemException.notFound();
        }
    }

    /// A record as the API shows it.
    ///
    /// @param source  the inbox of the system that told it
    /// @param changes how many there were
    /// @param picture whether its picture can be had from the hub
    record RecordView(
            String id,
            String source,
            long changes,
            Instant createdAt,
            Instant changedAt,
            boolean picture,
            RecordBody record) {

        static RecordView of(Records.Kept kept, boolean picture) {
            return new RecordView(
                    kept.id(),
                    kept.source(),
                    kept.changes(),
                    kept.createdAt(),
                    kept.changedAt(),
                    picture,
                    RecordBody.of(kept.record()));
        }
    }

    /// What a record was.
    ///
    /// @param number of the change, in the order in which they came
    record PastView(long number, Instant at, RecordBody record) {}

    /// What a record says.
    ///
    /// @param version 0 where the system counts none
    /// @param picture the address of one; empty where there is none
    record RecordBody(
            String type,
            String key,
            long version,
            @Nullable Instant time,
            String title,
            String state,
            BusinessRecord.Tone tone,
            List<FieldView> fields,
            String picture,
            List<StepView> steps,
            List<ButtonView> buttons,
            Map<String, String> metadata) {

        static RecordBody of(BusinessRecord record) {
            return new RecordBody(
                    record.type(),
                    record.key(),
                    record.version(),
                    record.time(),
                    record.title(),
                    record.state(),
                    record.tone(),
                    record.fields().stream()
                            .map(field -> new FieldView(field.name(), field.kind(), field.value(), field.currency()))
                            .toList(),
                    record.picture(),
                    StepView.of(record),
                    record.buttons().stream()
                            .map(button -> new ButtonView(button.label(), button.url(), button.value()))
                            .toList(),
                    record.metadata());
        }
    }

    /// A fact.
    ///
    /// @param currency of money; else empty
    record FieldView(String name, BusinessRecord.Kind kind, String value, String currency) {}

    /// A station on the way.
    ///
    /// @param time null where nobody knows when
    record StepView(String name, String note, @Nullable Instant time, boolean done) {

        static List<StepView> of(BusinessRecord record) {
            return record.steps().stream()
                    .map(step -> new StepView(step.name(), step.note(), step.at(), step.done()))
                    .toList();
        }
    }

    /// Leads to a page of the business system, or has it do something.
    ///
    /// @param value what a click tells; empty where the button leads to a page
    record ButtonView(String label, String url, String value) {}
}
