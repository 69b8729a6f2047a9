package io.omnihub.mapping.command;

import io.omnihub.mapping.Mapping;
import io.omnihub.mapping.Mappings;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Proposes and tries mappings for those who ask a running hub: one at a time, and of small inputs, so that it never
/// stands in the way of what the hub is there for.
final class MappingDesk {

    /// How many bytes a sample or an input may have.
    static final int LARGEST = 256 * 1024;

    /// How many events, and fields that were not used, are shown of one input.
    static final int MOST = 100;

    private static final String TRIED = "tried";

    private final Semaphore one = new Semaphore(1);

    /// @return empty while somebody else is served
    Optional<MappingTrial.Suggested> suggest(byte[] sample, String name) {
        return alone(sample, () -> MappingTrial.suggest(sample, name));
    }

    /// @param mapping the text of one, which names no tables beside it
    /// @return empty while somebody else is served
    Optional<MappingTrial.Tried> attempt(String mapping, byte[] input) {
        if (mapping.length() > LARGEST) {
            throw new IllegalArgumentException("A mapping may have " + LARGEST + " characters at most");
        }
        return alone(input, () -> {
            Mapping compiled = Mappings.compile(TRIED, mapping);
            return MappingTrial.attempt(compiled, input);
        });
    }

    /// Does something while nobody else is served.
    <T> Optional<T> alone(byte[] input, Supplier<T> done) {
        if (input.length > LARGEST) {
            throw new IllegalArgumentException(
                    "A sample may have " + LARGEST + " bytes at most; some records are enough");
        }
        if (!one.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(done.get());
        } finally {
            one.release();
        }
    }
}
