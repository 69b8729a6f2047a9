package io.omnihub.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What a node knows of a partition by the word of others.
final class LogTailTests {

    private final LogTail tail = new LogTail();

    @Test
    void whoWaitsIsWokenByTheWordOfAnotherNode() {
        CompletableFuture<Void> woken = CompletableFuture.runAsync(() -> {
            try {
                tail.await(0, 6, Duration.ofDays(1));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        tail.told(1, 7);
        assertThat(woken).isNotDone();
        tail.told(0, 7);

        assertThat(woken.orTimeout(30, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(30));
        assertThat(tail.known(0)).isEqualTo(7);
    }

    @Test
    void aWordThatComesLateChangesNothing() {
        tail.told(0, 7);
        tail.told(0, 5);

        assertThat(tail.known(0)).isEqualTo(7);
    }

    @Test
    void aWordThatTheTableDoesNotBearOutIsCorrectedUnlessANewOneCame() {
        tail.told(0, 7);
        tail.correct(0, 7, 5);
        assertThat(tail.known(0)).isEqualTo(5);

        tail.told(0, 9);
        tail.correct(0, 7, 5);
        assertThat(tail.known(0)).isEqualTo(9);
    }
}
