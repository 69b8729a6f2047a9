package io.omnihub.channel.send;

import io.omnihub.message.OutboundTyping;

/// What a sender is whose platform shows that somebody types.
public interface ShowsTyping {

    /// Shows it, or ends it. What fails is not tried again.
    void type(OutboundTyping typing);
}
