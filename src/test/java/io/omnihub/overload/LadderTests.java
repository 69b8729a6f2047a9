package io.omnihub.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// When steps are given up and come back.
final class LadderTests {

    private final Ladder ladder =
            new Ladder(new double[] {0.5, 0.6, 0.75, 0.9}, Duration.ofSeconds(2), Duration.ofSeconds(5));

    @Test
    void aMomentsPressureGivesNothingUp() {
        assertThat(at(0, 1)).isZero();
        assertThat(at(1, 1)).isZero();
        assertThat(at(2, 0.1)).isZero();
        assertThat(at(3, 1)).isZero();
    }

    @Test
    void pressureThatLastsGivesUpAsFarAsItIsAboveTheSteps() {
        at(0, 0.7);
        assertThat(at(2, 0.7)).isEqualTo(2);
        at(3, 2);
        assertThat(at(4, 2)).isEqualTo(2);
        assertThat(at(5, 2)).isEqualTo(4);
    }

    @Test
    void whatWasGivenUpStaysSoWhileThePressureIsNotWellBelow() {
        at(0, 0.5);
        assertThat(at(2, 0.5)).isEqualTo(1);
        for (int second = 3; second < 60; second++) {
            assertThat(at(second, second % 2 == 0 ? 0.49 : 0.41)).isEqualTo(1);
        }
    }

    @Test
    void stepsComeBackOneByOneEachAfterSomeCalm() {
        at(0, 1);
        assertThat(at(2, 1)).isEqualTo(4);
        at(3, 0);
        assertThat(at(7, 0)).isEqualTo(4);
        assertThat(List.of(at(8, 0), at(12, 0), at(13, 0), at(18, 0), at(22, 0), at(23, 0)))
                .containsExactly(3, 3, 2, 1, 1, 0);
    }

    @Test
    void pressureInBetweenBeginsTheCalmAnew() {
        at(0, 0.5);
        assertThat(at(2, 0.5)).isEqualTo(1);
        at(3, 0);
        at(7, 0.45);
        assertThat(at(9, 0)).isEqualTo(1);
        assertThat(at(13, 0)).isEqualTo(1);
        assertThat(at(14, 0)).isZero();
    }

    @Test
    void aHeapThatItsCollectionsLeaveFullIsPressure() {
        System.gc();

        assertThat(Heap.own(0.001).pressure()).isGreaterThan(1);
        assertThat(Heap.own(1).pressure()).isLessThan(1);
    }

    @Test
    void whatAnEarlierCollectionLeftIsNoneAnyMore() {
        Heap.Part young = new Heap.Part(() -> 1, () -> 1_000);
        Heap.Part full = new Heap.Part(() -> 95, () -> 1_000);
        Heap.Part longAgo = new Heap.Part(() -> 95, () -> 31_000);

        assertThat(new Heap(0.95, 100, List.of(young, full)).pressure()).isGreaterThan(1);
        assertThat(new Heap(0.95, 100, List.of(young, longAgo)).pressure()).isZero();
    }

    private int at(int second, double pressure) {
        return ladder.next(TimeUnit.SECONDS.toNanos(second), pressure);
    }
}
