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
        // A row takes a millisecond.
        assertThat(run(1_000, 10_000, Duration.ofMillis(1))).isTrue();

        assertThat(sizes).startsWith(100, 50, 25, 25).allMatch(size -> size <= 100);
    }

    @Test
    void piecesGrowWhileTheyAreQuickAndAreBounded() {
        assertThat(run(5_000, 10_000, Duration.ofNanos(1))).isTrue();

        assertThat(sizes).startsWith(100, 200, 400, 800, 1_000, 1_000);
    }

    @Test
    void itEndsWithTheRowsThatWereToBeDone() {
        assertThat(run(5_000, 250, Duration.ofNanos(1))).isFalse();

        assertThat(sizes).containsExactly(100, 150);
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
