package io.omnihub.buffer;

import java.nio.file.Path;
import java.util.List;

/// Puts event after event from several threads, and says so only after the buffer has taken each.
final class CrashMain {

    static final int WRITERS = 8;
    static final int PER_WRITER = 1_000_000;

    private CrashMain() {}

    public static void main(String[] args) {
        int from = Integer.parseInt(args[1]);
        BufferRig rig = BufferRig.embedded(Path.of(args[0]));
        for (int writer = 0; writer < WRITERS; writer++) {
            int first = writer * PER_WRITER + from;
            Thread.ofPlatform().start(() -> write(rig.buffer, first));
        }
    }

    private static void write(Buffer buffer, int first) {
        for (int number = first; ; number++) {
            buffer.put(List.of(BufferEvents.event("customer-" + first, Integer.toString(number))));
            System.out.println("taken " + number);
        }
    }
}
