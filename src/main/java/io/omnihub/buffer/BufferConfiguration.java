package io.omnihub.buffer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.conversation.Engine;
import io.omnihub.conversation.PartitionCount;
import io.omnihub.conversation.Partitions;
import io.omnihub.loop.Loops;
import io.omnihub.overload.OverloadProperties;
import io.omnihub.overload.Pressure;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.IntStream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Builds the buffer on the broker in this process, or on an external one where its address is set.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BufferProperties.class)
class BufferConfiguration {

    /// The exit status of a process whose journal failed.
    private static final int JOURNAL_FAILED = 74;

    @Bean
    @ConditionalOnExpression("'${omnihub.buffer.url:}'.isEmpty()")
    EmbeddedBroker embeddedBroker(@Value("${omnihub.data:./data}") Path data, BufferProperties properties) {
        return new EmbeddedBroker(
                data.resolve("buffer"), properties, () -> Runtime.getRuntime().halt(JOURNAL_FAILED));
    }

    @Bean
    Broker broker(BufferProperties properties, ObjectProvider<EmbeddedBroker> embedded) {
        return properties.embedded()
                ? embedded.getObject().broker()
                : Broker.external(properties.url(), properties.user(), properties.password());
    }

    @Bean
    DiskSpace bufferDisk(@Value("${omnihub.data:./data}") Path data, BufferProperties properties) {
        File folder = data.resolve("buffer").toFile();
        return properties.embedded()
                ? new DiskSpace(folder::getUsableSpace, properties.minimumFree())
                : DiskSpace.UNWATCHED;
    }

    @Bean
    Outlet bufferOutlet(Broker broker, Partitions partitions, MeterRegistry meters, Loops loops) {
        Outlet outlet = new Outlet(broker, Queues.all(partitions.count()), loops);
        for (String queue : Queues.all(partitions.count())) {
            Gauge.builder("omnihub.buffer.depth", () -> outlet.depth(queue))
                    .tag("queue", queue)
                    .register(meters);
        }
        return outlet;
    }

    @Bean
    Buffer buffer(Outlet outlet, Partitions partitions, DiskSpace disk, MeterRegistry meters) {
        return new Buffer(outlet, partitions, disk, meters);
    }

    @Bean
    Pressure bufferPressure(Outlet outlet, Partitions partitions, OverloadProperties bounds) {
        return new Pressure(
                "buffer",
                () -> (double) IntStream.range(0, partitions.count())
                                .mapToLong(partition -> outlet.depth(Queues.inbound(partition)))
                                .max()
                                .orElse(0)
                        / bounds.buffered());
    }

    @Bean
    Pressure diskPressure(DiskSpace disk) {
        return new Pressure("disk", disk::pressure);
    }

    @Bean
    BufferFeed bufferFeed(
            Broker broker,
            BufferProperties properties,
            Partitions partitions,
            PartitionCount count,
            Engine engine,
            Buffer buffer,
            Clock clock,
            Loops loops) {
        return new BufferFeed(broker, properties, partitions, count, engine, buffer, clock, loops);
    }

    @Bean
    Backlog backlog(
            Broker broker,
            BufferProperties properties,
            Partitions partitions,
            ObjectProvider<EmbeddedBroker> embedded) {
        return properties.embedded()
                ? Backlog.embedded(embedded.getObject(), Queues.all(partitions.count()))
                : Backlog.external(broker, partitions.count());
    }

    /// Nodes that share no broker find out by themselves.
    @Bean
    Announcements announcements(Broker broker, BufferProperties properties, Loops loops) {
        return properties.embedded() ? Announcements.NONE : new BrokerAnnouncements(broker, loops);
    }

    @Bean
    QueueFeed deadLetterFeed(Broker broker, DeadLetterSink sink, Clock clock, Loops loops) {
        return QueueFeed.deadLetters(broker, sink, clock, loops);
    }

    @Bean
    QueueFeed recordFeed(Broker broker, BufferProperties properties, RecordSink sink, Clock clock, Loops loops) {
        return QueueFeed.records(broker, properties, sink, clock, loops);
    }

    @Bean
    BufferHealth bufferHealthIndicator(Outlet outlet, Buffer buffer, DiskSpace disk, Partitions partitions) {
        return new BufferHealth(outlet, buffer, disk, Queues.all(partitions.count()));
    }
}
