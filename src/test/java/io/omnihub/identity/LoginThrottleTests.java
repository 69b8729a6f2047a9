package io.omnihub.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginThrottleTests {

    private final AtomicLong nanos = new AtomicLong();
    private final LoginThrottle throttle = new LoginThrottle(5, Duration.ofMinutes(1), nanos::get);

    @Test
    void fromTheFifthOnEachWrongOneDoublesTheWaitUpToTheLongest() {
        long[] seconds = {0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60};
        for (long expected : seconds) {
            throttle.failed("ann");
            assertThat(throttle.remaining("ann")).isEqualTo(Duration.ofSeconds(expected));
            pass(Duration.ofSeconds(expected));
            assertThat(throttle.remaining("ann")).isZero();
        }
        assertThat(throttle.remaining("bob")).isZero();
    }

    @Test
    void aRightOneAndAQuietHourEndIt() {
        fail(7, "ann");
        throttle.succeeded("ann");
        assertThat(throttle.failures("ann")).isZero();
        assertThat(throttle.remaining("ann")).isZero();

        fail(7, "bob");
        pass(Duration.ofMinutes(61));
        throttle.failed("bob");
        assertThat(throttle.failures("bob")).isEqualTo(1);
    }

    @Test
    void itRemembersSoManyAtMostAndThoseWhoFailedLast() {
        fail(7, "ann");
        fail(7, "bob");
        for (int i = 0; i < 9_999; i++) {
            throttle.failed("user-" + i);
        }

        assertThat(throttle.failures("ann")).isZero();
        assertThat(throttle.failures("bob")).isEqualTo(7);
    }

    @Test
    void aRefusalIsNewOnceAfterEachWrongOne() {
        assertThat(throttle.isFirstRefusal("ann")).isFalse();
        for (int i = 0; i < 2; i++) {
            throttle.failed("ann");
            assertThat(throttle.isFirstRefusal("ann")).isTrue();
            assertThat(throttle.isFirstRefusal("ann")).isFalse();
        }
    }

    private void fail(int times, String key) {
        for (int i = 0; i < times; i++) {
            throttle.failed(key);
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
