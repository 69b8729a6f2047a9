package io.omnihub.message;

import java.util.List;

/// A message that the contact has is taken back. To tell it twice does no harm.
///
/// @param externalIds the platform's ids of the message, in the order of its pieces
public record OutboundRecall(
        String delivery,
        TenantId tenant,
        ChannelId channel,
        InboxId inbox,
        ConversationId conversation,
        long sequence,
        String thread,
        List<String> externalIds,
        int attempt,
        boolean maybeRepeated)
        implements OutboundDelivery {

    public OutboundRecall {
        Check.id("delivery", delivery);
        Check.id("thread", thread);
        externalIds = List.copyOf(externalIds);
    }
}
