package io.omnihub.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.omnihub.channel.BlobsInMemory;
import io.omnihub.channel.FileLinks;
import io.omnihub.channel.Inboxes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.StatefulService;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that a route reads row by row in a Camel context without a hub: two rows at a time.
class RowsEndpointTests {

    private static final String FILE = "no,title\n1,a\n2,b\n3,c\n4,d\n5,e\n6,f\n7,g\n";

    @TempDir
    private Path directory;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> taken = new CopyOnWriteArrayList<>();

    /// What a piece meets that begins with a row.
    private volatile Door door = _ -> {};

    private Path folder = Path.of("");
    private MappingComponent mapping = component(new Mappings());

    private interface Door {
        void take(String piece) throws Exception;
    }

    private MappingComponent component(Mappings mappings) {
        return new MappingComponent(
                mappings,
                new MappingComponent.Surroundings(
                        new Inboxes(List.of()),
                        Clock.fixed(Mapped.NOW, ZoneOffset.UTC),
                        new BlobsInMemory(),
                        FileLinks.NONE,
                        (_, _, _, _) -> {}),
                meters);
    }

    @BeforeEach
    void start() throws Exception {
        folder = Files.createDirectories(directory.resolve("in"));
        Files.writeString(directory.resolve("orders.yaml"), """
                format: csv
                in: {rules: {record: {type: "order", key: .no, title: .title}}}
                """);
        mapping = component(Mapped.inUse(directory, "orders"));
        camel.addComponent("mapping", mapping);
        camel.addRoutes(rows());
        camel.start();
    }

    private RouteBuilder rows() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + folder + "?include=.*[.]csv&move=done&delay=50&initialDelay=0")
                        .routeId("rows")
                        .to("mapping:orders?rows=2")
                        .split(body())
                        .streaming()
                        .stopOnException()
                        .process(RowsEndpointTests.this::take);
            }
        };
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private void take(Exchange exchange) throws Exception {
        String piece = new String(exchange.getMessage().getMandatoryBody(byte[].class), UTF_8)
                .replace("no,title\n", "")
                .replace("\n", " ")
                .strip();
        door.take(piece);
        taken.add(piece);
    }

    private void lay(String text) throws IOException {
        Path part = Files.writeString(directory.resolve("part"), text);
        Files.move(part, folder.resolve("orders.csv"));
    }

    private void awaitDone() {
        await().until(() -> Files.exists(folder.resolve("done/orders.csv")));
    }

    @Test
    void aRouteThatIsStoppedInTheMiddleOfAFileGivesWayBetweenTwoPiecesAndGoesOnThere() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch stopping = new CountDownLatch(1);
        door = piece -> {
            if (piece.startsWith("3")) {
                inside.countDown();
                assertThat(stopping.await(20, TimeUnit.SECONDS)).isTrue();
            }
        };
        lay(FILE);
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(mapping.longFiles()).containsExactly(new LongFile("rows", "orders.csv", 2, 7, false));
        StatefulService consumer = (StatefulService) camel.getRoute("rows").getConsumer();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> {
            try {
                camel.getRouteController().stopRoute("rows");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> consumer.isSuspended() || consumer.isStopped());
        stopping.countDown();
        assertThat(stopped).as("and not only when Camel has lost its patience").succeedsWithin(Duration.ofSeconds(10));

        assertThat(taken).containsExactly("1,a 2,b", "3,c 4,d");
        assertThat(folder.resolve("orders.csv")).exists();
        assertThat(mapping.longFiles()).containsExactly(new LongFile("rows", "orders.csv", 4, 5, true));
        camel.getRouteController().startRoute("rows");
        awaitDone();
        assertThat(taken).containsExactly("1,a 2,b", "3,c 4,d", "5,e 6,f", "7,g");
        assertThat(mapping.longFiles()).isEmpty();
        assertThat(meters.get("omnihub.rows").counter().count()).isEqualTo(7);
    }

    @Test
    void aFileWhoseRowsCouldNotBeTakenGoesOnWithThese() throws Exception {
        CountDownLatch away = new CountDownLatch(3);
        door = piece -> {
            if (piece.startsWith("5") && away.getCount() > 0) {
                away.countDown();
                throw new IllegalStateException("the buffer is full");
            }
        };
        lay(FILE);
        awaitDone();
        assertThat(taken).containsExactly("1,a 2,b", "3,c 4,d", "5,e 6,f", "7,g");
    }

    @Test
    void aRouteThatReplacesOneTakesItsFileFromTheBeginning() throws Exception {
        CountDownLatch away = new CountDownLatch(1);
        door = piece -> {
            if (piece.startsWith("5")) {
                away.countDown();
                throw new IllegalStateException("the buffer is full");
            }
        };
        lay(FILE);
        assertThat(away.await(20, TimeUnit.SECONDS)).isTrue();
        camel.getRouteController().stopRoute("rows");
        camel.removeRoute("rows");
        taken.clear();
        door = _ -> {};
        camel.addRoutes(rows());
        awaitDone();
        assertThat(taken).containsExactly("1,a 2,b", "3,c 4,d", "5,e 6,f", "7,g");
    }

    @Test
    void anotherFileOfThatNameBeginsAtItsBeginning() throws Exception {
        for (String other : List.of(FILE.replace("2,b", "2,x"), "no,title\n8,h\n")) {
            Files.deleteIfExists(folder.resolve("done/orders.csv"));
            taken.clear();
            CountDownLatch failed = new CountDownLatch(1);
            door = piece -> {
                if (piece.startsWith("5") && failed.getCount() > 0) {
                    Files.writeString(folder.resolve("orders.csv"), other);
                    failed.countDown();
                    throw new IllegalStateException("the buffer is full");
                }
            };
            lay(FILE);
            awaitDone();
            assertThat(taken.getFirst()).isEqualTo("1,a 2,b");
            assertThat(String.join(" ", taken.subList(2, taken.size())))
                    .isEqualTo(other.substring(other.indexOf('\n') + 1)
                            .replace("\n", " ")
                            .strip());
        }
    }

    @Test
    void ofAFileThatIsStillWrittenNoHalfRowIsTaken() throws Exception {
        door = piece -> {
            if (piece.startsWith("1")
                    && !Files.readString(folder.resolve("orders.csv")).contains("8,h")) {
                Files.writeString(folder.resolve("orders.csv"), "iller\n8,h\n", StandardOpenOption.APPEND);
            }
        };
        lay("no,title\n1,a\n2,b\n3,c\n4,d\n5,e\n6,f\n7,M");
        awaitDone();
        assertThat(taken).containsExactly("1,a 2,b", "3,c 4,d", "5,e 6,f", "7,Miller 8,h");
    }

    @Test
    void aFileThatCanBeReadOnlyOnceIsRefused() {
        GenericFile<String> file = new GenericFile<>();
        file.setFile("orders.csv");
        file.setBody(new ByteArrayInputStream(FILE.getBytes(UTF_8)));

        assertThatThrownBy(() -> camel.createProducerTemplate().requestBody("mapping:orders?rows=2", file))
                .hasRootCauseMessage("a file that is read row by row may have to be read again: let its endpoint fetch"
                        + " it into a folder, by localWorkDirectory, and not by streamDownload");
    }

    @Test
    void anInputThatCanNotBeReadIsClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is broken");
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                return read();
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };

        assertThatThrownBy(() -> camel.createProducerTemplate().requestBody("mapping:orders?rows=2", broken))
                .hasRootCauseMessage("the disk is broken");
        assertThat(closed).isTrue();
    }

    @Test
    void soManyFilesAreRemembered() {
        RowProgress progress = new RowProgress(meters);
        Mapping orders = mapping.mappings().get("orders");
        for (int i = 0; i < 150; i++) {
            progress.begin(new RowProgress.Key("rows", null, orders, "orders-%d.csv".formatted(i)), 0)
                    .cutShort();
        }
        progress.begin(new RowProgress.Key("rows", null, orders, "now.csv"), 0);

        assertThat(progress.files())
                .hasSize(101)
                .contains(
                        new LongFile("rows", "orders-149.csv", 0, 0, true),
                        new LongFile("rows", "now.csv", 0, 0, false))
                .doesNotContain(new LongFile("rows", "orders-49.csv", 0, 0, true));
    }
}
