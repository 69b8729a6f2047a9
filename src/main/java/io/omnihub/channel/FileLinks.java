package io.omnihub.channel;

import io.omnihub.message.ConversationId;
import io.omnihub.message.TenantId;
import java.util.Optional;

/// Makes addresses at which a contact gets a file that the channel can't send.
@FunctionalInterface
public interface FileLinks {

    /// Where the hub has no public address.
    FileLinks NONE = (_, _, _, _) -> Optional.empty();

    /// An address of a part of a message, for whoever has it.
    Optional<String> link(TenantId tenant, ConversationId conversation, long sequence, int part);
}
