package io.omnihub.operations;

import io.omnihub.cursor.SourceCursors;
import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.identity.Callers;
import io.omnihub.log.Cursors;
import io.omnihub.message.TenantId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;

/// Who reads the log and how far each is, for operators.
@ManagedResource(objectName = "io.omnihub:type=Cursors", description = "Readers of the log")
public final class CursorOperations {

    /// What they give out again is meant to be taken again; all others have effects of which one is enough.
    private static final String SUBSCRIPTION = "events.";

    private static final int SHOWN = 200;

    /// Before the names of sources that routes fetch page by page.
    private static final String SOURCE = "cursor.";

    private final Cursors cursors;
    private final SourceCursors sources;
    private final AuditLog audit;

    CursorOperations(Cursors cursors, SourceCursors sources, AuditLog audit) {
        this.cursors = cursors;
        this.sources = sources;
        this.audit = audit;
    }

    @ManagedOperation(
            description = "All readers, how far each is in each partition, and how much is before it; and how far each"
                    + " source has been taken in that routes fetch page by page")
    public List<Map<String, String>> list() {
        return Stream.concat(
                        cursors.places().stream().map(CursorOperations::shown),
                        sources.places().stream().map(CursorOperations::shown))
                .toList();
    }

    @ManagedOperation(description = "Sets a source to any position, in its own words: it is read from there on")
    @ManagedOperationParameter(name = "name", description = "which begins with cursor.")
    @ManagedOperationParameter(name = "position", description = "as the source would tell it")
    public String setSource(String name, String position) {
        if (!name.startsWith(SOURCE)) {
            return "only what begins with cursor. is a source";
        }
        if (!SourceCursors.canBe(position)) {
            return "a position is one line of 1 to " + SourceCursors.LONGEST + " characters";
        }
        String who = Callers.who();
        return sources.set(
                        name.substring(SOURCE.length()),
                        position,
                        (tx, before) -> audit.append(
                                tx,
                                TenantId.DEFAULT,
                                new AuditNote(
                                        who,
                                        AuditAction.CURSOR_SET_BACK,
                                        name,
                                        Map.of("from", shortened(before), "to", shortened(position)))))
                ? "goes on after " + position
                : "there is no such source";
    }

    private static String shortened(String position) {
        return position.length() > SHOWN ? position.substring(0, SHOWN) + "…" : position;
    }

    @ManagedOperation(description = "Sets a subscription of routes back: it is given again what comes after a position")
    @ManagedOperationParameter(name = "name", description = "of the reader, which begins with events.")
    @ManagedOperationParameter(name = "partition", description = "from 0")
    @ManagedOperationParameter(name = "position", description = "not beyond where it is")
    public String setBack(String name, int partition, long position) {
        if (!name.startsWith(SUBSCRIPTION)) {
            return "only what begins with events. can be set back: the others do each thing once";
        }
        Cursors.Place place = cursors.places().stream()
                .filter(each -> each.name().equals(name) && each.partition() == partition)
                .findFirst()
                .orElse(null);
        if (place == null) {
            return "there is no such reader of this partition";
        }
        if (position < place.prunedTo() || position > place.position()) {
            return "it can be set to any position from " + place.prunedTo() + " to " + place.position();
        }
        String who = Callers.who();
        // Before it, since the effect is not in this transaction: none goes untold.
        audit.append(
                TenantId.DEFAULT,
                new AuditNote(
                        who,
                        AuditAction.CURSOR_SET_BACK,
                        name,
                        Map.of(
                                "partition", Integer.toString(partition),
                                "from", Long.toString(place.position()),
                                "to", Long.toString(position))));
        cursors.reset(name, partition, position);
        return "goes on after " + position;
    }

    @ManagedOperation(description = "Forgets a subscription whose route is gone, so that entries are not kept for it")
    @ManagedOperationParameter(name = "name", description = "of the reader, which begins with events.")
    public String forget(String name) {
        if (name.startsWith(SOURCE)) {
            String by = Callers.who();
            return sources.forget(
                            name.substring(SOURCE.length()),
                            tx -> audit.append(
                                    tx, TenantId.DEFAULT, new AuditNote(by, AuditAction.CURSOR_FORGOTTEN, name)))
                    ? "forgotten: where a route reads it, it begins anew"
                    : "there is no such source";
        }
        if (!name.startsWith(SUBSCRIPTION)) {
            return "only what begins with events. or cursor. can be forgotten: the others are the hub's own";
        }
        if (cursors.places().stream().noneMatch(each -> each.name().equals(name))) {
            return "there is no such reader";
        }
        String who = Callers.who();
        return cursors.forget(
                        name,
                        tx -> audit.append(
                                tx, TenantId.DEFAULT, new AuditNote(who, AuditAction.CURSOR_FORGOTTEN, name)))
                ? "forgotten"
                : "a route reads by it, on this node or another: remove the route first, and wait a minute";
    }

    private static Map<String, String> shown(SourceCursors.Place place) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("name", SOURCE + place.name());
        shown.put("position", place.position());
        shown.put("movedAt", place.movedAt().toString());
        return shown;
    }

    private static Map<String, String> shown(Cursors.Place place) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("name", place.name());
        shown.put("partition", Integer.toString(place.partition()));
        shown.put("position", Long.toString(place.position()));
        shown.put("lag", Long.toString(place.lag()));
        return shown;
    }
}
