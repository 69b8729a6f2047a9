package io.omnihub.record;

import io.omnihub.message.BusinessRecord.KnownBy;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// That whatever the hub has taken up to a time be erased: one record, those that name somebody, or those of a source.
///
/// @param record the id of the one; or a print of whom they name; or empty
/// @param source empty where they name somebody
/// @param type   empty for all
/// @param named  whom they name; null elsewhere, and once they are gone
record ErasureOrder(
        String record,
        TenantId tenant,
        String source,
        String type,
        long askedAt,
        @Nullable KnownBy named) {

    private static final String NAMED = "named:";

    static ErasureOrder one(TenantId tenant, InboxId source, String type, String id, long askedAt) {
        return new ErasureOrder(id, tenant, source.value(), type, askedAt, null);
    }

    static ErasureOrder all(TenantId tenant, InboxId source, String type, long askedAt) {
        return new ErasureOrder("", tenant, source.value(), type, askedAt, null);
    }

    static ErasureOrder naming(TenantId tenant, KnownBy known, long askedAt) {
        return new ErasureOrder(print(tenant, known), tenant, "", "", askedAt, known);
    }

    boolean isOne() {
        return !record.isEmpty() && !source.isEmpty();
    }

    /// Whether it is about a record.
    ///
    /// @param prints of those whom it names
    boolean isOf(Told told, Collection<String> prints) {
        if (!tenant.equals(told.tenant())) {
            return false;
        }
        return record.isEmpty()
                ? source.equals(told.source().value())
                        && (type.isEmpty() || type.equals(told.record().type()))
                : record.equals(told.id()) || prints.contains(record);
    }

    /// What tells each of those whom a record names from all others, and no more.
    ///
    /// @param knownBy as a record has them
    static List<String> prints(TenantId tenant, String knownBy) {
        return knownBy.lines()
                .map(line -> NAMED + tenant.value() + "\n" + line)
                .map(ErasureOrder::hashed)
                .toList();
    }

    private static String print(TenantId tenant, KnownBy known) {
        return hashed(NAMED + tenant.value() + "\n" + Told.line(known));
    }

    private static String hashed(String text) {
        return NAMED + Told.hash(text.getBytes(StandardCharsets.UTF_8));
    }
}
