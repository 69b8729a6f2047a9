package io.omnihub.message;

import java.util.List;

/// A message that the contact has is taken back. To tell it twice does no harm.
///
/// @param externalIds the platform's ids of the message, in the order of its pieces
public record OutboundRecall(OutboundHeader header, List<String> externalIds) implements OutboundDelivery {

    public OutboundRecall {
        externalIds = List.copyOf(externalIds);
    }
}
