package io.omnihub.presence;

import io.omnihub.message.ConversationId;
import java.time.Duration;

/// Whether contacts are there, by their connections to all nodes.
public interface ContactPresence {

    /// Whether a conversation's contact has a connection to any node. Others are asked, which takes a moment.
    boolean isThere(ConversationId conversation);

    /// After so long without a sign of life a connection is known to be dead; until then it counts.
    Duration silence();
}
