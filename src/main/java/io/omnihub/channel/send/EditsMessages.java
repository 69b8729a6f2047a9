package io.omnihub.channel.send;

import io.omnihub.message.OutboundEdit;

/// What a sender is whose platform lets messages be said otherwise.
///
/// @param <N> the channel's own message
public interface EditsMessages<N> {

    /// Says a message otherwise. One that says so already is left as it is.
    ///
    /// @param externalId the platform's id of it
    /// @param content    what it says now
    void edit(OutboundEdit edit, String externalId, N content);
}
