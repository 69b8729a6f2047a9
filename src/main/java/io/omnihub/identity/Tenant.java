package io.omnihub.identity;

import io.omnihub.message.TenantId;
import java.time.ZoneId;

/// One customer company of the installation.
///
/// @param timeZone in which its days and hours are counted
/// @param idKey    makes its conversations' ids; made once and never changed, since a new one would part every
///                 conversation from its past
@SuppressWarnings("ArrayRecordComponent")
public record Tenant(TenantId id, String name, ZoneId timeZone, byte[] idKey) {

    @Override
    public boolean equals(Object other) {
        return other instanceof Tenant tenant && id.equals(tenant.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Tenant[" + id + "]";
    }
}
