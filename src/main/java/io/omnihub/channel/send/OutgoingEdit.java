package io.omnihub.channel.send;

import io.omnihub.message.OutboundEdit;
import java.util.List;

/// Other words for a message, as its channel can say them.
///
/// @param natives one for each part
public record OutgoingEdit<N>(OutboundEdit edit, List<N> natives) {

    public OutgoingEdit {
        natives = List.copyOf(natives);
    }
}
