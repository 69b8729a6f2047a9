package io.omnihub.draft;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.OmniHub;
import io.omnihub.route.RoutesCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelCommandTests {

    private static final Path ORDERS = Path.of("src/test/resources/mapping/formats/orders.csv");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    private Path routes;
    private Path channels;

    @BeforeEach
    void folders() throws IOException {
        routes = Files.createDirectories(directory.resolve("routes"));
        channels = Files.createDirectories(directory.resolve("config/channels"));
        for (String shared : List.of("callback.camel.yaml", "policies.camel.yaml")) {
            Files.copy(Path.of("routes", shared), routes.resolve(shared));
        }
    }

    @Test
    void whatIsWrittenIsWellAndPassesItsSamplesAsItIs() throws IOException {
        assertThat(run("channel", "new", "acme")).as(this::told).isZero();
        assertThat(run("channel", "new", "erp", ORDERS.toString()))
                .as(this::told)
                .isZero();
        assertThat(told()).contains("config/channels/acme.yaml", "samples/erp-replay/orders.unified.json");
        assertThat(routes.resolve("samples/acme-replay/sample.unified.json"))
                .content()
                .contains("\"thread\" : \"u-5\"", "Where is my order?");
        assertThat(Files.getPosixFilePermissions(channels.resolve("acme.yaml")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        out.reset();
        assertThat(routes("try")).as(this::told).isZero();
        assertThat(told()).contains("acme.camel.yaml is well", "erp.camel.yaml is well");
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Files.writeString(channels.resolve("acme.yaml"), "mine");
        assertThat(run("channel", "new", "acme")).isOne();
        assertThat(told()).contains("Nothing is written, since there is already:", "acme.yaml");
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all.filter(file -> file.getFileName().toString().contains("acme")))
                    .containsExactly(channels.resolve("acme.yaml"));
        }
        assertThat(channels.resolve("acme.yaml")).hasContent("mine");
    }

    @Test
    void whatCanNotBeDoneIsTold() throws IOException {
        assertThat(run("channel", "new", "../acme")).isOne();
        assertThat(run("channel", "new", "acme", directory.resolve("none").toString()))
                .isOne();
        assertThat(run("channel", "new", "acme", "src/test/resources/mapping/formats/host.txt"))
                .isOne();
        Path headers = Files.writeString(directory.resolve("headers.properties"), "a=1&b=2");
        assertThat(run("channel", "new", "acme", headers.toString())).isOne();
        Path odd = Files.writeString(directory.resolve("odd.json"), "{\"a\\nb: ${.x}\": 1, \"id\": 2}");
        assertThat(run("channel", "new", "odd", odd.toString())).as(this::told).isZero();
        assertThat(run("channel", "make", "acme")).isEqualTo(2);
        assertThat(told())
                .contains(
                        "../acme can't be a channel's name",
                        "The sample can't be read: java.nio.file.NoSuchFileException",
                        "declare format: {fixed: …}",
                        "The sample must be called otherwise: headers.properties",
                        "omnihub channel new <name> [<sample>]");
        assertThat(routes.resolve("acme.camel.yaml")).doesNotExist();
    }

    private int routes(String what) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return RoutesCommand.run(OmniHub.class, stream, stream, "routes", what, setting(), channelSetting());
    }

    private String setting() {
        return "--omnihub.routes=" + routes;
    }

    private String channelSetting() {
        return "--omnihub.config.channels=" + channels;
    }

    private int run(String... words) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        String[] all = Stream.concat(Stream.of(words), Stream.of(setting(), channelSetting()))
                .toArray(String[]::new);
        assertThat(ChannelCommand.isMeant(all)).isTrue();
        return ChannelCommand.run(stream, stream, all);
    }

    private String told() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
