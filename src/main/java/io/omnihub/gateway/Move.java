package io.omnihub.gateway;

import io.omnihub.conversation.Conversation;
import java.util.Set;

/// A conversation that has changed, and where it stood since it was told the last time.
///
/// @param places empty where that is not known: then it may have left any view
record Move(Conversation conversation, Set<Place> places) {}
