package io.omnihub.record;

import io.omnihub.identity.Caller;
import io.omnihub.record.RecordController.RecordBody;
import io.omnihub.web.Items;
import io.omnihub.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Objects;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Asks other systems of a contact. Each look-up is a call of its own, so that they run side by side and none waits for
/// another.
@RestController
@RequestMapping("/api/v1/contacts/{id}/lookups")
@Tag(name = "Records")
final class LookupController {

    private static final int MOST = 20;

    private final Lookups lookups;
    private final RecordOwners owners;

    LookupController(Lookups lookups, RecordOwners owners) {
        this.lookups = lookups;
        this.owners = owners;
    }

    @GetMapping
    @Operation(summary = "Lists what other systems can be asked of a contact")
    Items<LookupView> list(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        RecordController.contact(id);
        return new Items<>(lookups.of(caller.tenant()).entrySet().stream()
                .map(each -> new LookupView(each.getKey(), each.getValue().title()))
                .toList());
    }

    @GetMapping("/{name}")
    @Operation(
            summary = "Asks another system of a contact",
            description =
                    "Answers within the look-up's time limit. Where there is no answer `failure` says why to people and"
                            + " `code` to programs (`busy`, `timeout`, `refused`, `failed`), and it can be asked again. 20 records at most are given out, and none is kept.")
    LookupAnswer ask(@AuthenticationPrincipal Caller caller, @PathVariable String id, @PathVariable String name) {
        Lookups.Lookup lookup = lookups.find(caller.tenant(), name).orElseThrow(ProblemException::notFound);
        var known =
                owners.knownBy(caller.tenant(), RecordController.contact(id)).orElseThrow(ProblemException::notFound);
        try {
            return new LookupAnswer(
                    lookup.ask(known).stream().limit(MOST).map(RecordBody::of).toList(), "", "");
        } catch (LookupFailedException e) {
            return new LookupAnswer(List.of(), e.why().code(), Objects.toString(e.getMessage(), ""));
        }
    }

    /// Something that can be asked.
    record LookupView(String name, String title) {}

    /// What came of it.
    ///
    /// @param code why there is no answer, for programs: `busy`, `timeout`, `refused` or `failed`; empty where
    /// there is one
    /// @param failure why there is no answer, for people and in English; empty where there is one
    record LookupAnswer(List<RecordBody> records, String code, String failure) {}
}
