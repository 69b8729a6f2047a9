package io.omnihub.conversation;

import io.omnihub.message.Content;
import java.util.List;

/// Checks what somebody says: only kinds that are theirs to say, and only files of their own.
@FunctionalInterface
public interface PartsCheck {

    /// @return the parts with what is known of their files
    /// @throws io.omnihub.message.InvalidMessageException where they can't be said
    List<Content> check(Actor by, List<Content> parts);
}
