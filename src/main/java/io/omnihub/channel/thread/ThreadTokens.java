package io.omnihub.channel.thread;

import io.omnihub.message.TenantId;

/// Signs what only this hub can have written, such as the name of a thread in the id of a message of ours.
@FunctionalInterface
public interface ThreadTokens {

    /// The same for the same text, and not to be made without the tenant's key.
    byte[] mac(TenantId tenant, String text);
}
