package io.omnihub.channel.send;

import io.omnihub.message.OutboundRecall;

/// What a sender is whose platform lets messages be taken back.
public interface RecallsMessages {

    /// Takes a message back. One that is gone already is no failure.
    ///
    /// @param externalId the platform's id of it
    void recall(OutboundRecall recall, String externalId);
}
