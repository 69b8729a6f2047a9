package io.omnihub.media;

import io.omnihub.errand.Errand;
import io.omnihub.errand.ErrandId;
import io.omnihub.errand.Errands;
import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.identity.Callers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;

/// Files that are fetched from platforms, for operators.
@ManagedResource(objectName = "io.omnihub:type=Fetches", description = "Files on their way from platforms")
public final class FetchOperations {

    private static final int PAGE = 100;
    private static final Set<String> ENDED = Set.of("failed", "dead");
    private static final String IS_NOT = "has neither failed nor is it dead";

    private final Errands errands;
    private final AuditLog audit;

    FetchOperations(Errands errands, AuditLog audit) {
        this.errands = errands;
        this.audit = audit;
    }

    @ManagedOperation(description = "The newest 100 of a state")
    @ManagedOperationParameter(name = "state", description = "PENDING, CLAIMED, DONE, FAILED or DEAD; empty for all")
    public List<Map<String, String>> list(String state) {
        Optional<Errands.States> wanted = state.isEmpty()
                ? Optional.empty()
                : Optional.of(new Errands.States(true, List.of(state.toLowerCase(Locale.ROOT))));
        return errands.list(Callers.tenant(), wanted, Optional.empty(), null, PAGE).stream()
                .map(FetchOperations::shown)
                .toList();
    }

    @ManagedOperation(description = "Has a failed or dead one tried again")
    @ManagedOperationParameter(name = "id", description = "of the fetch")
    public String retry(String id) {
        Optional<Errand> fetch = ErrandId.parse(id).flatMap(each -> errands.find(Callers.tenant(), each));
        if (fetch.isEmpty()) {
            return "there is no fetch of this id";
        }
        if (!ENDED.contains(fetch.get().state())) {
            return IS_NOT;
        }
        String who = Callers.who();
        // Before it, since the effect is not in this transaction: none goes untold.
        audit.append(Callers.tenant(), new AuditNote(who, AuditAction.FETCH_RETRIED, id));
        return errands.replay(Callers.tenant(), fetch.get().id()) ? "will be tried again" : IS_NOT;
    }

    private static Map<String, String> shown(Errand fetch) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("id", fetch.id().toString());
        shown.put("channel", fetch.target());
        shown.put("inbox", fetch.inbox().value());
        shown.put("state", fetch.state());
        shown.put("attempts", Integer.toString(fetch.attempt()));
        shown.put("code", fetch.code());
        shown.put("reason", fetch.reason());
        shown.put("createdAt", fetch.createdAt().toString());
        shown.put("changedAt", fetch.changedAt().toString());
        return shown;
    }
}
