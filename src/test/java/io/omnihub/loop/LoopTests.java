package io.omnihub.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
final class LoopTests {

    private static final Logger LOG = LoggerFactory.getLogger(LoopTests.class);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MBeanServer operators = MBeanServerFactory.newMBeanServer();
    private final Loops loops = new Loops(meters, operators);

    @Test
    void aLoopGoesOnWhateverItsStepThrows() {
        AtomicInteger steps = new AtomicInteger();
        Loop loop = loops.loop("strange", () -> {
            switch (steps.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("nobody expects this");
                case 2 -> throw new IOException("nor this");
                case 3 -> throw new StackOverflowError("nor that");
                case 4 -> throw new InterruptedException("nor an interrupt of somebody else");
                default -> Thread.sleep(1);
            }
        });
        loop.start();

        await().until(() -> steps.get() > 10);
        assertThat(meters.counter("omnihub.loop.failures", "loop", "strange").count())
                .isEqualTo(4);
        loop.stop();
        assertThat(loop.isRunning()).isFalse();
        assertThat(meters.find("omnihub.loop.failing").gauge()).isNull();
    }

    @Test
    void aLoopThatFailsByAFaultOfTheHubIsToldOfByHealthAndOnceByTheLog(CapturedOutput output) {
        AtomicInteger steps = new AtomicInteger();
        Loop loop = loops.loop("broken", () -> {
            steps.incrementAndGet();
            throw new IllegalStateException("it is broken");
        });
        loop.start();

        await().until(() -> steps.get() > 3);
        assertThat(loops.lastingFaults(Duration.ZERO))
                .containsEntry("broken", "java.lang.IllegalStateException: it is broken");
        assertThat(meters.get("omnihub.loop.failing").gauge().value()).isEqualTo(1);
        loop.stop();
        assertThat(output.getAll().split("The loop broken fails")).hasSize(2);
    }

    @Test
    void whatIsOutsideAndAwayIsNoFaultOfTheLoop() {
        CountDownLatch failed = new CountDownLatch(2);
        Loop loop = loops.loop("waiting", () -> {
            failed.countDown();
            throw new AwayException();
        });
        loop.start();

        await().until(() -> failed.getCount() == 0);
        assertThat(loops.lastingFaults(Duration.ZERO)).isEmpty();
        assertThat(loop.isFailing()).isTrue();
        loop.stop();
    }

    @Test
    void aRestEndsWhenTheLoopIsWoken() {
        AtomicInteger steps = new AtomicInteger();
        Loop loop = loops.loop("hourly", steps::incrementAndGet).every(Duration.ofHours(1));
        loop.start();

        loop.wake();

        await().until(() -> steps.get() == 1);
        loop.stop();
    }

    @Test
    void anOperatorSeesALoopPausesItAndHasItRunNow() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        Loop loop = loops.loop("hourly: \"log\"", () -> {
                    if (steps.incrementAndGet() == 1) {
                        throw new IOException("the disk is full");
                    }
                })
                .every(Duration.ofHours(1));
        loop.start();
        ObjectName name = operators.queryNames(new ObjectName("io.omnihub:type=Loop,*"), null).stream()
                .findFirst()
                .orElseThrow();
        LoopMXBean bean = JMX.newMXBeanProxy(operators, name, LoopMXBean.class);
        assertThat(ObjectName.unquote(name.getKeyProperty("name"))).isEqualTo(loop.name());
        assertThat(bean.isFailing()).isFalse();
        assertThat(bean.getFailingSince() + bean.getLastFailure()).isEmpty();
        await().until(() -> bean.getState().equals("RESTING"));

        bean.pause();
        bean.runNow();
        await().until(bean::isFailing);
        assertThat(bean.getLastFailure()).isEqualTo("java.io.IOException: the disk is full");
        assertThat(bean.getFailingSince()).isNotEmpty();

        // After its rest it goes on only when it is told to.
        await().until(() -> bean.getState().equals("PAUSED"));
        loop.wake();
        assertThat(bean.getSteps()).isEqualTo(1);
        bean.resume();
        await().until(() -> bean.getSteps() == 2);
        loop.stop();
        assertThat(operators.isRegistered(name)).isFalse();
    }

    @Test
    void aTroubleThatComesAndGoesIsOneLine(CapturedOutput output) {
        Trouble trouble = new Trouble(LOG, "Writing on a full disk");
        for (int i = 0; i < 100; i++) {
            trouble.failed(new AwayException());
            trouble.worked();
        }

        assertThat(output.getAll().split("Writing on a full disk fails")).hasSize(2);
        assertThat(output.getAll()).doesNotContain("works again");
        await().until(() -> {
            trouble.worked();
            return !trouble.isOpen();
        });
        assertThat(output.getAll()).contains("Writing on a full disk works again: it had failed 100 times");
    }

    @Test
    void aFaultIsToldAlsoWhereSomethingIsAway(CapturedOutput output) {
        Trouble trouble = new Trouble(LOG, "Writing what is odd");
        trouble.failed(new AwayException());
        trouble.failed(new IllegalStateException("odd"));
        trouble.failed(new IllegalStateException("odd again"));

        assertThat(output.getAll()).containsOnlyOnce("Writing what is odd fails, and is tried again: it is away");
        assertThat(output.getAll()).containsOnlyOnce("Writing what is odd fails by a fault of the hub");
    }

    private static final class AwayException extends RuntimeException implements Outage {

        private static final long serialVersionUID = 1L;

        AwayException() {
            super("it is away");
        }
    }
}
