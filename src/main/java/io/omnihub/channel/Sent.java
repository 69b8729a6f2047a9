package io.omnihub.channel;

import java.time.Duration;
import java.util.List;

/// What a channel's outbound route leaves as its body when the platform took a message.
///
/// @param externalIds  the platform's ids of the message, one for each call that it took; empty texts where it gave
/// none
/// @param keysKnownFor how long the platform drops a second call with the same key; zero where it has none
public record Sent(List<String> externalIds, Duration keysKnownFor) {

    public Sent {
        externalIds = List.copyOf(externalIds);
    }

    /// One call took it.
    ///
    /// @param externalId the platform's id of the message; empty where it gives none
    public Sent(String externalId) {
        this(List.of(externalId), Duration.ZERO);
    }
}
