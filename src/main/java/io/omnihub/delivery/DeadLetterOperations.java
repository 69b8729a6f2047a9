package io.omnihub.delivery;

import io.omnihub.deadletter.DeadLetter;
import io.omnihub.deadletter.DeadLetters;
import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.identity.Caller;
import io.omnihub.identity.Callers;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;

/// What was given up, for operators: shown without a byte of it, and processed again.
@ManagedResource(objectName = "io.omnihub:type=DeadLetters", description = "What was given up")
public final class DeadLetterOperations {

    private static final int PAGE = 100;

    /// Who has more of them calls again.
    private static final int MOST = 1_000;

    private final DeadLetters deadLetters;
    private final Replays replays;
    private final AuditLog audit;
    private final Database database;

    DeadLetterOperations(DeadLetters deadLetters, Replays replays, AuditLog audit, Database database) {
        this.deadLetters = deadLetters;
        this.replays = replays;
        this.audit = audit;
        this.database = database;
    }

    @ManagedOperation(description = "The newest 100, without what they say")
    public List<Map<String, String>> list() {
        return page(Long.MAX_VALUE, "").stream()
                .map(DeadLetterOperations::shown)
                .toList();
    }

    @ManagedOperation(description = "Has one processed again")
    @ManagedOperationParameter(name = "id", description = "of the dead letter")
    public String replay(String id) {
        audit.append(tenant(), new AuditNote(who(), AuditAction.DEADLETTER_REPLAYED, id));
        try {
            return replays.replay(tenant(), id) ? "replayed" : "there is no dead letter of this id";
        } catch (ReplayFailedException e) {
            return "failed: " + e.getMessage();
        }
    }

    @ManagedOperation(description = "Has all of a route processed again that were not yet, 1000 at most, oldest first")
    @ManagedOperationParameter(name = "route", description = "the route, or part of the hub, that gave up")
    public String replayRoute(String route) {
        return replayAll(letter -> letter.route().equals(route));
    }

    @ManagedOperation(
            description = "Has all processed again that were given up from one time until another and were not yet,"
                    + " 1000 at most, oldest first")
    @ManagedOperationParameter(name = "from", description = "such as 2026-03-01T08:00:00Z")
    @ManagedOperationParameter(name = "until", description = "such as 2026-03-01T09:00:00Z")
    public String replayRange(String from, String until) {
        Instant first = time("from", from);
        Instant end = time("until", until);
        return replayAll(letter ->
                !letter.createdAt().isBefore(first) && letter.createdAt().isBefore(end));
    }

    private String replayAll(Predicate<DeadLetter> wanted) {
        List<String> ids = new ArrayList<>();
        List<DeadLetter> page = page(Long.MAX_VALUE, "");
        while (!page.isEmpty()) {
            page.stream()
                    .filter(letter -> letter.replayedAt() == null && wanted.test(letter))
                    .forEach(letter -> ids.add(letter.id()));
            page = page(
                    page.getLast().createdAt().toEpochMilli(), page.getLast().id());
        }
        Map<String, Integer> outcomes = new LinkedHashMap<>();
        ids.reversed().stream().limit(MOST).forEach(id -> outcomes.merge(replay(id), 1, Integer::sum));
        return outcomes.isEmpty() ? "there are none" : outcomes.toString();
    }

    private List<DeadLetter> page(long beforeMillis, String beforeId) {
        return database.read(Tenants.of(tenant()), tx -> deadLetters.list(tx, tenant(), beforeMillis, beforeId, PAGE));
    }

    private static Map<String, String> shown(DeadLetter letter) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("id", letter.id());
        shown.put("route", letter.route());
        shown.put("channel", letter.channel());
        shown.put("inbox", letter.inbox());
        shown.put("reason", letter.reason());
        shown.put("bytes", Integer.toString(letter.body().length));
        shown.put("givenUpAt", letter.createdAt().toString());
        shown.put(
                "replayedAt",
                letter.replayedAt() == null ? "" : letter.replayedAt().toString());
        return shown;
    }

    private static Instant time(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(name + ": must be a time such as 2026-03-01T08:00:00Z", e);
        }
    }

    private static TenantId tenant() {
        return Callers.current().map(Caller::tenant).orElse(TenantId.DEFAULT);
    }

    private static String who() {
        return Callers.current().map(Caller::who).orElse("jmx");
    }
}
