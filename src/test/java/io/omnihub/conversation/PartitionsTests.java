package io.omnihub.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PartitionsTests {

    @Test
    void oneIsTheOnlyPartition() {
        assertThat(new Partitions(1).of("anyone")).isZero();
    }

    @Test
    void theSameKeyIsForEverInTheSamePartition() {
        // The hash is stored nowhere: these values may never change.
        Partitions partitions = new Partitions(16);

        assertThat(partitions.of("oABC123")).isEqualTo(1);
        assertThat(partitions.of("客户")).isEqualTo(5);
    }

    @Test
    void keysAreSpreadOverAllPartitions() {
        Partitions partitions = new Partitions(8);

        assertThat(IntStream.range(0, 1_000)
                        .map(i -> partitions.of("user-" + i))
                        .distinct()
                        .count())
                .isEqualTo(8);
    }

    @Test
    void aCountBelowOneIsRefused() {
        assertThatThrownBy(() -> new Partitions(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
