package io.omnihub.conversation;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// Says which partition of the log an event belongs to: CRC-32 of the routing key's UTF-8 bytes, modulo the count.
public record Partitions(int count) {

    /// The numbers of conversations have place for so many.
    static final int MOST = 256;

    public Partitions {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("count: must be between 1 and " + MOST);
        }
    }

    public int of(String routingKey) {
        CRC32 crc = new CRC32();
        crc.update(routingKey.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % count);
    }
}
