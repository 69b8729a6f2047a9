package io.omnihub.media;

import io.omnihub.message.TenantId;

/// Who uploads files and names them in what is said.
///
/// @param who     the name among all of the tenant
/// @param visitor whether it is a stranger, whose files are bounded
public record Uploader(TenantId tenant, String who, boolean visitor) {

    public static Uploader staff(TenantId tenant, String who) {
        return new Uploader(tenant, who, false);
    }

    /// @param who as visitors are told apart
    public static Uploader visitor(TenantId tenant, String who) {
        return new Uploader(tenant, "visitor " + who, true);
    }
}
