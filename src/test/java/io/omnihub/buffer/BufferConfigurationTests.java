package io.omnihub.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnihub.conversation.Engine;
import io.omnihub.conversation.PartitionCount;
import io.omnihub.conversation.Partitions;
import io.omnihub.loop.Loops;
import io.omnihub.overload.OverloadProperties;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

final class BufferConfigurationTests {

    @TempDir
    private Path directory;

    private final RecordingEngine engine = new RecordingEngine();

    @Test
    void byDefaultTheBrokerRunsInThisProcessUnderTheDataFolder() {
        hub(engine).withPropertyValues("omnihub.data=" + directory).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(EmbeddedBroker.class);
            context.getBean(Buffer.class).put(BufferEvents.events(1, 10));
            Awaitility.await("fed").until(() -> engine.stored().size() == 10);

            assertThat(context.getBean(BufferHealth.class).health().getStatus()).isEqualTo(Status.UP);
            assertThat(context.getBean(MeterRegistry.class)
                            .get("omnihub.buffer.depth")
                            .tag("queue", "omnihub.inbound.0")
                            .gauge()
                            .value())
                    .isNotNegative();
            assertThat(directory.resolve("buffer/journal")).isDirectory();
        });
    }

    @Test
    void whatIsBufferedAtTheEndIsThereAtTheNextStart() {
        engine.hold();
        hub(engine)
                .withPropertyValues("omnihub.data=" + directory)
                .run(context -> context.getBean(Buffer.class).put(BufferEvents.events(1, 10)));
        RecordingEngine next = new RecordingEngine();
        hub(next)
                .withPropertyValues("omnihub.data=" + directory)
                .run(_ -> Awaitility.await("fed").until(() -> next.stored().size() == 10));

        assertThat(next.stored()).isEqualTo(BufferEvents.numbers(1, 10));
    }

    @Test
    void withAnAddressThereIsNoBrokerInThisProcess() {
        hub(engine)
                .withPropertyValues("omnihub.data=" + directory, "omnihub.buffer.url=tcp://127.0.0.1:1")
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedBroker.class);
                    assertThat(context.getBean(BufferHealth.class).health().getStatus())
                            .isEqualTo(Status.DOWN);
                    assertThat(directory).isEmptyDirectory();
                });
    }

    private static ApplicationContextRunner hub(Engine engine) {
        return new ApplicationContextRunner()
                .withUserConfiguration(BufferConfiguration.class, Bounds.class)
                .withBean(Partitions.class, () -> new Partitions(1))
                .withBean(PartitionCount.class, RecordedCount::new)
                .withBean(Engine.class, () -> engine)
                .withBean(DeadLetterSink.class, () -> _ -> {})
                .withBean(RecordSink.class, () -> _ -> CompletableFuture.completedFuture(null))
                .withBean(Clock.class, () -> Clock.fixed(BufferEvents.NOW, ZoneOffset.UTC))
                .withBean(Loops.class, Loops::unobserved)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new);
    }

    /// When the hub has too much to do.
    @EnableConfigurationProperties(OverloadProperties.class)
    static class Bounds {}
}
