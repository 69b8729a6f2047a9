package io.omnihub.identity;

import io.omnihub.message.TenantId;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// Goes through a tenant's chain from its first row, and finds the first one that was changed, taken out or put in.
public final class AuditCheck {

    private static final int PAGE = 500;

    private final AuditLog audit;
    private final TenantId tenant;
    private long number;
    private byte[] hash = new byte[32];

    AuditCheck(AuditLog audit, TenantId tenant) {
        this.audit = audit;
        this.tenant = tenant;
    }

    Result run() {
        AuditLog.Head head = audit.head(tenant);
        while (number < head.number()) {
            List<AuditRow> rows = audit.after(tenant, number, (int) Math.min(PAGE, head.number() - number));
            for (AuditRow row : rows) {
                if (!follows(row)) {
                    return wrong(number + 1);
                }
                number = row.number();
                hash = row.hash();
            }
            if (rows.isEmpty()) {
                return wrong(number + 1);
            }
        }
        if (!Arrays.equals(hash, head.hash())) {
            return wrong(number);
        }
        return audit.exceedsHead(tenant) ? wrong(number + 1) : new Result(number, OptionalLong.empty());
    }

    private boolean follows(AuditRow row) {
        return row.number() == number + 1
                && Arrays.equals(row.previous(), hash)
                && Arrays.equals(row.hash(), row.computedHash());
    }

    private Result wrong(long first) {
        return new Result(number, OptionalLong.of(first));
    }

    /// What a check found.
    ///
    /// @param rows       that are right, counted from the first
    /// @param firstWrong the number of the first row that is not as it was written; empty where all are
    public record Result(long rows, OptionalLong firstWrong) {}
}
