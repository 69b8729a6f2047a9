package io.omnihub.buffer;

import io.omnihub.conversation.PartitionCount;

/// Remembers what a database would.
final class RecordedCount implements PartitionCount {

    private volatile int opened;

    @Override
    public int opened() {
        return opened;
    }

    @Override
    public void open(int count) {
        opened = count;
    }
}
