package io.omnihub.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.OmniHub;
import io.omnihub.draft.ChannelCommand;
import io.omnihub.route.ScratchFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `omnihub channel test`, of the channels of files that are shipped and of those that somebody has just begun.
final class ChannelTestCommandTests {

    private static final List<String> TITLES =
            Arrays.stream(ConformanceCase.values()).map(ConformanceCase::title).toList();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    private Path routes;

    @BeforeEach
    void folders() throws IOException {
        routes = Files.createDirectories(directory.resolve("routes"));
        for (String shared : List.of("callback.camel.yaml", "policies.camel.yaml")) {
            Files.copy(Path.of("routes", shared), routes.resolve(shared));
        }
    }

    @ParameterizedTest
    @MethodSource("shippedChannelsOfFiles")
    void whatHoldsOfEveryChannelHoldsOfAShippedOneOfFiles(String channel) {
        Path mapped = Path.of("src/test/resources/mapping", channel);
        Path samples = Files.isDirectory(mapped) ? mapped : Path.of("src/test/resources/conformance", channel);

        int status = run("channel", "test", channel, samples.toString());

        assertThat(lines("failed")).isEmpty();
        assertThat(status).isZero();
        assertThat(lines("passed")).hasSizeGreaterThanOrEqualTo(TITLES.size() - 2);
        assertThat(told()).contains("passed: each kind of file reaches the customer byte by byte");
    }

    private static List<String> shippedChannelsOfFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            List<String> channels = files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .filter(ChannelTestCommandTests::isMadeOfSteps)
                    .map(file -> file.getFileName().toString().replace(".camel.yaml", ""))
                    .toList();
            assertThat(channels).contains("telegram", "webhook");
            return channels;
        }
    }

    /// What takes records says nothing.
    private static boolean isMadeOfSteps(Path file) {
        try {
            String routes = Files.readString(file);
            return routes.contains("routeTemplateRef: callback-by-steps") && !routes.contains("value: hub:record");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// The sample is in GB18030, and the mapping has nothing for texts.
    @Test
    void eachCaseOfADraftHasALineThatTellsWhatWasExpectedAndSeen() throws IOException {
        Path sample = Files.write(
                directory.resolve("call.json"),
                "{\"id\": \"m-1\", \"from\": {\"id\": \"u-5\", \"name\": \"艾达\"}, \"text\": \"我的订单在哪里？\"}"
                        .getBytes(Charset.forName("GB18030")));
        draft(sample.toString());
        Path route = routes.resolve("acme.camel.yaml");
        Files.writeString(
                route,
                Files.readString(route)
                        .replaceFirst(" {6}- \\{name: read, value: \"mapping:acme\"}\n\n- templatedRoute", """
                      - {name: read, value: "mapping:acme"}
                      - {name: handshake, value: "callback:handshake?channel=acme&token=query:hub.token&echo=header:X-Echo"}
                      - {name: challenge, value: "callback:challenge?field=challenge&as=text"}

                - templatedRoute"""));
        Path declared = directory.resolve("config/channels/acme.yaml");
        Files.writeString(
                declared,
                Files.readString(declared)
                        .replace("          secrets:\n", "          secrets:\n            verify-token: x\n"));
        Path mapping = routes.resolve("mappings/acme.yaml");
        Files.writeString(mapping, Files.readString(mapping).replace(".type == \"text\"", ".type == \"location\""));

        int status = run(own("channel", "test", "acme"));

        assertThat(told().lines()).hasSize(TITLES.size());
        assertThat(lines("passed"))
                .contains(
                        "passed: texts arrive letter by letter, under ids of 64 bits",
                        "passed: what proves nothing is refused alike, and leaves nothing",
                        "passed: who tries the address gets back what it sent, if it is the platform",
                        "passed: a burst stays in its order");
        assertThat(lines("failed"))
                .contains("failed: replies reach the customer in order (expected replies to be sent, seen failed: the"
                        + " channel acme has nothing for: text (not-capable))");
        assertThat(lines("not applicable"))
                .containsExactly(
                        "not applicable: each kind becomes its part, and its file is fetched (no sample is one message of"
                                + " another kind than text)",
                        "not applicable: our own messages, and what says nothing, are not shown as the customer's (no"
                                + " sample is one that the mapping ignores)",
                        "not applicable: each kind of file reaches the customer byte by byte, between the texts around"
                                + " it (the channel declares no kind of file that it sends)");
        assertThat(status).isOne();
    }

    @Test
    void aDraftPassesAsItIsWritten() {
        draft();

        int status = run(own("channel", "test", "acme"));

        assertThat(lines("failed")).isEmpty();
        assertThat(lines("passed"))
                .contains(
                        "passed: replies reach the customer in order",
                        "passed: what proves nothing is refused alike, and leaves nothing");
        assertThat(status).isZero();
    }

    @Test
    void aFolderOfACommandsOwnIsGoneAtItsEnd() throws IOException {
        Path folder;
        try (ScratchFolder scratch = new ScratchFolder()) {
            folder = scratch.path();
            Files.writeString(folder.resolve("file"), "x");
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void whatCanNotBeTriedIsToldBeforeAHubIsStarted() throws IOException {
        assertThat(run("channel", "test")).isEqualTo(2);
        assertThat(run(own("channel", "test", "acme"))).isOne();
        assertThat(run("channel", "test", "courier", "src/test/resources/mapping/courier"))
                .isOne();
        draft();
        assertThat(run(own("channel", "test", "acme", directory.resolve("none").toString())))
                .isOne();
        Path route = routes.resolve("acme.camel.yaml");
        String written = Files.readString(route);
        Files.writeString(route, written.replace("callback:hmac?", "callback:pass?"));
        assertThat(run(own("channel", "test", "acme"))).isOne();
        Files.writeString(route, written.replaceFirst("\"platform:call[^\"]*\"", "file:/srv/drop"));
        assertThat(run(own("channel", "test", "acme"))).isOne();
        for (String step : List.of(
                "toD: \"sftp://erp/x\"",
                "wireTap: \"kafka:orders\"",
                "pollEnrich: {id: acme-poll, constant: \"ftp://erp/in\"}",
                "to: \"{{acme.send}}\"",
                "to: \"platform:call?channel=acme&url={{acme.api}}/x\"")) {
            Files.writeString(route, written + """

                    - route:
                        id: acme-more
                        from:
                          uri: direct:acme-more
                          steps:
                            -\s""" + step + "\n");
            assertThat(run(Stream.concat(
                                    Stream.of(own("channel", "test", "acme")),
                                    Stream.of("--acme.send=jms:queue", "--acme.api=https://api.acme.example"))
                            .toArray(String[]::new)))
                    .as(step)
                    .isOne();
        }
        // The same in a template that lies in a file of its own.
        Files.writeString(routes.resolve("acme-templates.camel.yaml"), """
                - routeTemplate:
                    id: acme-copy
                    parameters: [{name: to}]
                    route:
                      from: {id: from, uri: "direct:{{to}}", steps: [{to: {id: copy, uri: "sql:insert into t values (1)"}}]}
                """);
        Files.writeString(route, written + """

                - templatedRoute:
                    routeTemplateRef: acme-copy
                    routeId: acme-copied
                    parameters: [{name: to, value: acme-copied}]
                """);
        assertThat(run(own("channel", "test", "acme"))).isOne();
        Files.writeString(route, written + "  - {");
        assertThat(run(own("channel", "test", "acme"))).isOne();

        assertThat(told())
                .contains(
                        "omnihub channel test <name> [<folder with samples>]",
                        "no route file in " + routes + " names the channel acme",
                        "its calls go to hub:record, and say nothing",
                        "there are no samples",
                        "calls are proved by pass, which the kit can't do",
                        "its routes reach file:, which this would do for real",
                        "its routes reach sftp:",
                        "its routes reach kafka:",
                        "its routes reach ftp:",
                        "its routes reach jms:",
                        "its routes call an address that a setting gives: platform:call?channel=acme&url={{acme.api}}/x",
                        "its routes reach sql:",
                        "acme.camel.yaml:");
    }

    private void draft(String... sample) {
        String[] words = Stream.concat(Stream.of("channel", "new", "acme"), Stream.of(sample))
                .toArray(String[]::new);
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        assertThat(ChannelCommand.run(nowhere, nowhere, own(words))).isZero();
    }

    private String[] own(String... words) {
        return Stream.concat(
                        Stream.of(words),
                        Stream.of(
                                "--omnihub.routes=" + routes,
                                "--omnihub.config.channels=" + directory.resolve("config/channels")))
                .toArray(String[]::new);
    }

    private int run(String... words) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(words.length < 2 || ChannelTestCommand.isMeant(words)).isTrue();
        return ChannelTestCommand.run(OmniHub.class, stream, stream, words);
    }

    private List<String> lines(String begin) {
        return told().lines().filter(line -> line.startsWith(begin)).toList();
    }

    private String told() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
