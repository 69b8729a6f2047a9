package io.omnihub.channel.thread;

import io.omnihub.message.OutboundHeader;
import java.time.ZonedDateTime;
import java.util.Optional;

/// What was said before in a conversation, for platforms on which answers repeat what they answer.
@FunctionalInterface
public interface Earlier {

    /// What the contact said in one of the last messages before an answer; nothing where that is longer ago, or erased.
    ///
    /// @param externalId of that message
    Optional<Said> find(OutboundHeader answer, String externalId);

    /// A message.
    ///
    /// @param sender their name, and their address where there is one
    /// @param at     in the tenant's time zone
    /// @param text   without its files
    record Said(String sender, ZonedDateTime at, String text) {

        /// Without what was said.
        @Override
        public String toString() {
            return "Said[" + at + "]";
        }
    }
}
