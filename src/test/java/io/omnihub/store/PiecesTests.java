package io.omnihub.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PiecesTests {

    @TempDir
    private Path directory;

    private final AtomicLong now = new AtomicLong();
    private final List<Integer> sizes = new ArrayList<>();

    @Test
    void aPieceThatHoldsTheWriterForLongIsFollowedBySmallerOnes() {
        // A row takes two milliseconds.
        assertThat(run(1_000, 10_000, Duration.ofMillis(2))).isTrue();

        assertThat(sizes).startsWith(20, 10, 10).allMatch(size -> size <= 20);
    }

    @Test
    void piecesGrowWhileTheyAreQuickAndAreBounded() {
        assertThat(run(5_000, 10_000, Duration.ofNanos(1))).isTrue();

        assertThat(sizes).startsWith(20, 40, 80, 160, 320, 640, 1_000, 1_000);
    }

    @Test
    void itEndsWithTheRowsThatWereToBeDone() {
        assertThat(run(5_000, 150, Duration.ofNanos(1))).isFalse();

        assertThat(sizes).containsExactly(20, 40, 80, 10);
    }

    /// @return whether nothing is left
    private boolean run(int there, long rows, Duration each) {
        AtomicLong left = new AtomicLong(there);
        try (Databases databases = Databases.sqlite(directory, 1)) {
            return Pieces.upTo(
                    rows,
                    databases.database(),
                    (_, most) -> {
                        sizes.add(most);
                        int done = (int) Math.min(most, left.get());
                        left.addAndGet(-done);
                        now.addAndGet(done * each.toNanos());
                        return done;
                    },
                    now::get);
        }
    }
}
