package io.omnihub.presence;

import io.omnihub.message.ConversationId;

/// Whether contacts are there, by their connections to all nodes.
@FunctionalInterface
public interface ContactPresence {

    /// Whether a conversation's contact has a connection to any node. Others are asked, which takes a moment.
    boolean isThere(ConversationId conversation);
}
