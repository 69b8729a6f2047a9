package io.omnihub.buffer;

import io.omnihub.buffer.BufferUnavailableException.Reason;
import java.util.function.LongSupplier;
import org.springframework.util.unit.DataSize;

/// Refuses in time: a broker whose disk is full blocks its senders without a word, or ends.
record DiskSpace(LongSupplier usable, DataSize minimum) {

    /// For a broker elsewhere, which watches its own disk.
    static final DiskSpace UNWATCHED = new DiskSpace(() -> Long.MAX_VALUE, DataSize.ofBytes(0));

    boolean isLow() {
        return usable.getAsLong() < minimum.toBytes();
    }

    /// 1 where no more is taken.
    double pressure() {
        return minimum.toBytes() == 0 ? 0 : (double) minimum.toBytes() / Math.max(1, usable.getAsLong());
    }

    void check() {
        if (isLow()) {
            throw new BufferUnavailableException(
                    Reason.DISK_LOW, "the disk of the buffer has less than " + minimum.toMegabytes() + " MB left");
        }
    }
}
