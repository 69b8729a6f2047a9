package io.omnihub.message;

import java.util.List;

/// Other words for a message that the contact has. To tell it twice does no harm.
///
/// @param externalIds the platform's ids of the message, in the order of its pieces
/// @param parts       what it says now
public record OutboundEdit(
        String delivery,
        TenantId tenant,
        ChannelId channel,
        InboxId inbox,
        ConversationId conversation,
        long sequence,
        String thread,
        List<String> externalIds,
        List<Content> parts,
        int attempt,
        boolean maybeRepeated)
        implements OutboundDelivery {

    public OutboundEdit {
        Check.id("delivery", delivery);
        Check.id("thread", thread);
        externalIds = List.copyOf(externalIds);
        parts = Check.parts(parts);
    }
}
