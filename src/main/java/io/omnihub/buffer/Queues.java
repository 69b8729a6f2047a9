package io.omnihub.buffer;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The names of the broker queues, and of the address where nodes tell each other.
final class Queues {

    static final String DEAD_LETTER = "omnihub.deadletter";
    static final String RECORD = "omnihub.record";
    static final String LIVE = "omnihub.live";

    private Queues() {}

    static String inbound(int partition) {
        return "omnihub.inbound." + partition;
    }

    static List<String> all(int partitions) {
        return Stream.concat(IntStream.range(0, partitions).mapToObj(Queues::inbound), Stream.of(DEAD_LETTER, RECORD))
                .toList();
    }
}
