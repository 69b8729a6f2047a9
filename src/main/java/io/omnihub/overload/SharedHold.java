package io.omnihub.overload;

import io.omnihub.identity.AuditAction;
import io.omnihub.identity.AuditLog;
import io.omnihub.identity.AuditNote;
import io.omnihub.identity.AuditRow;
import io.omnihub.message.TenantId;
import io.omnihub.store.DatabaseUnavailableException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A hold that somebody wishes, on all nodes and over starts: the audit tells each, and the last one that it tells is
/// what all nodes do. Where it was wished it begins at once, whatever the database does.
final class SharedHold {

    private static final Logger LOG = LoggerFactory.getLogger(SharedHold.class);
    private static final List<AuditAction> WISHES = List.of(AuditAction.OVERLOAD_HELD, AuditAction.OVERLOAD_LET_GO);

    /// So far back a node that starts looks.
    private static final int MOST = 100_000;

    private final Overload overload;
    private final AuditLog audit;

    /// Up to where the audit was looked through.
    private long seen = -1;

    /// How many wishes were told here, and how many of them are not in the audit yet.
    private int wishes;

    private int untold;

    SharedHold(Overload overload, AuditLog audit) {
        this.overload = overload;
        this.audit = audit;
    }

    /// @param step its name, or [Step#NOTHING]
    /// @throws IllegalArgumentException where it is neither
    void hold(String step, String who) {
        int height = Step.height(step)
                .orElseThrow(() -> new IllegalArgumentException("step: must be one of " + OverloadOperations.names()));
        wish(() -> overload.hold(height), new AuditNote(who, AuditAction.OVERLOAD_HELD, step));
    }

    void letGo(String who) {
        wish(overload::letGo, new AuditNote(who, AuditAction.OVERLOAD_LET_GO, ""));
    }

    private void wish(Runnable here, AuditNote note) {
        synchronized (this) {
            wishes++;
            untold++;
            here.run();
        }
        try {
            audit.append(TenantId.DEFAULT, note);
        } finally {
            synchronized (this) {
                untold--;
            }
        }
    }

    /// Looks for what was wished elsewhere.
    void look() {
        int before;
        long after;
        synchronized (this) {
            if (untold > 0) {
                return;
            }
            before = wishes;
            after = seen;
        }
        AuditLog.Found found;
        try {
            found = audit.last(TenantId.DEFAULT, WISHES, after, MOST);
        } catch (DatabaseUnavailableException e) {
            LOG.debug("What was wished elsewhere is asked for later", e);
            return;
        }
        synchronized (this) {
            // What is wished here meanwhile is later, and is found the next time.
            if (wishes == before) {
                seen = found.end();
                found.row().ifPresent(this::follow);
            }
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
