package io.omnihub.conversation;

import io.omnihub.message.InboundEvent;

/// Gives an event that turned out to belong to another partition to that partition's engine, under the same key.
public interface HandOver {

    /// Returns once the event lies durably in the partition's queue; throws where that took longer than two
    /// seconds.
    void handOn(InboundEvent event, int partition);
}
