package io.omnihub.delivery;

import io.omnihub.deadletter.DeadLetter;
import io.omnihub.deadletter.DeadLetters;
import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.identity.Callers;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;

/// What was given up, for operators: shown without a byte of it, and processed again.
@ManagedResource(objectName = "io.omnihub:type=DeadLetters", description = "What was given up")
public final class DeadLetterOperations {

    private static final int PAGE = 100;

    /// Who has more of them calls again.
    private static final int MOST = 1_000;

    private static final Instant END_OF_TIME = Instant.ofEpochMilli(Long.MAX_VALUE);
    private static final String NONE = "there is no dead letter of this id";

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
        return database
                .read(
                        Tenants.of(Callers.tenant()),
                        tx -> deadLetters.list(tx, Callers.tenant(), Long.MAX_VALUE, "", PAGE))
                .stream()
                .map(DeadLetterOperations::shown)
                .toList();
    }

    @ManagedOperation(description = "Has one processed again")
    @ManagedOperationParameter(name = "id", description = "of the dead letter")
    public String replay(String id) {
        if (database.read(Tenants.of(Callers.tenant()), tx -> deadLetters.find(tx, Callers.tenant(), id))
                .isEmpty()) {
            return NONE;
        }
        // Before it, since the effect is not in this transaction: none goes untold.
        audit.append(Callers.tenant(), new AuditNote(Callers.who(), AuditAction.DEADLETTER_REPLAYED, id));
        try {
            return replays.replay(Callers.tenant(), id) ? "replayed" : NONE;
        } catch (ReplayFailedException e) {
            return "failed: " + e.getMessage();
        }
    }

    @ManagedOperation(description = "Has all of a route processed again that were not yet, 1000 at most, oldest first")
    @ManagedOperationParameter(name = "route", description = "the route, or part of the hub, that gave up")
    public String replayRoute(String route) {
        if (route.isBlank()) {
            throw new IllegalArgumentException("route: must be the name of a route, or of a part of the hub");
        }
        return replayAll(route, Instant.EPOCH, END_OF_TIME);
    }

    @ManagedOperation(
            description = "Has all processed again that were given up from one time until another and were not yet,"
                    + " 1000 at most, oldest first")
    @ManagedOperationParameter(name = "from", description = "such as 2026-03-01T08:00:00Z")
    @ManagedOperationParameter(name = "until", description = "such as 2026-03-01T09:00:00Z")
    public String replayRange(String from, String until) {
        return replayAll("", time("from", from), time("until", until));
    }

    @ManagedOperation(description = "Removes one for good, with what it says")
    @ManagedOperationParameter(name = "id", description = "of the dead letter")
    public String discard(String id) {
        return replays.discard(Callers.tenant(), id, Callers.who()) ? "discarded" : NONE;
    }

    private String replayAll(String route, Instant from, Instant until) {
        List<String> ids = database.read(
                Tenants.of(Callers.tenant()),
                tx -> deadLetters.waiting(tx, Callers.tenant(), route, from, until, MOST));
        Map<String, Integer> outcomes = new LinkedHashMap<>();
        ids.forEach(id -> outcomes.merge(replay(id), 1, Integer::sum));
        return outcomes.isEmpty() ? "there are none" : outcomes.toString();
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
            Instant time = Instant.parse(text);
            // Of the years that the database can count.
            return Instant.ofEpochMilli(time.toEpochMilli());
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException(name + ": must be a time such as 2026-03-01T08:00:00Z", e);
        }
    }
}
