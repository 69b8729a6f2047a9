package io.omnihub.message;

import java.util.List;

/// Other words for a message that the contact has. To tell it twice does no harm.
///
/// @param externalIds the platform's ids of the message, in the order of its pieces
/// @param parts       what it says now
public record OutboundEdit(OutboundHeader header, List<String> externalIds, List<Content> parts)
        implements OutboundDelivery {

    public OutboundEdit {
        externalIds = List.copyOf(externalIds);
        parts = Check.parts(parts);
    }
}
