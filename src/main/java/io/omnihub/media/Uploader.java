package io.omnihub.media;

import io.omnihub.message.ConversationId;
import io.omnihub.message.TenantId;
import org.jspecify.annotations.Nullable;

/// Who uploads files and names them in what is said.
///
/// @param who the name among all of the tenant
/// @param own a visitor's only conversation; null of who sees all of the tenant's
public record Uploader(
        TenantId tenant, String who, @Nullable ConversationId own) {

    public static Uploader staff(TenantId tenant, String who) {
        return new Uploader(tenant, who, null);
    }

    /// @param who as visitors are told apart
    public static Uploader visitor(TenantId tenant, String who, ConversationId own) {
        return new Uploader(tenant, "visitor " + who, own);
    }

    /// Whether it is a stranger, whose files are bounded.
    boolean visitor() {
        return own != null;
    }
}
