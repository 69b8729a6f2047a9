package io.omnihub.overload;

import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.identity.AuditRow;
import io.omnihub.message.TenantId;
import io.omnihub.store.DatabaseUnavailableException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A hold that somebody wishes, on all nodes and over starts: the audit tells each, and the last one that it tells is
/// what all nodes do. Where it was wished it begins at once, whatever the database does.
final class SharedHold {

    private static final Logger LOG = LoggerFactory.getLogger(SharedHold.class);
    private static final List<AuditAction> WISHES = List.of(AuditAction.OVERLOAD_HELD, AuditAction.OVERLOAD_LET_GO);

    /// By this a wish is told from those of versions in which each node was held by itself, until its end.
    private static final Map<String, String> SHARED = Map.of("nodes", "all");

    /// So far back a node that starts looks.
    private static final int MOST = 100_000;

    /// So many wishes wait for a database that is away.
    private static final int MOST_UNTOLD = 100;

    private final Overload overload;
    private final AuditLog audit;
    private final Object telling = new Object();
    private final Deque<AuditNote> untold = new ArrayDeque<>();

    /// Up to where the audit was looked through.
    private long seen = -1;

    /// How many were wished here.
    private int wishes;

    SharedHold(Overload overload, AuditLog audit) {
        this.overload = overload;
        this.audit = audit;
    }

    /// @param step its name, or [Step#NOTHING]
    /// @throws IllegalArgumentException     where it is neither
    /// @throws DatabaseUnavailableException where it holds here, and other nodes are told later
    void hold(String step, String who) {
        int height = Step.height(step)
                .orElseThrow(() -> new IllegalArgumentException("step: must be one of " + OverloadOperations.names()));
        wish(() -> overload.hold(height), new AuditNote(who, AuditAction.OVERLOAD_HELD, step, SHARED));
    }

    /// @throws DatabaseUnavailableException where it is let go here, and other nodes are told later
    void letGo(String who) {
        wish(overload::letGo, new AuditNote(who, AuditAction.OVERLOAD_LET_GO, "", SHARED));
    }

    private void wish(Runnable here, AuditNote note) {
        synchronized (this) {
            wishes++;
            if (untold.size() == MOST_UNTOLD) {
                untold.removeFirst();
            }
            untold.addLast(note);
            here.run();
        }
        tell();
    }

    /// In their order.
    private void tell() {
        synchronized (telling) {
            for (AuditNote note = next(); note != null; note = next()) {
                audit.append(TenantId.DEFAULT, note);
                synchronized (this) {
                    untold.remove(note);
                }
            }
        }
    }

    private synchronized @Nullable AuditNote next() {
        return untold.peekFirst();
    }

    /// Looks for what was wished elsewhere.
    void look() {
        try {
            tell();
            int before;
            long after;
            synchronized (this) {
                before = wishes;
                after = seen;
            }
            AuditLog.Found found = audit.last(TenantId.DEFAULT, WISHES, SHARED, after, MOST);
            synchronized (this) {
                // What is wished here meanwhile is later, and is found the next time; so nobody may wish in between.
                if (wishes == before) {
                    seen = found.end();
                    found.row().ifPresent(this::follow);
                }
            }
        } catch (DatabaseUnavailableException e) {
            LOG.debug("What was wished is told and asked for later", e);
        }
    }

    private void follow(AuditRow row) {
        if (row.what().equals(AuditAction.OVERLOAD_LET_GO.publicName())) {
            overload.letGo();
        } else {
            // A later version may know a step that this one does not.
            Step.height(row.target()).ifPresent(overload::hold);
        }
    }
}
