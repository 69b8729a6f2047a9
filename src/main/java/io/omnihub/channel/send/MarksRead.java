package io.omnihub.channel.send;

import io.omnihub.message.OutboundRead;

/// What a sender is whose platform shows that messages were read.
public interface MarksRead {

    /// Shows it. What fails is not tried again.
    void read(OutboundRead read);
}
