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

    /// 1 where no more is taken; none while there is twice as much.
    double pressure() {
        long least = minimum.toBytes();
        return least == 0 ? 0 : Math.max(0, (double) (2 * least - usable.getAsLong()) / least);
    }

    void check() {
        if (isLow()) {
            throw new BufferUnavailableException(
                    Reason.DISK_LOW, "the disk of the buffer has less than " + minimum.toMegabytes() + " MB left");
        }
    }
}
