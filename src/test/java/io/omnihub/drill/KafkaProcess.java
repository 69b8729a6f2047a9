package io.omnihub.drill;

import io.omnihub.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/// A Kafka (KRaft) in a JVM of its own, always on the same port and the same data.
final class KafkaProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path directory;
    private final Path properties;
    private final String brokers;
    private ChildJvm child;
    private int starts;

    /// Starts it.
    KafkaProcess(Path directory) {
        this.directory = directory;
        int port = ChildJvm.freePort();
        int controller = ChildJvm.freePort();
        brokers = "127.0.0.1:" + port;
        try {
            properties = Files.writeString(
                    directory.resolve("kafka.properties"), """
                    process.roles=broker,controller
                    node.id=1
                    controller.quorum.voters=1@127.0.0.1:%2$d
                    controller.listener.names=CONTROLLER
                    listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                    listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                    log.dirs=%3$s
                    num.partitions=3
                    offsets.topic.num.partitions=1
                    offsets.topic.replication.factor=1
                    group.initial.rebalance.delay.ms=0
                    """.formatted(port, controller, directory.resolve("kafka")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String cluster = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("omnihub in drill".getBytes(StandardCharsets.UTF_8));
        int status = jvm(StorageTool.class, "format", "-t", cluster, "-c", properties.toString())
                .awaitEnd();
        if (status != 0) {
            throw new IllegalStateException("Kafka's storage can't be formatted");
        }
        start();
    }

    private ChildJvm jvm(Class<?> main, String... arguments) {
        return ChildJvm.of(main, directory.resolve("kafka-" + ++starts + ".log"))
                .jvm("-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .arguments(arguments)
                .start();
    }

    /// Starts it again.
    void start() {
        child = jvm(Kafka.class, properties.toString());
        Awaitility.await("Kafka").atMost(PATIENCE).until(this::answers);
    }

    private boolean answers() throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException _) {
            return false;
        }
    }

    void kill() {
        child.kill();
    }

    String brokers() {
        return brokers;
    }

    /// Whoever writes into it.
    KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "acks", "all"), new StringSerializer(), new ByteArraySerializer());
    }

    /// All that lies in a topic, once there is what is waited for: in each partition in its order.
    List<ConsumerRecord<String, byte[]>> await(String topic, Predicate<List<ConsumerRecord<String, byte[]>>> enough) {
        List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "group.id",
                        "drill-" + System.nanoTime(),
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            Awaitility.await("what lies in " + topic).atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
                return enough.test(all);
            });
        }
        return all;
    }

    @Override
    public void close() {
        child.close();
    }
}
